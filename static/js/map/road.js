// A journey as the map and the scrubber need it: its lines, its stages, and any point on the way between two.
import { cut, greatCircle } from "./geodesic.js";

/** `features` of /api/v1/journeys/{slug}/ → {legs: [{parts, documented, mode, to: index of its stage}],
 *  stages: [{lon, lat, …properties}]}, in order. */
export function road(features) {
  const of = (kind) => features.filter(({ properties }) => properties.kind === kind);
  const stages = of("stage")
    .map(({ geometry, properties }) => ({ lon: geometry.coordinates[0], lat: geometry.coordinates[1], ...properties }))
    .sort((a, b) => a.order - b.order);
  const ranks = new Map(stages.map(({ order }, n) => [order, n]));
  const legs = of("leg").map(({ geometry, properties }) => ({
    parts: geometry.coordinates,
    documented: properties.evidence === "documented",
    mode: properties.mode,
    to: ranks.get(properties.to) ?? -1,
  }));
  return { legs, stages };
}

const rows = (columns) => (columns.lon ?? []).map((_, n) => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[n]])));

/** What routes/drawing.py hands to pages → the same, with `first` (the rank of its first stage), `count` (of all stages) and
 *  `marks`: {kind: "note" | "photo" | "met", lon, lat, at: rank of its stage or -1, name, slug or resource}. */
export function drawnRoad({ home, first, count, stops, ...marked }) {
  const stages = rows(stops).map(({ told, ...stop }, n) => ({
    ...stop,
    order: first + n + 1,
    evidence: told ? "documented" : "illustrative",
    url: `${home}${stop.slug}/`,
  }));
  const legs = stages.slice(1).map((end, n) => ({
    parts: cut(greatCircle([stages[n].lon, stages[n].lat], [end.lon, end.lat])),
    documented: stages[n].evidence === "documented" && end.evidence === "documented",
    mode: end.mode,
    to: n + 1,
  }));
  const marks = Object.entries({ met: "met", photos: "photo", notes: "note" });
  return { first, count, stages, legs, marks: marks.flatMap(([name, kind]) => rows(marked[name] ?? {}).map((mark) => ({ kind, ...mark }))) };
}

/** Legs that follow one another and are known alike, as one line each: {parts, documented}. */
export function runs(legs) {
  const found = [];
  for (const { parts, documented } of legs) {
    if (found.at(-1)?.documented !== documented) found.push({ parts: [], documented });
    found.at(-1).parts.push(...parts);
  }
  return found;
}

const [FAR, NEAR] = [5, 10]; // zooms of small maps
const EDGE = 30; // screen points kept free

/** The zoom at which a map of so many screen points shows a stage and those beside it: as near as they are, within bounds. */
export function zoomAround(stages, slug, width) {
  const at = stages.findIndex((stage) => stage.slug === slug);
  if (at < 0) return FAR;
  const { lon, lat } = stages[at];
  const wide = (one) => Math.max(Math.abs(((one.lon - lon + 540) % 360) - 180), Math.abs(one.lat - lat));
  const span = Math.max(radiusWide(stages[at]), ...[stages[at - 1], stages[at + 1]].filter(Boolean).map(wide));
  const zoom = span ? Math.floor(Math.log2(((width / 2 - EDGE) * 360) / (256 * span))) : FAR;
  return Math.min(NEAR, Math.max(FAR, zoom));
}

const METRES = 111_200; // of a degree of latitude

/** Degrees of longitude from a place told vaguely to the edge of its area. */
const radiusWide = ({ lat, radius = 0 }) => radius / METRES / Math.max(0.05, Math.cos((lat * Math.PI) / 180));

/** The smallest view that holds stages and their areas: [west, south, east, north], east beyond 180 across the antimeridian. */
export function extent(stages) {
  const lons = stages.map(({ lon }) => lon).sort((a, b) => a - b);
  const gaps = lons.map((lon, n) => [(lons[n + 1] ?? lons[0] + 360) - lon, lons[n + 1] ?? lons[0]]);
  const [, first] = gaps.reduce((widest, gap) => (gap[0] > widest[0] ? gap : widest), [0, lons[0]]);
  const sides = stages.map((stage) => {
    const [lon, wide, high] = [stage.lon < first ? stage.lon + 360 : stage.lon, radiusWide(stage), (stage.radius ?? 0) / METRES];
    return [lon - wide, stage.lat - high, lon + wide, stage.lat + high];
  });
  const [least, most] = [Math.min, Math.max].map((of) => (side) => sides.reduce((found, box) => of(found, box[side]), sides[0][side]));
  return [least(0), least(1), most(2), most(3)];
}

/** The leg's points as one line of [lon, lat]: its parts meet at the antimeridian, so longitudes run on beyond it. */
export function unrolled({ parts }) {
  const line = [];
  for (const [lon, lat] of parts.flat()) {
    const before = line.at(-1)?.[0] ?? lon;
    const turned = lon + 360 * Math.round((before - lon) / 360);
    if (!line.length || turned !== before || lat !== line.at(-1)[1]) line.push([turned, lat]);
  }
  return line;
}

/** [lon, lat] at a share (0…1) of a line, by its length on the flat map. */
export function pointAlong(line, share) {
  const steps = line.slice(1).map(([lon, lat], n) => Math.hypot(lon - line[n][0], lat - line[n][1]));
  let left = share * steps.reduce((sum, step) => sum + step, 0);
  for (const [n, step] of steps.entries()) {
    if (left <= step && step > 0) {
      const [[a, b], [c, d]] = [line[n], line[n + 1]];
      return [a + ((c - a) * left) / step, b + ((d - b) * left) / step];
    }
    left -= step;
  }
  return line.at(-1);
}

/** Where a traveller is at `position`: 2 is the third stage, 2.5 halfway from it to the fourth. */
export function whereAt({ legs, stages }, position) {
  const at = Math.min(Math.max(position, 0), stages.length - 1);
  const leg = legs[Math.floor(at)]?.to === Math.floor(at) + 1 ? legs[Math.floor(at)] : legs.find(({ to }) => to === Math.floor(at) + 1);
  if (Number.isInteger(at) || !leg) return [stages[Math.round(at)].lon, stages[Math.round(at)].lat];
  return pointAlong(unrolled(leg), at % 1);
}
