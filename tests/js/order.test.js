import assert from "node:assert/strict";
import { test } from "node:test";
import { moved } from "../../static/js/journeys/order.js";

test("a stage goes where it is put, and no farther than the ends", () => {
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, -5), ["c", "a", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, Infinity), ["b", "c", "a"]);
  assert.deepEqual(moved(["a"], 0, 1), ["a"]);
});
