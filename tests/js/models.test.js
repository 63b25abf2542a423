import assert from "node:assert/strict";
import test from "node:test";
import { balanced } from "../../static/js/models/query.js";

test("a balance keeps the question and starts from its first page", () => {
  assert.equal(balanced("?resource=water&resource=seeds&page=3", "0.8"), "resource=water&resource=seeds&balance=0.8");
});

test("the middle needs no word in the address", () => {
  assert.equal(balanced("?balance=0.2&near=2.8,50.4", "0.5"), "near=2.8%2C50.4");
});
