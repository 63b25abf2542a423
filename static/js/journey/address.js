// Each moment of a journey has an address: « #stage », « #note-page », and before it the window of the list that holds it.

const NOTE = "note-";

/** What a hash names: {stage: slug}, {note: slug} or null. */
export function momentOf(hash) {
  let name;
  try {
    name = decodeURIComponent(hash.replace(/^#/, ""));
  } catch {
    return null; // not written by us
  }
  if (!name) return null;
  return name.startsWith(NOTE) ? { note: name.slice(NOTE.length) } : { stage: name };
}

/** The address of a moment, from the one the page has now; `from`: the stage whose window holds it, "" for the first. */
export function addressOf({ stage, note }, here, from = "") {
  const url = new URL(here);
  if (from) url.searchParams.set("from", from);
  else url.searchParams.delete("from");
  url.hash = note ? NOTE + note : stage;
  return url.href;
}
