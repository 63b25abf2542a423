// Painting is spread over frames, and what is wished twice is painted once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { oneAFrame } from "../../static/js/map/basemap.js";

test("one job a frame, in the order first wished, the latest wish for each key", () => {
  const frames = [];
  const later = oneAFrame((run) => frames.push(run));
  const done = [];
  later("a", () => done.push("a, too early"));
  later("b", () => done.push("b"));
  later("a", () => done.push("a"));
  assert.equal(frames.length, 1);
  frames.shift()();
  assert.deepEqual(done, ["a"]);
  frames.shift()();
  assert.deepEqual(done, ["a", "b"]);
  assert.equal(frames.length, 0);
  later("c", () => done.push("c"));
  frames.shift()();
  assert.deepEqual(done, ["a", "b", "c"]);
});
