// The road's geometry: any point between two stages, over the antimeridian as well.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pointAlong, road, unrolled, whereAt, zoomAround } from "../../static/js/map/road.js";

const stage = (order, lon, lat) => ({
  geometry: { type: "Point", coordinates: [lon, lat] },
  properties: { kind: "stage", order, slug: `s${order}`, evidence: "documented" },
});
const leg = (to, evidence, coordinates) => ({
  geometry: { type: "MultiLineString", coordinates },
  properties: { kind: "leg", to, evidence, mode: "boat" },
});
const pacific = [
  leg(2, "documented", [[[170, -10], [180, -15]], [[-180, -15], [-170, -20]]]),
  leg(3, "illustrative", [[[-170, -20], [-160, -20]]]),
  stage(3, -160, -20),
  stage(1, 170, -10),
  stage(2, -170, -20),
];

test("stages come in order, legs know which stage they reach and whether they are told", () => {
  const { legs, stages } = road(pacific);
  assert.deepEqual(stages.map(({ slug }) => slug), ["s1", "s2", "s3"]);
  assert.deepEqual(legs.map(({ to, documented }) => [to, documented]), [[1, true], [2, false]]);
});

test("a leg cut at the antimeridian runs on beyond it", () => {
  assert.deepEqual(unrolled(road(pacific).legs[0]), [[170, -10], [180, -15], [190, -20]]);
});

test("a point along a line is where its share of the length says", () => {
  assert.deepEqual(pointAlong([[0, 0], [10, 0], [10, 10]], 0.75), [10, 5]);
  assert.deepEqual(pointAlong([[3, 50], [3, 50]], 0.5), [3, 50]);
});

test("the traveller goes from stage to stage without leaving the road", () => {
  const way = road(pacific);
  assert.deepEqual(whereAt(way, 0), [170, -10]);
  assert.deepEqual(whereAt(way, 0.5), [180, -15]);
  assert.deepEqual(whereAt(way, 1), [-170, -20]);
  assert.deepEqual(whereAt(way, 99), [-160, -20]);
});

test("a small map comes as near as the stages beside one are, across the antimeridian too", () => {
  const stages = [[3.06, 50.63], [2.83, 50.43], [13.4, 52.5], [179.9, -16], [-179.8, -16.1]].map(([lon, lat], n) => ({ slug: `s${n}`, lon, lat }));
  assert.equal(zoomAround(stages, "s0", 580), 10); // Lille and Lens
  assert.equal(zoomAround(stages, "s1", 580), 5); // Lens and Berlin
  assert.equal(zoomAround(stages, "s4", 580), 10);
  assert.equal(zoomAround(stages, "nowhere", 580), 5);
  assert.equal(zoomAround(stages.slice(0, 1), "s0", 580), 5);
});
