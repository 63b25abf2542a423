import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../../static/js/journeys/exif.js";

/** A JPEG's head with a place and an hour, as a telephone writes it: [tag, type, values] in two directories below the main one. */
function jpeg({ lat, lon, south = "N", west = "E", clock }, little) {
  const tiff = new DataView(new ArrayBuffer(400));
  tiff.setUint16(0, little ? 0x4949 : 0x4d4d);
  tiff.setUint16(2, 42, little);
  tiff.setUint32(4, 8, little);
  const entry = (at, tag, type, count, value) => {
    tiff.setUint16(at, tag, little);
    tiff.setUint16(at + 2, type, little);
    tiff.setUint32(at + 4, count, little);
    if (typeof value === "string") tiff.setUint8(at + 8, value.charCodeAt(0));
    else tiff.setUint32(at + 8, value, little);
  };
  const rationals = (at, numbers) => numbers.forEach((number, n) => {
    tiff.setUint32(at + 8 * n, Math.round(number * 1000), little);
    tiff.setUint32(at + 8 * n + 4, 1000, little);
  });
  tiff.setUint16(8, 2, little);
  entry(10, 0x8769, 4, 1, 60);
  entry(22, 0x8825, 4, 1, 100);
  tiff.setUint16(60, 1, little);
  entry(62, 0x9003, 2, 20, 200);
  [...`${clock}\0`].forEach((sign, n) => tiff.setUint8(200 + n, sign.charCodeAt(0)));
  tiff.setUint16(100, 4, little);
  entry(102, 1, 2, 2, south);
  entry(114, 2, 5, 3, 240);
  entry(126, 3, 2, 2, west);
  entry(138, 4, 5, 3, 280);
  rationals(240, lat);
  rationals(280, lon);
  const head = [0xff, 0xd8, 0xff, 0xe1, 2, 0, 0x45, 0x78, 0x69, 0x66, 0, 0];
  return Uint8Array.from([...head, ...new Uint8Array(tiff.buffer)]).buffer;
}

const TAKEN = { lat: [50, 26, 0], lon: [2, 50, 0], clock: "2012:07:14 14:05:00" };

for (const little of [true, false]) {
  test(`place and hour are read, ${little ? "little" : "big"} end first`, () => {
    const { position, taken } = read(jpeg(TAKEN, little));
    assert.deepEqual(position.map((degrees) => degrees.toFixed(4)), ["2.8333", "50.4333"]);
    assert.equal(taken, "2012-07-14 14:05");
    const other = read(jpeg({ ...TAKEN, south: "S", west: "W" }, little)).position;
    assert.deepEqual(other.map((degrees) => degrees.toFixed(4)), ["-2.8333", "-50.4333"]);
  });
}

test("cameras without a satellite write 0, 0: that is no place", () => {
  assert.equal(read(jpeg({ ...TAKEN, lat: [0, 0, 0], lon: [0, 0, 0] }, true)).position, null);
  assert.equal(read(jpeg({ ...TAKEN, lat: [91, 0, 0] }, true)).position, null);
});

test("what is cut short, or no photo, says nothing and throws nothing", () => {
  const whole = new Uint8Array(jpeg(TAKEN, true));
  for (let length = 0; length < whole.length; length += 1) {
    const { position } = read(whole.slice(0, length).buffer);
    assert.ok(position === null || position.length === 2);
  }
  for (const text of ["", "GIF89a", "\u00ff\u00d8 not a photo"]) assert.equal(read(new TextEncoder().encode(text).buffer).position, null);
});
