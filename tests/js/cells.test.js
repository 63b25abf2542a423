// Which tiles a view needs, and how their cells become signs that do not touch and lose nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { alone, joined, parts, radius, segments, slugs, tilesOver, tileZoom } from "../../static/js/map/cells.js";

const WORLD = { west: 0, north: 0, east: 1, south: 1 };
const one = (x, slug, resource = "water") => ({ n: 1, x, y: 0, mix: { [resource]: 1 }, box: [x, 0, x, 0], slugs: [slug], slug, resource });
const many = (x, n) => ({ n, x, y: 0, mix: { water: n, land: 2 }, box: [x - 1, -1, x + 1, 1] });
const screen = ({ x, y }) => ({ x, y });
const total = (signs) => signs.reduce((sum, { n }) => sum + n, 0);

test("cells are 64 points wide: tiles are one zoom behind the map", () => {
  assert.deepEqual([0, 1, 2, 9.4, 30].map(tileZoom), [0, 0, 1, 8, 20]);
});

test("a tile comes once, however often the view shows it", () => {
  assert.equal(tilesOver({ ...WORLD, west: -1.5, east: 2.5 }, 1).length, 4);
  assert.deepEqual(tilesOver(WORLD, 0), [{ z: 0, x: 0, y: 0 }]);
});

test("a view over the antimeridian needs both edges of the world", () => {
  const columns = tilesOver({ west: 0.95, east: 1.05, north: 0.4, south: 0.45 }, 3).map(({ x }) => x);
  assert.deepEqual(columns, [7, 0]);
});

test("signs that would touch become one, and nothing is lost", () => {
  const signs = joined([many(0, 12), one(20, "a"), one(300, "b", "land"), many(60, 5)], screen);
  assert.equal(total(signs), 19);
  for (const [i, a] of signs.entries()) {
    for (const b of signs.slice(i + 1)) assert.ok(Math.hypot(a.at.x - b.at.x, a.at.y - b.at.y) >= radius(a.n) + radius(b.n));
  }
  assert.equal(alone(signs.find(({ n }) => n === 1)).slug, "b");
});

test("crowds join until no two touch", () => {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let crowd = 0; crowd < 100; crowd += 1) {
    const cells = Array.from({ length: 60 }, () => ({ ...many(random() * 640, Math.ceil((random() * 12) ** 2)), y: random() * 640 }));
    const signs = joined(cells, screen);
    assert.equal(total(signs), total(cells));
    for (const [i, a] of signs.entries()) {
      for (const b of signs.slice(i + 1)) assert.ok(Math.hypot(a.at.x - b.at.x, a.at.y - b.at.y) >= radius(a.n) + radius(b.n));
    }
  }
});

test("a joined sign tells its whole mix and reaches over all it holds", () => {
  const [sign] = joined([many(0, 12), one(20, "a", "seeds")], screen);
  assert.deepEqual(sign.mix, { water: 12, land: 2, seeds: 1 });
  assert.deepEqual(sign.box, [-1, -1, 20, 1]);
});

test("the same cells give the same signs in whatever order they come", () => {
  const cells = [many(0, 12), one(20, "a"), one(40, "b"), one(62, "c"), many(90, 3)];
  const places = (list) => joined(list, screen).map(({ x, n }) => [x, n]);
  assert.deepEqual(places(cells), places([...cells].reverse()));
});

test("who is in a sign is known when it holds few", () => {
  const [pair] = joined([one(0, "a"), one(5, "b")], screen);
  assert.deepEqual(slugs(pair).sort(), ["a", "b"]);
  assert.equal(slugs(joined([many(0, 40), one(5, "b")], screen)[0]), null);
});

test("nearness never parts those who share a point", () => {
  assert.ok(!parts({ box: [3.05858, 50.6333, 3.05858, 50.6333] }));
  assert.ok(parts({ box: [3.05858, 50.6333, 3.06, 50.6333] }));
});

test("a ring's segments fill the turn, the commonest first", () => {
  const shares = segments({ land: 1, water: 2, seeds: 1 });
  assert.deepEqual(shares, [["water", 0, 0.5], ["land", 0.5, 0.75], ["seeds", 0.75, 1]]);
});

test("a cluster grows gently", () => {
  assert.ok(radius(2) < radius(20) && radius(20) < radius(200) && radius(1e6) <= 34);
});
