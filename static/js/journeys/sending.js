// Pages of the diary on their way to the server: the words first, then each file; what has arrived is not sent again, what is
// refused waits to be mended, and nothing is forgotten before the server says that it has it.

const OUT = new Set([401, 403]);

/** Send what is ready of one person; `net` is `network()` below, `told(entry)` hears of each step. Returns "done", "offline" or "login". */
export async function sendAll(store, net, { person, told = () => {} }) {
  for (const { key } of (await store.entries(person)).filter(({ state }) => state === "ready")) {
    const outcome = await send(key, store, net, { person, told });
    if (outcome === "offline" || outcome === "login") return outcome;
  }
  return "done";
}

/** One of them: "done", "refused", "offline", "login", or "again" when it was changed while it went. */
export async function send(key, store, net, { person, told = () => {} }) {
  const entry = await store.entry(key);
  if (!entry || entry.person !== person) return "done";
  try {
    const token = await net.token(entry.urls.token);
    if (!token || token.person !== person) return await stopped(store, key, told);
    const words = entry.arrived ? "done" : await sendWords(entry, store, net, token.csrf, told);
    if (words !== "done") return words;
    return await sendPhotos(key, store, net, token.csrf, told);
  } catch (error) {
    if (error.name === "LoggedOut") return await stopped(store, key, told);
    told(await store.change(key, () => ({ stopped: "offline" })));
    return "offline";
  }
}

async function sendWords(entry, store, net, csrf, told) {
  told({ ...entry, sending: true });
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, name === "base" ? String(entry.base ?? value) : value);
  const { status, said } = await net.post(entry.urls.entry, body, csrf);
  if (status === 200) {
    const now = await store.change(entry.key, (now) => (
      now.rev === entry.rev
        ? { arrived: true, version: said.version, base: said.version, errors: {}, clashes: [], stopped: "" }
        : { base: said.version, version: said.version }
    ));
    return now.rev === entry.rev ? "done" : "again";
  }
  if (status >= 500 || status === 429) throw new Error(String(status));
  told(await store.change(entry.key, () => ({
    state: "refused", errors: said.errors ?? {}, clashes: said.clashes ?? [], base: said.version ?? entry.base, stopped: "",
  })));
  return "refused";
}

async function sendPhotos(key, store, net, csrf, told) {
  const photos = await store.photos(key);
  let refused = 0;
  for (const [index, photo] of photos.entries()) {
    const entry = await store.entry(key);
    const tell = (part) => told({ ...entry, sending: true, photo: photo.key, done: index, count: photos.length, part });
    tell(0);
    const { status, said } = await net.post(entry.urls.media, photoBody(photo, entry), csrf, tell);
    if (status === 200) await store.dropPhoto(photo.key);
    else if (status >= 500 || status === 429) throw new Error(String(status));
    else {
      refused += 1;
      const errors = said.errors ?? {};
      // Its words alone are wrong: the file has arrived and need not go up again.
      await store.changePhoto(photo.key, () => ({ errors, arrived: !errors.file && status === 422 }));
    }
  }
  if (refused) {
    told(await store.change(key, () => ({ state: "refused", stopped: "" })));
    return "refused";
  }
  const now = await store.entry(key);
  if ((await store.photos(key)).length || !now?.arrived) return "again";
  await store.drop(key);
  told({ ...now, state: "sent" });
  return "done";
}

export function photoBody(photo, entry) {
  const body = new FormData();
  const of = new Map(entry.fields);
  body.set("key", photo.key);
  for (const [name, value] of Object.entries(photo.words)) if (!name.startsWith("spot") && value !== false && value !== "") body.set(name, value === true ? "on" : value);
  body.set("language", of.get("language") ?? "fr");
  body.set("author", of.get("author") ?? "");
  body.set("licence", of.get("licence") ?? "");
  for (const [name, value] of Object.entries(spot(photo.words, of))) body.set(name, value);
  if (!photo.arrived) body.set("file", photo.file, photo.name);
  return body;
}

/** By hand is at a point of its own map, or at the page's. */
function spot(words, page) {
  if (words.place === "spot") return { place: "hand", spot_lon: words.spot_lon, spot_lat: words.spot_lat };
  if (words.place === "hand") return { spot_lon: page.get("point_lon") ?? "", spot_lat: page.get("point_lat") ?? "" };
  return {};
}

async function stopped(store, key, told) {
  told(await store.change(key, () => ({ stopped: "login" })));
  return "login";
}

/** Over a page's XMLHttpRequest, which tells how far a file is, or a worker's fetch. Both throw when nothing answers. */
export function network({ fetch = globalThis.fetch.bind(globalThis), Request = globalThis.XMLHttpRequest } = {}) {
  return {
    async token(url) {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store" });
      if (OUT.has(answer.status)) return null;
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    },
    async post(url, body, csrf, progress) {
      const headers = { Accept: "application/json", "X-CSRFToken": csrf };
      const { status, text } = Request
        ? await byRequest(Request, url, body, headers, progress)
        : await byFetch(fetch, url, body, headers);
      if (status === 401) throw Object.assign(new Error("logged out"), { name: "LoggedOut" });
      try {
        return { status, said: JSON.parse(text) };
      } catch {
        throw new Error(`${status}, and no JSON`);
      }
    },
  };
}

async function byFetch(fetch, url, body, headers) {
  const answer = await fetch(url, { method: "POST", body, headers, credentials: "same-origin" });
  return { status: answer.status, text: await answer.text() };
}

function byRequest(Request, url, body, headers, progress) {
  return new Promise((resolve, reject) => {
    const request = new Request();
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => progress?.(total ? loaded / total : 0);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = request.ontimeout = request.onabort = () => reject(new TypeError("network"));
    request.send(body);
  });
}
