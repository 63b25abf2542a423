// Where a place told vaguely may be: an area around it, on the globe as it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { circle } from "../../static/js/map/geodesic.js";
import { areas } from "../../static/js/map/vague.js";
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

/** A map whose layer points are hundredths of a degree, and a path that counts its rings. */
const map = { latLngToLayerPoint: ([lat, lng]) => ({ x: lng * 100, y: -lat * 100 }), layerPointToLatLng: ({ x, y }) => ({ lng: x / 100, lat: -y / 100 }) };
const view = (west, south, east, north) => ({ min: { x: west * 100, y: -north * 100 }, max: { x: east * 100, y: -south * 100 } });
globalThis.Path2D = class {
  rings = 0;
  moveTo() {
    this.rings += 1;
  }
  lineTo() {}
};

test("areas are drawn where one sees them, each place once, and none for what is exact or too small to see", () => {
  const vague = { lon: 2, lat: 50, radius: 30_000 };
  const around = view(0, 48, 5, 52);
  assert.equal(areas(map, around, [vague, { ...vague }, { lon: 3, lat: 50, radius: 0 }]).rings, 1);
  assert.equal(areas(map, around, [{ lon: 3, lat: 50 }]), null);
  assert.equal(areas(map, around, [{ ...vague, radius: 2_000 }]), null, "beneath its own mark");
  assert.equal(areas(map, around, [{ ...vague, lat: 60 }]), null);
  assert.equal(areas(map, view(-1, 48, 1.8, 52), [vague]).rings, 1, "its edge, where its middle is out of view");
  assert.equal(areas(map, view(178, -20, 184, -14), [{ lon: -178, lat: -17, radius: 30_000 }]).rings, 1);
});
