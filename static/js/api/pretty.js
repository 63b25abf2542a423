// JSON as one reads it: indented, its pieces told apart.

const PIECES = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/g;

/** JSON text → [kind, text] pieces; kinds are key, string, number, word, and "" for what lies between. */
export function pieces(text) {
  const found = [];
  let at = 0;
  for (const match of text.matchAll(PIECES)) {
    const [whole, quoted, colon] = match;
    if (match.index > at) found.push(["", text.slice(at, match.index)]);
    if (quoted) found.push([colon ? "key" : "string", quoted], ...(colon ? [["", colon]] : []));
    else found.push([/^[tfn]/.test(whole) ? "word" : "number", whole]);
    at = match.index + whole.length;
  }
  return at < text.length ? [...found, ["", text.slice(at)]] : found;
}

/** The first `most` lines of a value written out, and whether that is all of it. Short arrays of numbers keep to a line. */
export function written(value, most) {
  const text = JSON.stringify(value, null, 2).replace(/\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+){1,5})\s+\]/g, (_all, numbers) => `[${numbers.replace(/\s+/g, " ")}]`);
  const lines = text.split("\n");
  return { text: lines.slice(0, most).join("\n"), whole: lines.length <= most };
}
