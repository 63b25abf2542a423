// The road as its page hands it over, the address of each moment, and travelling by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, momentOf } from "../../static/js/journey/address.js";
import { player } from "../../static/js/journey/player.js";
import { drawnRoad, runs } from "../../static/js/map/road.js";

const drawing = {
  home: "/fr/journeys/route/",
  first: 60,
  count: 200,
  stops: {
    slug: ["a", "b", "c", "d"],
    name: ["A", "B", "C", "D"],
    mode: ["train", "bus", "foot", "boat"],
    told: [1, 1, 0, 1],
    vague: [0, 0, 1, 0],
    date: ["", "mai", "", ""],
    lon: [2, 3, 179, -179],
    lat: [50, 51, 52, 52],
  },
  notes: { lon: [2.5], lat: [50.5], at: [60], slug: ["pluie"], name: ["Pluie"] },
  photos: { lon: [], lat: [], at: [], slug: [], name: [] },
  met: { lon: [3], lat: [51], at: [61], name: ["Puits"], resource: ["water"] },
};

test("columns become stages in order, ways known only where both ends are, and marks of their kind", () => {
  const road = drawnRoad(drawing);
  assert.deepEqual(road.stages.map(({ slug, order, url, evidence }) => [slug, order, url, evidence]), [
    ["a", 61, "/fr/journeys/route/a/", "documented"],
    ["b", 62, "/fr/journeys/route/b/", "documented"],
    ["c", 63, "/fr/journeys/route/c/", "illustrative"],
    ["d", 64, "/fr/journeys/route/d/", "documented"],
  ]);
  assert.deepEqual(road.legs.map(({ to, documented }) => [to, documented]), [[1, true], [2, false], [3, false]]);
  assert.equal(road.legs[2].parts.length, 2, "over the antimeridian");
  assert.deepEqual(road.marks.map(({ kind, name, at }) => [kind, name, at]), [["met", "Puits", 61], ["note", "Pluie", 60]]);
});

test("legs known alike are one line, others never", () => {
  const legs = [true, true, false, true].map((documented, n) => ({ parts: [[[n, 0], [n + 1, 0]]], documented }));
  assert.deepEqual(runs(legs).map(({ parts, documented }) => [parts.length, documented]), [[2, true], [1, false], [1, true]]);
});

test("a hash names a stage, a page of the diary, or nothing", () => {
  assert.deepEqual(momentOf("#2-berlin"), { stage: "2-berlin" });
  assert.deepEqual(momentOf("#note-sous-la-pluie"), { note: "sous-la-pluie" });
  assert.equal(momentOf(""), null);
  assert.equal(momentOf("#%E0%A4%A"), null);
});

test("an address holds the moment and its window, and keeps what else was asked", () => {
  const here = "https://atlas.example/fr/journeys/route/?with=x&from=old#a";
  assert.equal(addressOf({ stage: "b" }, here), "https://atlas.example/fr/journeys/route/?with=x#b");
  assert.equal(addressOf({ stage: "b", note: "pluie" }, here, "b"), "https://atlas.example/fr/journeys/route/?with=x&from=b#note-pluie");
});

test("playing goes on step by step until the road ends, and stops when told", () => {
  let waiting = null;
  let left = 2;
  const said = [];
  const later = (go) => ((waiting = go), 1);
  const travels = player({ step: () => left-- > 0, changed: (on) => said.push(on), later, cancel: () => (waiting = null) });
  const next = () => {
    const go = waiting;
    waiting = null;
    go?.();
  };
  travels.play();
  travels.play();
  for (let n = 0; n < 5; n += 1) next();
  assert.deepEqual(said, [true, false]);
  assert.equal(travels.isPlaying(), false);
  left = 9;
  travels.play({ rested: false });
  next();
  travels.pause();
  next();
  assert.equal(left, 8);
  assert.deepEqual(said, [true, false, true, false]);
});
