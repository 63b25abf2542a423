// Going from sign to sign with the arrows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nextTowards } from "../../static/js/map/signs-list.js";

const at = (x, y) => ({ x, y });
const [LEFT, RIGHT, UP] = [[-1, 0], [1, 0], [0, -1]];

test("an arrow leads to the next sign in its direction", () => {
  const places = [at(0, 0), at(50, 5), at(200, 0), at(60, 90), at(-10, 0)];
  assert.equal(nextTowards(places[0], places, RIGHT), 1);
  assert.equal(nextTowards(places[2], places, LEFT), 1);
  assert.equal(nextTowards(places[3], places, UP), 1);
});

test("straight ahead comes before nearer but aside", () => {
  const places = [at(0, 0), at(20, 60), at(80, 0)];
  assert.equal(nextTowards(places[0], places, RIGHT), 2);
});

test("at the edge an arrow leads nowhere", () => {
  assert.equal(nextTowards(at(0, 0), [at(0, 0), at(50, 0)], LEFT), -1);
});
