// The page that tries the API: what a form asks, and how an answer is written out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces, written } from "../../static/js/api/pretty.js";
import { address, curl } from "../../static/js/api/request.js";

test("names in the path are filled, empty fields left out, and nothing breaks out of its place", () => {
  const asked = address("/tiles/{z}/{x}.mvt", [["z", "3"], ["x", "a/b?"]], [["q", " "], ["resource", "water"], ["q", "l'eau & co"]]);
  assert.equal(asked, "/tiles/3/a%2Fb%3F.mvt?resource=water&q=l%27eau+%26+co");
  assert.equal(address("/api/v1/", [], [["lang", ""]]), "/api/v1/");
  assert.equal(curl("http://a/?q=l'eau"), "curl 'http://a/?q=l%27eau'");
});

test("the pieces of a JSON text are told apart and none is lost", () => {
  const text = '{"a \\" : 1": [-1.5e3, true, null, "3 : \\\\"], "b": {}}';
  const found = pieces(text);
  assert.equal(found.map(([, piece]) => piece).join(""), text);
  const kinds = Object.fromEntries(found.map(([kind, piece]) => [piece, kind]));
  assert.equal(kinds['"a \\" : 1"'], "key");
  assert.equal(kinds["-1.5e3"], "number");
  assert.equal(kinds.true, "word");
  assert.equal(kinds['"3 : \\\\"'], "string");
});

test("positions keep to one line and a long answer is cut where it is said to be", () => {
  assert.equal(written({ coordinates: [2.83, 50.43] }, 9).text, '{\n  "coordinates": [2.83, 50.43]\n}');
  assert.deepEqual(written([["a"], ["b"]], 3), { text: '[\n  [\n    "a"', whole: false });
});
