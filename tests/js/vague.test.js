// Where a place told vaguely may be: an area around it, on the globe as it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { circle } from "../../static/js/map/geodesic.js";
import { extent, zoomAround } from "../../static/js/map/road.js";

const RAD = Math.PI / 180;

/** Metres between two [lon, lat], along a sphere. */
function apart([west, south], [east, north]) {
  const half = Math.sin(((north - south) * RAD) / 2) ** 2 + Math.cos(south * RAD) * Math.cos(north * RAD) * Math.sin(((east - west) * RAD) / 2) ** 2;
  return 2 * 6371008.8 * Math.asin(Math.sqrt(half));
}

test("its edge is everywhere as far from the place, in the tropics, in the north and across the antimeridian", () => {
  for (const place of [[2.83, 50.43], [0, 0], [25.7, 71.1], [179.99, -16.8], [-180, 65]]) {
    const ring = circle(place, 30_000);
    assert.equal(ring.length, 49);
    for (const [n, corner] of ring.entries()) {
      assert.ok(Math.abs(apart(place, corner) - 30_000) < 1);
      if (n) assert.ok(Math.abs(corner[0] - ring[n - 1][0]) < 10, "no jump around the world");
    }
  }
});

test("the whole road is seen, with its areas, the short way over the antimeridian", () => {
  assert.deepEqual(extent([{ lon: 178, lat: -18 }, { lon: -172, lat: -14 }]), [178, -18, 188, -14]);
  assert.deepEqual(extent([{ lon: 2, lat: 50 }, { lon: 107, lat: 48 }]), [2, 48, 107, 50]);
  assert.deepEqual(extent([{ lon: 2, lat: 50 }]), [2, 50, 2, 50]);
  const [west, south, east, north] = extent([{ lon: 0, lat: 60, radius: 111_200 }]);
  assert.deepEqual([west, south, east, north].map(Math.round), [-2, 59, 2, 61]);
});

test("a small map of a vague place shows its area rather than its middle", () => {
  const stage = { slug: "a", lon: 2.8, lat: 50.4 };
  const beside = { slug: "b", lon: 2.81, lat: 50.41 };
  assert.ok(zoomAround([{ ...stage, radius: 30_000 }, beside], "a", 600) < zoomAround([stage, beside], "a", 600));
});
