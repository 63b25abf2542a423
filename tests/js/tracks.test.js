// Tiles of recorded tracks: unpacked, kept, asked for once, let go of when the view moves on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { trackTiles, trackZoom, unpacked } from "../../static/js/map/tracks.js";

const WORLD = { west: 0, north: 0, east: 1, south: 1 };
const WEST = { west: 0, north: 0, east: 0.5, south: 0.5 };
const line = (...steps) => ({ extent: 1024, lines: [{ kind: "recorded", to: 2, line: steps }] });
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A server whose answers come when one says so. */
function server() {
  const asked = [];
  const fetchJson = (url, signal) =>
    new Promise((resolve, reject) => {
      asked.push({ url, answer: (told) => resolve(told), fail: () => reject(new Error(url)) });
      signal.addEventListener("abort", () => reject(new Error("aborted")));
    });
  return { asked, tiles: trackTiles({ url: "/t/{z}/{x}/{y}.json?v=1", fetchJson }) };
}

test("a tile is drawn on 512 points: its zoom is one less than the map's", () => {
  assert.deepEqual([0, 1, 2.6, 17, 30].map(trackZoom), [0, 0, 2, 16, 20]);
});

test("steps within a tile become fractions of the world", () => {
  const [told] = line(0, 512, 512, -256, 512, 0).lines;
  const { kind, to, places } = unpacked({ extent: 1024 }, told, { z: 1, x: 1, y: 0 });
  assert.deepEqual([kind, to], ["recorded", 2]);
  assert.deepEqual(places, [[0.5, 0.25], [0.75, 0.125], [1, 0.125]]);
});

test("a view's tiles are asked for once, and drawn when all are there", async () => {
  const { asked, tiles } = server();
  const loaded = tiles.load(WORLD, 1);
  assert.deepEqual(asked.map(({ url }) => url), ["/t/0/0/0.json?v=1"]);
  assert.deepEqual(tiles.lines(WORLD, 1), []);
  asked[0].answer(line(0, 0, 512, 512));
  assert.equal(await loaded, true);
  assert.equal(tiles.lines(WORLD, 1).length, 1);
  assert.equal(await tiles.load(WORLD, 1), false);
  assert.equal(asked.length, 1);
});

test("while a finer zoom is on its way the coarser one shows", async () => {
  const { asked, tiles } = server();
  const first = tiles.load(WORLD, 1);
  asked[0].answer(line(0, 0, 512, 512));
  await first;
  tiles.load(WEST, 2);
  assert.equal(tiles.lines(WEST, 2).length, 1);
  assert.deepEqual(asked.slice(1).map(({ url }) => url), ["/t/1/0/0.json?v=1"]);
});

test("what was asked for another view is let go of, and asked again when one comes back", async () => {
  const { asked, tiles } = server();
  const first = tiles.load(WEST, 2);
  const second = tiles.load(WORLD, 1);
  asked[1].answer(line(0, 0, 1, 1));
  assert.deepEqual(await Promise.all([first, second]), [false, true]);
  tiles.load(WEST, 2);
  assert.equal(asked.at(-1).url, "/t/1/0/0.json?v=1");
});

test("a tile that does not come is not asked for again until the map moves", async () => {
  const { asked, tiles } = server();
  const loaded = tiles.load(WORLD, 1);
  asked[0].fail();
  await loaded;
  await tiles.load(WORLD, 1);
  await settled();
  assert.equal(asked.length, 1);
  tiles.load(WEST, 2);
  tiles.load(WORLD, 1);
  assert.equal(asked.at(-1).url, "/t/0/0/0.json?v=1");
});
