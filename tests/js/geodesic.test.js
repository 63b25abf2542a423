// The shortest way on a sphere, cut where a flat map ends: it arrives, never strays, and turns no way around the world.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cut, greatCircle } from "../../static/js/map/geodesic.js";

const EARTH_KM = 6371.0088;
const RAD = Math.PI / 180;

function km([lon, lat], [other, level]) {
  const half = Math.sin(((level - lat) * RAD) / 2) ** 2 + Math.cos(lat * RAD) * Math.cos(level * RAD) * Math.sin(((other - lon) * RAD) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** The same numbers each time. */
function* places(count, seed = 7) {
  let state = seed;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let n = 0; n < count; n += 1) yield [360 * next() - 180, 170 * next() - 85];
}

const near = (a, b) => Math.abs(a - b) < 1e-6;

test("between any two places it is as long as the way, in steps of at most a hundred kilometres, and never leaves the flat world", () => {
  const ends = [...places(800)];
  for (let n = 0; n < ends.length; n += 2) {
    const [start, end] = [ends[n], ends[n + 1]];
    const line = greatCircle(start, end);
    const steps = line.slice(1).map((point, k) => km(line[k], point));
    assert.ok(near(steps.reduce((sum, step) => sum + step, 0) / km(start, end), 1));
    assert.ok(Math.max(...steps) < 101);
    assert.ok(line.slice(1).every(([lon], k) => Math.abs(lon - line[k][0]) <= 180));
    const parts = cut(line);
    assert.ok(parts.flat().every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90));
    assert.deepEqual([parts[0][0], parts.at(-1).at(-1)].map(([lon]) => Math.round(lon * 1e6)), [start, end].map(([lon]) => Math.round(lon * 1e6)));
    for (const [k, part] of parts.slice(1).entries()) {
      assert.equal(Math.abs(part[0][0]), 180, "a part goes on where the map ends");
      assert.ok(near(part[0][1], parts[k].at(-1)[1]));
    }
  }
});

test("over the Pacific it is in two parts that meet at the antimeridian", () => {
  const parts = cut(greatCircle([178.4415, -18.1416], [-171.7514, -13.8333]));
  assert.equal(parts.length, 2);
  assert.deepEqual([parts[0].at(-1)[0], parts[1][0][0]], [180, -180]);
});

test("from a place to itself, and to the other end of the world, there is a line", () => {
  assert.deepEqual(cut(greatCircle([3, 50], [3, 50])), [[[3, 50], [3, 50]]]);
  assert.ok(cut(greatCircle([0, 0], [180, 0])).flat().every(([lon, lat]) => Number.isFinite(lon) && Number.isFinite(lat)));
});
