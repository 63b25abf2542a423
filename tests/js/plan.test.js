import assert from "node:assert/strict";
import { test } from "node:test";

import { moved, orderedQuery, rankAt } from "../../static/js/plan/order.js";

test("a stop that is moved takes its new rank, the others stay in order", () => {
  const slugs = ["a", "b", "c", "d"];
  assert.deepEqual(moved(slugs, 0, 2), ["b", "c", "a", "d"]);
  assert.deepEqual(moved(slugs, 3, 0), ["d", "a", "b", "c"]);
  assert.deepEqual(moved(slugs, 1, 1), slugs);
  assert.deepEqual(slugs, ["a", "b", "c", "d"]);
});

test("the address says the reader's order, keeps the rest, and those whose place is not shown behind", () => {
  const query = orderedQuery("stops=a,hidden,b&stops=c&mode=bicycle&found=90&fixed=a", ["c", "a", "b"]);
  assert.equal(query, "mode=bicycle&fixed=a&stops=c,a,b,hidden&order=mine");
});

test("what is dragged stands behind all whose middle is above it", () => {
  assert.equal(rankAt([10, 30, 50], 0), 0);
  assert.equal(rankAt([10, 30, 50], 40), 2);
  assert.equal(rankAt([10, 30, 50], 90), 3);
});
