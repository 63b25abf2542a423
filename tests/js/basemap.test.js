// The base map's files as they are shipped: readable, complete, within bounds, and dashed where borders are disputed.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { basemapSource } from "../../static/js/map/basemap-source.js";
import { chunksUnder, decode, kindOf, levelFor } from "../../static/js/map/chunks.js";
import { namesAt } from "../../static/js/map/labels.js";

const FOLDER = new URL("../../static/basemap/1/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
const world = read("world.json");

test("a line is steps: five bits a letter, zigzag", () => {
  assert.deepEqual(decode("CCDB"), [1, 1, -1, 0]);
  assert.deepEqual(decode("gBA"), [16, 0]);
});

test("every line of every file stays within its chunk and the margin", () => {
  const files = ["world.json", ...[3, 5].flatMap((z) => readdirSync(new URL(`${z}/`, FOLDER)).map((name) => `${z}/${name}`))];
  for (const name of files) {
    const { grid, layers } = read(name);
    const margin = grid / 64 + 8;
    for (const text of Object.values(layers).flat()) {
      const beyond = decode(text).some((value) => value < -margin || value > grid + margin);
      assert.ok(!beyond, name);
    }
  }
});

test("world.json announces exactly the files there are", () => {
  for (const level of world.levels) {
    const count = 2 ** level.chunk;
    assert.equal(level.files.length, count * count);
    for (let i = 0; i < count * count; i++) {
      const [column, row] = [i % count, Math.floor(i / count)];
      const there = existsSync(new URL(`${level.chunk}/${column}-${row}.json`, FOLDER));
      assert.equal(there, kindOf(level, column, row) === "file", `${level.chunk}/${column}-${row}`);
    }
  }
});

test("the first view's share stays small", async () => {
  const { brotliCompressSync } = await import("node:zlib");
  const sent = ["world.json", "names-fr.json"].map((name) => brotliCompressSync(readFileSync(new URL(name, FOLDER))).length);
  assert.ok(sent[0] + sent[1] < 46_000, `${sent}`);
});

const radians = Math.PI / 180;
const place = (lon, lat) => [lon / 360 + 0.5, 0.5 - Math.asinh(Math.tan(lat * radians)) / (2 * Math.PI)];

function distance([px, py], [ax, ay, bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}

/** The layer (« border » or « disputed ») of the line nearest to a place, in the finest level. */
function lineAt(lon, lat) {
  const [x, y] = place(lon, lat).map((share) => share * 32);
  const { grid, layers } = read(`5/${Math.floor(x)}-${Math.floor(y)}.json`);
  const point = [(x % 1) * grid, (y % 1) * grid];
  const far = (name) => {
    const lines = (layers[name] ?? []).map(decode);
    const segments = lines.flatMap((p) => Array.from({ length: p.length / 2 - 1 }, (_, i) => p.slice(2 * i, 2 * i + 4)));
    return Math.min(Infinity, ...segments.map((segment) => distance(point, segment)));
  };
  return far("disputed") < far("border") ? "disputed" : "border";
}

for (const [name, lon, lat] of [
  ["Kashmir, line of control", 74.0, 34.0], ["Aksai Chin", 78.7, 34.5], ["Arunachal Pradesh", 94.5, 29.2],
  ["Western Sahara, the parallel", -11, 27.67], ["Kosovo", 21.4, 42.8], ["Crimea", 34.2, 46.05], ["Abkhazia", 42.0, 42.7],
  ["South Ossetia", 44.2, 42.1], ["Transnistria", 29.1, 47.4], ["Golan", 35.87, 33.1], ["West Bank", 35.0, 31.9],
  ["Korea", 127.3, 38.3], ["Cyprus", 33.3, 35.15], ["Somaliland", 48.5, 9.5], ["Abyei", 28.4, 9.5], ["Hala’ib", 35, 22],
]) {
  test(`dashed: ${name}`, () => assert.equal(lineAt(lon, lat), "disputed"));
}

for (const [name, lon, lat] of [["France and Belgium", 3.2, 50.6], ["Kosovo and Albania", 20.3, 42.3], ["Ukraine and Poland", 23.6, 50.4]]) {
  test(`solid: ${name}`, () => assert.equal(lineAt(lon, lat), "border"));
}

test("a level is drawn up to its zoom, the last one beyond", () => {
  const levels = [{ zoom: 3 }, { zoom: 5 }, { zoom: 8 }];
  assert.deepEqual([0, 3, 4, 8, 12].map((zoom) => levelFor(levels, zoom).zoom), [3, 3, 5, 8, 8]);
});

test("chunks wrap around the world and stop at the poles", () => {
  const [first, second] = chunksUnder({ zoom: 0, x: -256, y: 0, size: 512 }, 0);
  assert.deepEqual([first.column, first.left, second.left], [0, 0, 256]);
  assert.deepEqual(chunksUnder({ zoom: 4, x: 4096, y: 0, size: 512 }, 3), [{ column: 0, row: 0, left: 0, top: 0, side: 512 }]);
  assert.equal(chunksUnder({ zoom: 4, x: 0, y: 4096, size: 512 }, 3).length, 0);
});

const file = { grid: 4096, layers: { land: ["AA"] } };
const build = (made) => made;
const PARIS = { zoom: 6, x: 8192, y: 5632, size: 512 };

test("a chunk on its way is replaced by the coarser one, and is asked for once", async () => {
  const asked = [];
  const source = basemapSource(async (name) => (asked.push(name), name === "world.json" ? world : file), build);
  await source.world;
  assert.equal(source.best(PARIS)[0].side, 256 * 2 ** 6);
  await Promise.all([source.wait(PARIS), source.wait(PARIS)]);
  assert.equal(source.best(PARIS)[0].side, 512);
  assert.deepEqual(asked, ["world.json", "5/16-11.json"]);
});

test("a chunk that does not come leaves the coarser drawing, and is asked for again later", async () => {
  let answers = false;
  const source = basemapSource(async (name) => {
    if (name !== "world.json" && !answers) throw new Error("offline");
    return name === "world.json" ? world : file;
  }, build);
  await source.wait(PARIS);
  assert.equal(source.best(PARIS)[0].side, 256 * 2 ** 6);
  answers = true;
  await source.wait(PARIS);
  assert.equal(source.best(PARIS)[0].side, 512);
});

test("every country and water has its name in both languages, states in capitals", () => {
  const [fr, en] = ["fr", "en"].map((language) => read(`names-${language}.json`));
  assert.deepEqual(Object.keys(fr.countries), Object.keys(en.countries));
  for (const [code] of world.waters) assert.ok(fr.waters[code] && en.waters[code], code);
  const shown = namesAt(2, world, fr).flatMap(({ text }) => text);
  assert.ok(shown.includes("INDE") && shown.includes("Groenland") && !shown.includes("LUXEMBOURG"));
});
