// The traveller arrives exactly where asked, in no more time than one has patience for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { positionAfter, traveller } from "../../static/js/traveller.js";

/** Frames by hand: each call of the returned function is one, `ms` later. */
function clock() {
  let waiting = null;
  let now = 0;
  const frame = (step) => {
    waiting = step;
    return 1;
  };
  const cancel = () => (waiting = null);
  const tick = (ms) => {
    const step = waiting;
    waiting = null;
    now += ms;
    step?.(now);
    return Boolean(waiting);
  };
  return { frame, cancel, tick };
}

test("the way takes longer over more stages, but never long", () => {
  assert.ok(positionAfter(300, 0, 1) > 0.3 && positionAfter(300, 0, 1) < 0.6);
  assert.equal(positionAfter(700, 0, 1), 1);
  assert.ok(positionAfter(1500, 0, 40) < 40);
  assert.equal(positionAfter(1600, 0, 40), 40);
  assert.equal(positionAfter(1600, 0.3, 5), 5);
});

test("asked elsewhere on the way, one turns from where one is", () => {
  const drawn = [];
  const { frame, cancel, tick } = clock();
  const moving = traveller({ draw: (position) => drawn.push(position), frame, cancel });
  moving.to(2);
  tick(0);
  tick(400);
  const turned = drawn.at(-1);
  assert.ok(turned > 0 && turned < 2);
  moving.to(0);
  tick(0);
  assert.equal(drawn.at(-1), turned);
  while (tick(200));
  assert.equal(drawn.at(-1), 0);
});

test("readers who ask for less motion are there at once", () => {
  const drawn = [];
  const { frame, cancel, tick } = clock();
  traveller({ draw: (position) => drawn.push(position), still: true, frame, cancel }).to(7);
  assert.equal(tick(16), false);
  assert.deepEqual(drawn, [7]);
});
