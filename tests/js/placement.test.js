// Names never cover one another; the weightier stay.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lines, placed } from "../../static/js/map/placement.js";
import { townSource, townTiles } from "../../static/js/map/towns.js";
import { copiesBetween, nearestCopy } from "../../static/js/map/world-copies.js";

const country = (x, y) => ({ x, y, width: 60, height: 12 });
const town = (x, y) => ({ ...country(x, y), anchor: "point" });

test("of two names at one place, the first stays", () => {
  assert.deepEqual(placed([country(50, 50), country(55, 50)]).map(({ x }) => x), [50]);
});

test("a town's name moves around its dot to where there is room", () => {
  const [first, second] = placed([town(50, 50), town(70, 50)]).map(({ tx }) => tx);
  assert.equal(first, 86);
  assert.equal(second, undefined); // the dot itself is under a name: no half-shown town
  const [, left] = placed([town(50, 50), town(38, 50)]);
  assert.ok(left.tx < 38);
});

test("names written by others are left alone", () => {
  assert.deepEqual(placed([country(50, 50)], [[40, 40, 60, 60]]), []);
});

test("long names break in two, near the middle", () => {
  assert.deepEqual(lines("FRANCE"), ["FRANCE"]);
  assert.deepEqual(lines("PAPOUASIE-NOUVELLE-GUINÉE"), ["PAPOUASIE-", "NOUVELLE-GUINÉE"]);
  assert.deepEqual(lines("Océan Atlantique", 8), ["Océan", "Atlantique"]);
});

test("towns come from zoom 4, each tile once over the antimeridian", () => {
  const view = { west: 0.9, north: 0.2, east: 1.1, south: 0.3 };
  assert.deepEqual(townTiles(3, view), []);
  assert.deepEqual(townTiles(4, view), ["4/14/3", "4/15/3", "4/0/3", "4/1/3", "4/14/4", "4/15/4", "4/0/4", "4/1/4"]);
});

test("towns that cannot be fetched are no towns", async () => {
  const source = townSource(async () => Promise.reject(new Error("404")), "/t/{z}/{x}/{y}.json", "fr");
  assert.equal(await source.load(["4/8/5"]), false);
  assert.deepEqual(source.at(["4/8/5"]), []);
});

test("towns are asked for in the reader's language, and the greatest is written first", async () => {
  const asked = [];
  const answer = { towns: [["Lens", 2.83, 50.43, 32663], ["Lille", 3.06, 50.63, 236000]] };
  const source = townSource(async (url) => (asked.push(url), answer), "/t/{z}/{x}/{y}.json", "fr");
  assert.equal(await source.load(["8/130/86"]), true);
  assert.deepEqual(asked, ["/t/8/130/86.json?lang=fr"]);
  assert.deepEqual(source.at(["8/130/86"]).map(([name]) => name), ["Lille", "Lens"]);
});

test("a place is on the screen as often as the world is", () => {
  assert.deepEqual(copiesBetween(10, -400, 400), [-350, 10, 370]);
  assert.deepEqual(copiesBetween(179, -190, -170), [-181]);
  assert.equal(nearestCopy(-179, 170), 181);
});
