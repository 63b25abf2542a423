// Painting is spread over frames, and what is wished twice is painted once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { oneAFrame, tilePainter } from "../../static/js/map/basemap-paint.js";

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
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

test("a tile is painted once for the same chunks and colours, and said to be shown once", async () => {
  let fills = 0;
  const ignore = () => {};
  const ctx = new Proxy({}, { get: (_, name) => (name === "fillRect" ? () => (fills += 1) : ignore), set: () => true });
  const canvas = { width: 512, getContext: () => ctx };
  const chunk = { layers: {}, left: 0, top: 0, side: 512 };
  const source = { world: Promise.resolve(), wait: async () => {}, best: () => [{ ...chunk }] };
  const painter = tilePainter(source);
  let shown = 0;
  painter.recolor({ sea: "blue" });
  painter.add(1, canvas, { zoom: 0, x: 0, y: 0, size: 512 }, () => (shown += 1));
  await settled();
  assert.deepEqual([fills, shown], [1, 1]);
  painter.recolor({ sea: "black" });
  assert.deepEqual([fills, shown], [2, 1]);
  painter.drop(1);
  painter.recolor({ sea: "blue" });
  assert.equal(fills, 2);
});
