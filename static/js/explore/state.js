// The address is the state: the questions of the page as a query string, and how each gesture changes it.

const VIEW_ONLY = ["view", "page", "bbox"];
const SCREEN_ONLY = [...VIEW_ONLY, "with"];
const PLACE = ["near", "place", "where"];

/** What the map's tiles are asked: the question without what only this screen shows. */
export function tileQuery(query) {
  const params = new URLSearchParams(query);
  for (const name of SCREEN_ONLY) params.delete(name);
  return params.toString();
}

export const hasOrigin = (query) => PLACE.some((name) => new URLSearchParams(query).get(name));

/** A form's pairs as a query: empty ones left out, `within` only with a journey, a place kept only while its name stands. */
export function formQuery(pairs) {
  const params = new URLSearchParams();
  for (const [name, value] of pairs) if (String(value).trim()) params.append(name, value);
  if (!params.has("journey")) params.delete("within");
  if (!hasOrigin(params)) params.delete("radius");
  return params.toString();
}

/** The same question near another place: { place } or { near: [lon, lat] }, or nothing for no place at all. */
export function nearQuery(query, { place, near } = {}) {
  const params = new URLSearchParams(query);
  for (const name of [...PLACE, ...VIEW_ONLY]) params.delete(name);
  if (place) params.set("place", place);
  else if (near) params.set("near", near.map((degrees) => Number(degrees.toFixed(4))).join(","));
  else params.delete("radius");
  return params.toString();
}

/** The same question after the map was moved: without a place the list follows the map, with one only the view is kept. */
export function movedQuery(query, { west, south, east, north, lng, lat, zoom }) {
  const params = new URLSearchParams(query);
  params.delete("page");
  if (hasOrigin(params)) {
    params.delete("bbox");
    params.set("view", [round(lng), round(lat), zoom].join(","));
  } else {
    params.delete("view");
    params.set("bbox", [west, Math.max(-90, south), east, Math.min(90, north)].map(round).join(","));
  }
  return params.toString();
}

/** An address the server wrote, with the view the reader has now, which the server does not know: as long as their place stays. */
export function sameView(before, after) {
  const [was, is] = [new URLSearchParams(before), new URLSearchParams(after)];
  if (was.has("view") && hasOrigin(is)) is.set("view", was.get("view"));
  return is.toString();
}

/** Where the map should stand for a question: { view }, { box }, or neither. */
export function mapView(query) {
  const params = new URLSearchParams(query);
  const [lng, lat, zoom] = numbers(params.get("view"), 3);
  if (zoom !== undefined && Math.abs(lat) <= 90) return { view: { lng, lat, zoom } };
  const [west, south, east, north] = boxOf(params);
  // A hair smaller, or the rounding of its edges would cost a whole zoom when it is fitted again.
  if (north !== undefined) return { box: shrunk({ west, south, east, north }) };
  return {};
}

/** Whether a view is the box an address asks for, about: another window may show more, and the list must say what is seen. */
export function showsBox(query, { west, south, east, north }) {
  const box = boxOf(new URLSearchParams(query));
  if (!box.length) return true;
  const seen = [west, Math.max(-90, south), east, Math.min(90, north)];
  const slack = Math.max(east - west, north - south) * 0.02;
  return box.every((edge, n) => Math.abs(edge - seen[n]) < slack);
}

/** [west, south, east, north], or nothing; over the antimeridian, east may be written as less than west (RFC 7946). */
function boxOf(params) {
  const [west, south, east, north] = numbers(params.get("bbox"), 4);
  if (north === undefined) return [];
  return [west, south, east < west ? east + 360 : east, north];
}

function shrunk({ west, south, east, north }) {
  const [dx, dy] = [(east - west) * 0.02, (north - south) * 0.02];
  return { west: west + dx, south: south + dy, east: east - dx, north: north - dy };
}

function numbers(text, count) {
  const values = (text ?? "").split(",").map(Number.parseFloat);
  return values.length === count && values.every(Number.isFinite) ? values : [];
}

const round = (degrees) => Number(degrees.toFixed(3));
