// The service worker of one journey's writing pages: they and the sheets of the leg open in an aeroplane, and what waits is
// sent when the network returns. Readers never get it; it answers for no page outside its scope, and keeps what it was told to.
import { drafts } from "./drafts.js";
import { network, sendAll } from "./sending.js";

const TAG = "atlas-diary";
const PAGES = "atlas-diary-pages-";
const FILES = "atlas-diary-files-";
const PATIENCE = 6000; // ms for a bad line, where there is a kept page to show instead
const STATIC = /(?:href|src|data-worker)="(\/static\/[^"#?]+\.\w+)/g;

/** "file" (never changes under its name), "page" (the newest there is) or "pass" (none of ours). */
export function way({ method, mode, url }, { origin, scope, static: files }) {
  const asked = new URL(url);
  if (method !== "GET" || asked.origin !== origin) return "pass";
  if (asked.pathname.startsWith(files)) return "file";
  return mode === "navigate" && asked.pathname.startsWith(scope) ? "page" : "pass";
}

/** Addresses of scripts, styles and drawings in a page's HTML, each once. */
export function filesIn(html) {
  return [...new Set([...html.matchAll(STATIC)].map(([, path]) => path))];
}

export const names = ({ journey, version }) => ({
  pages: `${PAGES}${journey}-${version}`,
  files: `${FILES}${version.split("-").at(-1)}`,
});

/** Which of the caches there are belong to an older worker of this journey, or to somebody else. */
export function stale(all, config) {
  const { pages, files } = names(config);
  return all.filter((name) => (name.startsWith(`${PAGES}${config.journey}-`) && name !== pages) || (name.startsWith(FILES) && name !== files));
}

export function start(worker, config) {
  const told = { ...config, origin: worker.location.origin };
  const named = names(config);
  const { caches } = worker;

  worker.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => worker.skipWaiting())));
  worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const asked = way(request, told);
    if (asked === "file") event.respondWith(file(request));
    if (asked === "page") event.respondWith(page(request, event));
  });
  worker.addEventListener("sync", (event) => { if (event.tag === TAG) event.waitUntil(send()); });

  async function keepAll() {
    for (const path of config.pages) {
      try {
        const answer = await fetch(path, { credentials: "same-origin", cache: "reload" });
        if (!answer.ok || answer.redirected) continue;
        await keepFiles(await answer.clone().text());
        await (await caches.open(named.pages)).put(path, answer);
      } catch {
        // what could not be had now is kept when it is next seen
      }
    }
  }

  async function keepFiles(html) {
    const kept = await caches.open(named.files);
    await Promise.all(filesIn(html).map(async (path) => {
      if (!(await kept.match(path))) await kept.add(path).catch(() => {});
    }));
  }

  async function takeOver() {
    for (const name of stale(await caches.keys(), config)) await caches.delete(name);
    await worker.clients.claim();
  }

  async function file(request) {
    const known = await caches.match(request, { cacheName: named.files });
    if (known) return known;
    const answer = await fetch(request);
    if (answer.ok && answer.type === "basic") (await caches.open(named.files)).put(request, answer.clone());
    return answer;
  }

  async function page(request, event) {
    const path = new URL(request.url).pathname;
    const kept = await caches.match(path, { cacheName: named.pages });
    const fresh = fetch(request).then((answer) => {
      event.waitUntil(remember(path, answer.clone()));
      return answer;
    });
    if (!kept) return fresh.catch(() => nothing());
    const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, kept); });
    fresh.catch(() => {});
    return Promise.race([fresh.catch(() => kept), late]);
  }

  /** A page that sends elsewhere may mean that nobody is logged in any more: then nothing of theirs stays. */
  async function remember(path, answer) {
    if (answer.ok && !answer.redirected && answer.type === "basic") {
      await keepFiles(await answer.clone().text());
      await (await caches.open(named.pages)).put(path, answer);
    } else if (answer.type === "opaqueredirect" || answer.status === 403) {
      const token = await fetch(`${config.scope}token/`, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
      if (token && (token.status === 401 || token.status === 403)) await caches.delete(named.pages);
    }
  }

  function nothing() {
    const safe = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const html = `<!doctype html><html lang="${safe(config.language)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">`
      + `<title>${safe(config.write)}</title><main><p>${safe(config.offline)} <a href="${safe(config.new)}">${safe(config.write)}</a></p></main></html>`;
    return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }

  async function send() {
    const person = config.version.split("-")[0];
    const act = () => sendAll(drafts(worker.indexedDB), network({ fetch: worker.fetch.bind(worker), Request: null }), { person });
    const outcome = await (worker.navigator.locks ? worker.navigator.locks.request(TAG, act) : act());
    for (const client of await worker.clients.matchAll()) client.postMessage({ type: "sent" });
    if (outcome === "offline") throw new Error("offline"); // the browser tries again
  }
}
