// The list « to be sent », and when it is tried: now, when the network returns, when a page opens, when the browser wakes the worker.
import { drafts } from "./drafts.js";
import { network, sendAll } from "./sending.js";

export const TAG = "atlas-diary";
const AGAIN = 30_000; // ms between two tries while a page is open and something waits

/** `config`: what the page was given (community/journeys/sending.py). `onSent(entry)` hears of what has wholly arrived. */
export function queue(config, { store = drafts(), net = network(), onSent = () => {} } = {}) {
  const box = document.querySelector("[data-queue-list]");
  const list = box.querySelector("[data-queue-items]");
  const progress = new Map();
  let running = null;

  async function show() {
    let entries = [];
    try {
      entries = (await store.entries(config.person)).filter(({ journey }) => journey === config.journey);
    } catch {
      return; // a browser that keeps nothing has nothing to show
    }
    const counted = await Promise.all(entries.map(async (entry) => [entry, await store.photos(entry.key)]));
    const rows = new Map([...list.children].map((row) => [row.dataset.key, row]));
    list.replaceChildren(...counted.map(([entry, photos]) => row(entry, photos, rows.get(entry.key))));
    box.hidden = !entries.length;
  }

  function row(entry, photos, known) {
    const item = known ?? makeRow(entry, config, { throwAway, flush });
    item.querySelector("strong").textContent = entry.title || config.words.untitled;
    const step = progress.get(entry.key);
    const parts = [step ? sendingWords(step, config.words) : state(entry, config.words), photoWords(photos.length, config.words)];
    item.querySelector("[data-state]").textContent = parts.filter(Boolean).join(" · ");
    item.querySelector("[data-now]").hidden = entry.state !== "ready" || Boolean(step);
    return item;
  }

  async function throwAway(key) {
    if (!confirm(config.words.sure)) return;
    await store.drop(key);
    await show();
  }

  function told(entry) {
    if (!entry) return;
    if (entry.sending) progress.set(entry.key, entry);
    else progress.delete(entry.key);
    if (entry.state === "sent") onSent(entry);
    show();
  }

  /** One try at a time, in this page and in all others. */
  function flush() {
    running ??= (async () => {
      try {
        return await locked(() => sendAll(store, net, { person: config.person, told }));
      } finally {
        running = null;
        progress.clear();
        await show();
      }
    })();
    return running;
  }

  addEventListener("online", flush);
  setInterval(async () => {
    const waits = (await store.entries(config.person).catch(() => [])).some(({ state }) => state === "ready");
    if (waits && navigator.onLine) flush();
  }, AGAIN);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => { if (data?.type === "sent") show(); });
  return { show, flush, store };
}

/** Without locks (old browsers) two tabs may send the same: the server keeps it once. */
export function locked(act) {
  return navigator.locks ? navigator.locks.request(TAG, act) : act();
}

export function state(entry, words) {
  if (entry.stopped === "login") return words.login;
  if (entry.state === "refused") return words.refused;
  if (entry.state === "draft") return words.draft;
  return words.ready;
}

export function sendingWords({ done = 0, count = 0, part = 0 }, words) {
  if (!count) return words.sending;
  return `${words.sending} ${words.file} ${done + 1}/${count}, ${Math.round(100 * part)} %`;
}

function photoWords(count, words) {
  return count ? `${count} ${count > 1 ? words.files : words.file}` : "";
}

function makeRow(entry, config, { throwAway, flush }) {
  const item = document.createElement("li");
  item.dataset.key = entry.key;
  const link = document.createElement("a");
  link.href = entry.path;
  link.append(document.createElement("strong"));
  link.addEventListener("click", (event) => {
    // The same page under another « # »: it has to open anew.
    if (new URL(link.href).pathname !== location.pathname) return;
    event.preventDefault();
    location.hash = new URL(link.href).hash;
    location.reload();
  });
  const said = Object.assign(document.createElement("span"), { className: "soft" });
  said.dataset.state = "";
  const now = button(config.words.now, flush);
  now.dataset.now = "";
  item.append(link, said, now, button(config.words.throw, () => throwAway(entry.key)));
  return item;
}

function button(words, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", textContent: words });
  made.addEventListener("click", act);
  return made;
}
