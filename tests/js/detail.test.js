// OpenStreetMap is asked for nothing before a yes; the yes lasts, the no leaves no trace.
import assert from "node:assert/strict";
import { test } from "node:test";
import { consent } from "../../static/js/map/detail.js";
import { smallestZoom } from "../../static/js/map/map.js";

function memory() {
  const kept = new Map();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
}

test("nothing is agreed, and nothing stored, until the reader says so", () => {
  const storage = memory();
  assert.equal(consent(storage).given(), false);
  assert.equal(storage.kept.size, 0);
});

test("a yes is remembered and told; withdrawing forgets it", () => {
  const storage = memory();
  const told = [];
  const choice = consent(storage);
  choice.change((yes) => told.push(yes));
  choice.set(true);
  assert.equal(consent(storage).given(), true);
  choice.set(false);
  assert.deepEqual([told, storage.kept.size], [[true, false], 0]);
});

test("where storage is forbidden the choice still holds for the page", () => {
  const forbidden = () => {
    throw new Error("SecurityError");
  };
  const choice = consent({ getItem: forbidden, setItem: forbidden, removeItem: forbidden });
  choice.set(true);
  assert.equal(choice.given(), true);
});

test("the whole world fits a phone, and fills a screen", () => {
  assert.deepEqual([[390, 700], [1280, 800], [2560, 1300], [300, 200]].map(([x, y]) => smallestZoom({ x, y })), [1, 2, 3, 0]);
});
