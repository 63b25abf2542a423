// What a tick changes, and how the choice is written in addresses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { carrying, tableQuery, ticked } from "../../static/js/compare/choice.js";
import { spread } from "../../static/js/compare/spread.js";

const [A, B, C, D, E] = ["a", "b", "c", "d", "e"].map((slug) => [slug, slug.toUpperCase()]);

test("ticks follow one another, and each can be taken back", () => {
  const two = ticked(ticked([], B, true, 4), A, true, 4);
  assert.deepEqual(two, [B, A]);
  assert.deepEqual(ticked(two, B, false, 4), [A]);
  assert.equal(ticked(two, A, true, 4), two, "the same one counts once");
});

test("a fifth is refused, and the four stay", () => {
  const four = [A, B, C, D];
  assert.equal(ticked(four, E, true, 4), four);
});

test("the choice travels with any question, and leaves it otherwise as it was", () => {
  assert.equal(carrying("resource=water&page=2", [A, B]), "resource=water&page=2&with=a%2Cb");
  assert.equal(carrying("with=a,b&bbox=1,2,3,4", [A, B]), "with=a,b&bbox=1,2,3,4", "nothing to write: nothing is rewritten");
  assert.equal(carrying("with=a&resource=water", []), "resource=water");
  assert.equal(carrying("with=a&with=b", [A, B]), "with=a&with=b");
  assert.equal(carrying("", []), "");
});

test("the table's address can be read, and knows where the reader is", () => {
  assert.equal(tableQuery("q=eau&place=3003093&near=1,2&with=z", [A, B]), "with=a,b&place=3003093");
  assert.equal(tableQuery("near=2.8,50.4", [A]), "with=a&near=2.8,50.4");
  assert.equal(tableQuery("q=eau", []), "");
});

test("marks on one spot stand side by side around it, in their order; those apart do not move", () => {
  assert.deepEqual(spread([{ x: 10, y: 10 }, { x: 200, y: 10 }, { x: 10, y: 10 }], 24), [-12, 0, 12]);
  const near = spread([{ x: 0, y: 0 }, { x: 20, y: 5 }, { x: 40, y: 0 }], 24);
  assert.deepEqual([0 + near[0], 20 + near[1], 40 + near[2]], [-4, 20, 44]);
  assert.deepEqual(spread([{ x: 0, y: 0 }, { x: 5, y: 60 }], 24), [0, 0]);
});
