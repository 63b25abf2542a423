import assert from "node:assert/strict";
import { test } from "node:test";
import { network, photoBody, sendAll } from "../../static/js/journeys/sending.js";

/** The drafts of a browser, in memory. */
function store(entries, photos = []) {
  const known = new Map(entries.map((entry) => [entry.key, entry]));
  const files = new Map(photos.map((photo) => [photo.key, photo]));
  return {
    known, files,
    entry: async (key) => known.get(key),
    entries: async (person) => [...known.values()].filter((entry) => entry.person === person),
    change: async (key, act) => { const made = { ...known.get(key), ...act(known.get(key)) }; known.set(key, made); return made; },
    drop: async (key) => { known.delete(key); },
    photos: async (entry) => [...files.values()].filter((photo) => photo.entry === entry),
    changePhoto: async (key, act) => { files.set(key, { ...files.get(key), ...act(files.get(key)) }); },
    dropPhoto: async (key) => { files.delete(key); },
  };
}

const entry = (more) => ({
  key: "e", person: "p", state: "ready", base: 0, rev: 1, fields: [["title", "Marché"], ["base", "0"], ["author", "A"], ["licence", "by"]],
  urls: { entry: "/e/", media: "/m/", token: "/t/" }, ...more,
});
const photo = (key, more) => ({ key, entry: "e", file: new Blob(["x"]), name: "x.jpg", words: { alternative: "Un mur.", place: "exif" }, ...more });

/** A server that answers in turn, and remembers what it was sent. */
function server(...answers) {
  const sent = [];
  return {
    sent,
    token: async () => ({ csrf: "c", person: "p" }),
    post: async (url, body) => {
      sent.push([url, body]);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return { status: answer[0], said: answer[1] ?? {} };
    },
  };
}

test("words go first, then each file, and only then is anything forgotten", async () => {
  const kept = store([entry()], [photo("1"), photo("2")]);
  const net = server([200, { version: 7 }], [200], [200]);
  assert.equal(await sendAll(kept, net, { person: "p" }), "done");
  assert.deepEqual(net.sent.map(([url]) => url), ["/e/", "/m/", "/m/"]);
  assert.equal(kept.known.size + kept.files.size, 0);
});

test("a line that breaks after the words resumes with the files that are missing", async () => {
  const kept = store([entry()], [photo("1"), photo("2")]);
  assert.equal(await sendAll(kept, server([200, { version: 7 }], [200], new TypeError("network")), { person: "p" }), "offline");
  assert.deepEqual([...kept.files.keys()], ["2"]);
  const net = server([200]);
  assert.equal(await sendAll(kept, net, { person: "p" }), "done");
  assert.deepEqual(net.sent.map(([url, body]) => [url, body.get("key")]), [["/m/", "2"]]);
});

test("what is refused stays, with the sentences of the server; its file need not go again", async () => {
  const kept = store([entry()], [photo("1")]);
  await sendAll(kept, server([422, { errors: { when: ["N’existe pas."] } }]), { person: "p" });
  assert.deepEqual([kept.known.get("e").state, kept.known.get("e").errors], ["refused", { when: ["N’existe pas."] }]);
  kept.known.set("e", entry());
  await sendAll(kept, server([200, { version: 7 }], [422, { errors: { alternative: ["Obligatoire."] } }]), { person: "p" });
  assert.equal(kept.known.get("e").state, "refused");
  assert.equal(photoBody(kept.files.get("1"), kept.known.get("e")).has("file"), false);
  await kept.changePhoto("1", () => ({ arrived: false }));
  assert.equal(photoBody(kept.files.get("1"), kept.known.get("e")).has("file"), true);
});

test("somebody else's words are shown, and the next try is read against them", async () => {
  const kept = store([entry({ base: 3 })]);
  await sendAll(kept, server([409, { errors: {}, clashes: [{ label: "Texte", theirs: "Thé" }], version: 9 }]), { person: "p" });
  assert.equal(kept.known.get("e").base, 9);
  assert.equal(kept.known.get("e").clashes[0].theirs, "Thé");
});

test("nothing goes out under somebody else's name, nor after a log-out", async () => {
  for (const token of [null, { csrf: "c", person: "q" }]) {
    const kept = store([entry(), entry({ key: "other", person: "q" })]);
    const net = { ...server(), token: async () => token };
    assert.equal(await sendAll(kept, net, { person: "p" }), "login");
    assert.equal(kept.known.get("e").stopped, "login");
  }
});

test("what was changed while it went is not taken for sent", async () => {
  const kept = store([entry()]);
  const net = server();
  net.post = async () => {
    kept.known.set("e", entry({ rev: 2, fields: [["title", "Marché couvert"]] }));
    return { status: 200, said: { version: 7 } };
  };
  await sendAll(kept, net, { person: "p" });
  assert.deepEqual([kept.known.get("e").state, kept.known.get("e").base, kept.known.get("e").arrived], ["ready", 7, undefined]);
});

test("a server that stumbles is no refusal: it is tried again", async () => {
  const kept = store([entry()]);
  assert.equal(await sendAll(kept, server([503]), { person: "p" }), "offline");
  assert.equal(kept.known.get("e").state, "ready");
});

test("a page instead of JSON, or a token of yesterday, throws and leaves all as it was", async () => {
  const answers = { ok: true, status: 200, text: async () => "<!doctype html>", json: async () => ({}) };
  const net = network({ fetch: async () => answers, Request: null });
  await assert.rejects(net.post("/e/", new FormData(), "c"), /no JSON/);
  assert.equal(await network({ fetch: async () => ({ ...answers, ok: false, status: 401 }), Request: null }).token("/t/"), null);
});

test("a photo by hand is at its own point, or at the page's; otherwise no point goes up", () => {
  const page = entry({ fields: [["point_lon", "3.06"], ["point_lat", "50.63"]] });
  const where = (place) => {
    const body = photoBody(photo("1", { words: { place, spot_lon: "2.8", spot_lat: "50.4" } }), page);
    return ["place", "spot_lon", "spot_lat"].map((name) => body.get(name));
  };
  assert.deepEqual(where("spot"), ["hand", "2.8", "50.4"]);
  assert.deepEqual(where("hand"), ["hand", "3.06", "50.63"]);
  assert.deepEqual(where("exif"), ["exif", null, null]);
});
