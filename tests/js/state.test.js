// How each gesture changes the address, and where the map stands when the address is opened again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formQuery, hasOrigin, mapView, movedQuery, nearQuery, sameView, showsBox, tileQuery } from "../../static/js/explore/state.js";

const LENS_VIEW = { west: 2, south: 50, east: 3.5, north: 51, lng: 2.75, lat: 50.5, zoom: 9 };
const pairs = (query) => Object.fromEntries(new URLSearchParams(query));

test("without a place, the list follows the map", () => {
  assert.deepEqual(pairs(movedQuery("q=eau&page=3", LENS_VIEW)), { q: "eau", bbox: "2,50,3.5,51" });
});

test("with a place, moving the map only moves the view", () => {
  const moved = movedQuery("place=3003093&radius=50", LENS_VIEW);
  assert.deepEqual(pairs(moved), { place: "3003093", radius: "50", view: "2.75,50.5,9" });
});

test("a view beyond the poles is asked within them", () => {
  const moved = movedQuery("", { ...LENS_VIEW, south: -97, north: 96 });
  assert.equal(pairs(moved).bbox, "2,-90,3.5,90");
});

test("choosing a place forgets the view, the page and the place before", () => {
  const before = "resource=water&bbox=1,2,3,4&near=5,6&page=2&radius=25";
  assert.deepEqual(pairs(nearQuery(before, { place: 3003093 })), { resource: "water", radius: "25", place: "3003093" });
});

test("without a place a radius means nothing", () => {
  assert.equal(nearQuery("near=2.8,50.4&radius=25"), "");
  assert.equal(formQuery([["q", "eau"], ["radius", "25"]]), "q=eau");
});

test("empty fields stay out of the address, repeated ones stay repeated", () => {
  const asked = formQuery([["q", " "], ["resource", "water"], ["resource", "land"], ["since", ""], ["within", "50"]]);
  assert.equal(asked, "resource=water&resource=land");
});

test("the map's tiles are asked what the list is asked, whatever part of it is on screen", () => {
  assert.equal(tileQuery("q=eau&bbox=1,2,3,4&view=1,2,3&page=4&near=2.8,50.4&with=a,b"), "q=eau&near=2.8%2C50.4");
});

test("a place is known by its number, its degrees or its name", () => {
  assert.ok(hasOrigin("place=3003093") && hasOrigin("near=2,50") && hasOrigin("where=Lens"));
  assert.ok(!hasOrigin("place=&q=lens"));
});

test("a link of the list keeps the view while there is a place", () => {
  const before = "place=3003093&resource=water&view=2.75,50.5,9";
  assert.deepEqual(pairs(sameView(before, "place=3003093")), { place: "3003093", view: "2.75,50.5,9" });
  assert.equal(sameView(before, "resource=water"), "resource=water");
});

test("an address says where the map stands: its view first, else its box", () => {
  assert.deepEqual(mapView("view=2.75,50.5,9&bbox=1,2,3,4").view, { lng: 2.75, lat: 50.5, zoom: 9 });
  assert.deepEqual(mapView("q=eau"), {});
});

test("a box opened again is a hair smaller, so that it is not shown one zoom farther away", () => {
  const { box } = mapView(movedQuery("", LENS_VIEW));
  assert.ok(box.west > LENS_VIEW.west && box.east < LENS_VIEW.east && box.south > LENS_VIEW.south && box.north < LENS_VIEW.north);
  assert.ok(box.east - box.west > 1.4);
});

test("a box or a view that says nothing leaves the map where it starts", () => {
  for (const query of ["bbox=1,2,3", "bbox=a,b,c,d", "view=,,", "view=1,95,3", "bbox="]) assert.deepEqual(mapView(query), {});
});

test("another window's box is not what this one shows", () => {
  assert.ok(showsBox("q=eau", LENS_VIEW) && showsBox("bbox=2.001,50,3.5,51", LENS_VIEW));
  assert.ok(!showsBox("bbox=2.2,50.1,3.3,50.9", LENS_VIEW));
});

test("a box over the antimeridian may be written as GeoJSON does", () => {
  assert.deepEqual(mapView("bbox=170,-20,-170,20"), mapView("bbox=170,-20,190,20"));
});
