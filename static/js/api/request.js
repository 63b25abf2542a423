// A form's fields as the address they ask, and as the line one types in a terminal.

/** `path` has {names}; `inPath` and `query` are [name, value] pairs. Empty values are left out. */
export function address(path, inPath, query) {
  const filled = inPath.reduce((sofar, [name, value]) => sofar.replace(`{${name}}`, encodeURIComponent(value)), path);
  const asked = new URLSearchParams(query.filter(([, value]) => value.trim()));
  return asked.size ? `${filled}?${asked}` : filled;
}

/** Single quotes keep a shell from reading anything in the address. */
export const curl = (url) => `curl '${url.replaceAll("'", "%27")}'`;
