import assert from "node:assert/strict";
import { test } from "node:test";
import { filesIn, names, stale, way } from "../../static/js/journeys/worker.js";

const HERE = { origin: "https://a.example", scope: "/fr/journeys/vers-linde/write/", static: "/static/" };
const asked = (path, more) => way({ method: "GET", mode: "navigate", url: new URL(path, HERE.origin).href, ...more }, HERE);

test("only pages of writing this journey and static files are answered", () => {
  assert.equal(asked("/fr/journeys/vers-linde/write/entry/"), "page");
  assert.equal(asked("/static/js/x.js", { mode: "cors" }), "file");
  for (const path of ["/fr/", "/fr/journeys/vers-linde/", "/fr/journeys/vers-linde-2/write/", "/en/journeys/vers-linde/write/", "https://b.example/static/x.js"]) {
    assert.equal(asked(path), "pass", path);
  }
  assert.equal(asked("/fr/journeys/vers-linde/write/token/", { mode: "cors" }), "pass");
  assert.equal(asked("/fr/journeys/vers-linde/write/entry/", { method: "POST" }), "pass");
});

test("the files of a page are found once each, without their fragments", () => {
  const html = '<link href="/static/a.css"><script src="/static/b.js"></script><use href="/static/g.svg#x"></use><use href="/static/g.svg#y">'
    + '<point-picker data-basemap="/static/basemap/1" data-worker="/static/w.js"><a href="/fr/">';
  assert.deepEqual(filesIn(html), ["/static/a.css", "/static/b.js", "/static/g.svg", "/static/w.js"]);
});

test("what an older worker or somebody else had kept goes, other journeys' pages stay", () => {
  const mine = { journey: "vers-linde", version: "aaaa-1" };
  const kept = [names(mine).pages, names(mine).files, "atlas-diary-pages-vers-linde-bbbb-1", "atlas-diary-files-0", "atlas-diary-pages-ailleurs-aaaa-1", "autre"];
  assert.deepEqual(stale(kept, mine), ["atlas-diary-pages-vers-linde-bbbb-1", "atlas-diary-files-0"]);
});
