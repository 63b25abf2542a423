// What this browser keeps of pages of the diary that the server does not have yet: words and files, in IndexedDB.
//
// An entry: { key, person, journey, urls, title, fields, state, arrived, base, version, rev, at, errors, clashes }; `state` is
// "draft" (being written), "ready" (to be sent), "refused" (to be mended). A photo: { key, entry, file, name, words, state, errors }.

const NAME = "atlas-diary";
const STORES = { entries: [], photos: ["entry"] };

/** All of it, over an IndexedDB factory: the browser's own, or a test's. */
export function drafts(factory = globalThis.indexedDB) {
  let opened;
  const open = () => (opened ??= ask(factory.open(NAME, 1), ({ result }) => {
    for (const [store, indexes] of Object.entries(STORES)) {
      const made = result.createObjectStore(store, { keyPath: "key" });
      for (const index of indexes) made.createIndex(index, index);
    }
  }).catch((error) => { opened = undefined; throw error; }));

  async function within(store, mode, act) {
    const transaction = (await open()).transaction(store, mode);
    const done = ending(transaction);
    const result = await act(transaction.objectStore(store), transaction);
    await done;
    return result;
  }

  return {
    entry: (key) => within("entries", "readonly", (store) => ask(store.get(key))),
    /** Of one person, those that began first coming first. */
    async entries(person) {
      const all = await within("entries", "readonly", (store) => ask(store.getAll()));
      return all.filter((entry) => entry.person === person).sort((one, other) => one.at - other.at);
    },
    put: (entry) => within("entries", "readwrite", (store) => ask(store.put(entry))),
    /** Change what is there now, whatever another tab has made of it; nothing when it is gone. */
    change: (key, act) => within("entries", "readwrite", async (store) => {
      const entry = await ask(store.get(key));
      const made = entry && { ...entry, ...act(entry) };
      if (made) await ask(store.put(made));
      return made;
    }),
    async drop(key) {
      for (const photo of await this.photos(key)) await this.dropPhoto(photo.key);
      await within("entries", "readwrite", (store) => ask(store.delete(key)));
    },
    async photos(entry) {
      const found = await within("photos", "readonly", (store) => ask(store.index("entry").getAll(entry)));
      return found.sort((one, other) => one.position - other.position);
    },
    putPhoto: (photo) => within("photos", "readwrite", (store) => ask(store.put(photo))),
    changePhoto: (key, act) => within("photos", "readwrite", async (store) => {
      const photo = await ask(store.get(key));
      if (photo) await ask(store.put({ ...photo, ...act(photo) }));
    }),
    dropPhoto: (key) => within("photos", "readwrite", (store) => ask(store.delete(key))),
  };
}

function ask(request, onUpgrade) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
    if (onUpgrade) request.onupgradeneeded = () => onUpgrade(request);
  });
}

function ending(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}
