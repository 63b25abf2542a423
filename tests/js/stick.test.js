// Names on the map of a USB stick stand where there is room, and within what is shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { calm, named, short } from "../../static/js/files/stick.js";

const size = { width: 400, height: 300 };
const stage = (name, x, y) => ({ name, x, y, kind: "stage" });

test("of stages too near each other the weightier is named, and no name leaves the window", () => {
  const shown = named([stage("Berlin", 200, 150), stage("Cottbus", 203, 152), stage("Lille", 2, 299), stage("Lens", 900, 90)], 4, size);
  assert.deepEqual(shown.map(({ name }) => name), ["Berlin"]);
  assert.ok(shown[0].tx > 206, "beside its dot");
  const [edge] = named([stage("Iekaterinbourg", 390, 150)], 4, size);
  assert.ok(edge.tx < 390, "to the left, where there is room");
});

test("countries and towns wait for their zoom", () => {
  const country = { name: "Mongolie", x: 200, y: 150, kind: "country", from: 2.5 };
  assert.equal(named([country], 2.25, size).length, 0);
  assert.equal(named([country], 2.5, size).length, 1);
});

test("what explains a place's name stays in its popup", () => {
  assert.equal(short("Laos (rive de Ban Houayxay)"), "Laos");
  assert.equal(short("(sans nom)"), "(sans nom)");
});

test("many moves are one drawing", () => {
  let drawn = 0;
  const waiting = new Map();
  const draw = calm(() => drawn++, 80, (act) => waiting.set(act, act) && act, (act) => waiting.delete(act));
  draw();
  draw();
  waiting.forEach((act) => act());
  assert.equal(drawn, 1);
});
