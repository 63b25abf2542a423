// The sprite that pages use and the paths that the canvas draws are the same drawings, one for each resource.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { glyphPaths } from "../../static/js/map/glyphs.js";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const found = (text, pattern) => [...text.matchAll(pattern)].map((match) => match.slice(1));

const resources = found(read("places/data/terms.csv"), /^resource,([a-z-]+),/gm).flat();
const symbol = /<symbol id="glyph-([a-z-]+)" viewBox="0 0 24 24"><path fill="currentColor" d="([^"]+)"\/><\/symbol>/g;
const sprite = Object.fromEntries(found(read("static/img/glyphs.svg"), symbol));

test("each resource has its glyph, and no glyph is without one", () => {
  assert.equal(resources.length, 17);
  assert.deepEqual(Object.keys(glyphPaths).sort(), resources.sort());
});

test("the sprite and the canvas draw the same paths", () => {
  assert.deepEqual(sprite, glyphPaths);
});

test("each resource has its own colour by day and by night", () => {
  const colours = /--resource-([a-z-]+): var\(--light, (#[0-9a-f]{6})\) var\(--dark, (#[0-9a-f]{6})\);/g;
  const tokens = found(read("static/css/tokens.css"), colours);
  assert.deepEqual(tokens.map(([code]) => code).sort(), resources.sort());
  for (const theme of [1, 2]) assert.equal(new Set(tokens.map((token) => token[theme])).size, 17);
});
