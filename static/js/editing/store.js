// What this browser keeps of forms that the server does not have yet: one entry for each `data-keep`.

const PREFIX = "atlas:draft:";

/** [{key, title, path, at, fields}], the latest first. `fields`: [[name, value], …] as a form sends them. */
export function all() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const found = keys.map((key) => read(key.slice(PREFIX.length))).filter(Boolean);
  return found.sort((one, other) => other.at - one.at);
}

export function read(key) {
  try {
    return { ...JSON.parse(localStorage.getItem(PREFIX + key)), key };
  } catch {
    return null;
  }
}

/** False when the browser keeps nothing: private windows, a full disk. */
export function write(key, draft) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ ...draft, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function drop(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // nothing was kept either
  }
}

export const has = (key) => Boolean(read(key)?.fields);
