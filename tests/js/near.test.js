// The browser's position: rounded before it leaves, and a word for each way it may fail.
import assert from "node:assert/strict";
import { test } from "node:test";
import { locate, rounded } from "../../static/js/explore/near.js";

const answering = (coords) => ({ getCurrentPosition: (found) => found({ coords }) });
const failing = (code) => ({ getCurrentPosition: (found, failed) => failed({ code }) });

test("a position is known to about a kilometre, no better", async () => {
  assert.deepEqual(rounded({ longitude: 2.827914, latitude: 50.432961 }), [2.83, 50.43]);
  assert.deepEqual(await locate(answering({ longitude: -0.004, latitude: 51.4769 })), [-0, 51.48]);
});

test("refusal and absence are told apart", async () => {
  await assert.rejects(locate(failing(1)), /denied/);
  await assert.rejects(locate(failing(3)), /unavailable/);
  await assert.rejects(locate(null), /unavailable/);
});
