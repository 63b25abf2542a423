// The order of a plan's stops, and how it is written in the address.

/** The same slugs with the one at `from` standing at `to`. */
export function moved(slugs, from, to) {
  const others = slugs.filter((_, n) => n !== from);
  return [...others.slice(0, to), slugs[from], ...others.slice(to)];
}

/** A plan's query with its stops in the reader's own order; stops that are not on the page stay behind those that are. */
export function orderedQuery(query, slugs) {
  const params = new URLSearchParams(query);
  const named = params.getAll("stops").flatMap((value) => value.split(",")).filter(Boolean);
  const behind = named.filter((slug) => !slugs.includes(slug));
  params.delete("stops");
  params.delete("found");
  params.set("stops", [...slugs, ...behind].join(","));
  params.set("order", "mine");
  return params.toString().replaceAll("%2C", ",");
}

/** Where among `middles` (heights of the other stops' middles, from the top) something at `y` stands. */
export function rankAt(middles, y) {
  return middles.filter((middle) => middle < y).length;
}
