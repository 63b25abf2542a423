// What is ticked to be compared, [[slug, name], …] in the order of ticking, and how it is written in an address.

export const slugs = (chosen) => chosen.map(([slug]) => slug);

/** The choice after a tick or its taking back; the same one when `most` are chosen already. */
export function ticked(chosen, [slug, name], on, most) {
  const others = chosen.filter(([other]) => other !== slug);
  if (!on) return others;
  return others.length < chosen.length || chosen.length >= most ? chosen : [...chosen, [slug, name]];
}

/** A query string that carries the choice, and whatever else it said; as it was when it does already. */
export function carrying(query, chosen) {
  const params = new URLSearchParams(query);
  if (params.getAll("with").join() === slugs(chosen).join()) return query;
  params.delete("with");
  if (chosen.length) params.set("with", slugs(chosen).join(","));
  return params.toString();
}

/** The query of the table: the choice as one reads it, and the reader's place when the page's own query says one. */
export function tableQuery(query, chosen) {
  const asked = new URLSearchParams(query);
  const place = ["place", "near"].flatMap((name) => (asked.get(name) ? [[name, asked.get(name)]] : [])).slice(0, 1);
  const pairs = [...(chosen.length ? [["with", slugs(chosen).join(",")]] : []), ...place];
  return new URLSearchParams(pairs).toString().replaceAll("%2C", ",");
}
