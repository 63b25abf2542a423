// What the map of a USB stick has beside folium's shapes: stages one can reach with Tab, names, words and colours.
// It is written into the page with those two before it, and asks nobody for anything.
import { circle } from "../map/geodesic.js";
import { placed } from "../map/placement.js";

const EDGE = 24; // screen points kept free around the road
const NARROW = 600; // screen points, below which the words beside the map are folded
const LETTER = { stage: 7.4, country: 8.6, town: 6.2 }; // screen points of an average letter
const HIGH = { stage: 16, country: 13, town: 13 };
const ASIDE = { stage: 6, country: 0, town: 0 }; // screen points from a dot, beyond those of a town
const BESIDE = 126; // screen points: the zoom control, and what a popup has around its words
const TOKENS = { land: ["--land", "--land"], lake: ["--lake", "--lake"], coast: ["--coast"], border: ["--border"], vague: ["--road", "--road"], river: ["--river"], road: ["--road"] };

// Boxes around what is shown, in which no name may stand.
const beyond = ({ width, height }, far = 1e5) => [
  [-far, -far, 0, far], [width, -far, far, far], [-far, -far, far, 0], [-far, height, far, far],
];

/** « Laos (rive de Ban Houayxay) » is « Laos » on a map. */
export const short = (name) => name.split(" (")[0].trim() || name;

/** Which of the names have room at a zoom, the weightier first: {name, x, y, kind, from?} → the same with `tx, ty`. */
export function named(names, zoom, size) {
  const shown = names.filter(({ x, y, from = 0 }) => from <= zoom && x > 0 && y > 0 && x < size.width && y < size.height);
  const measured = shown.map((name) => ({
    ...name,
    width: name.name.length * LETTER[name.kind] + 2 * ASIDE[name.kind],
    height: HIGH[name.kind],
    ...(name.kind === "country" ? {} : { anchor: "point" }),
  }));
  return placed(measured, beyond(size));
}

/** `act`, once nobody has asked for it again for a while (milliseconds). */
export function calm(act, wait = 80, later = setTimeout, never = clearTimeout) {
  let waiting;
  return () => {
    never(waiting);
    waiting = later(act, wait);
  };
}

export function element(tag, text = "", attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** A stage in full, as the popup shows it. */
function told(stage, words) {
  const body = element("div");
  const title = element("h2");
  title.append(element("a", stage.name, { href: stage.url }));
  body.append(title, element("p", stage.documented ? words.documented : words.illustrative, { class: "evidence" }));
  if (stage.date) body.append(element("p", stage.date, { class: "when" }));
  if (stage.note) body.append(element("p", stage.note, { class: "note", dir: "auto" }));
  if (stage.met.length) body.append(element("h3", stage.documented ? words.met : words.toMeet));
  for (const met of stage.met) {
    const line = element("p");
    line.append(met.url ? element("a", met.name, { href: met.url }) : element("b", met.name));
    body.append(line);
  }
  return body;
}

function tick(stage, rank, words, L) {
  const html = element("span", "", { class: "tick-inside" });
  html.append(element("i", "", { class: "dot" }), element("span", short(stage.name), { class: "name", "aria-hidden": "true", dir: "auto" }));
  const icon = L.divIcon({ className: `tick ${stage.documented ? "" : "is-illustrative"}`, html, iconSize: [24, 24] });
  const marker = L.marker([stage.lat, stage.lon], { icon, riseOnHover: true, zIndexOffset: stage.documented ? 100 : 0 });
  marker.on("add", () => {
    const evidence = stage.documented ? words.documented : words.illustrative;
    marker.getElement().setAttribute("aria-label", `${rank}. ${stage.name}, ${evidence}`);
  });
  return marker;
}

/** The popup is read first when a key opened it, and gives the focus back; `body` makes what it holds. */
export function opens(marker, body, words) {
  marker.bindPopup(body, { autoPanPaddingTopLeft: [60, 12], autoPanPaddingBottomRight: [12, 12] });
  marker.on("popupopen", ({ popup }) => {
    const shown = popup.getElement();
    shown.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", words.close);
    const content = shown.querySelector(".leaflet-popup-content");
    content.tabIndex = -1;
    if (document.activeElement === marker.getElement()) content.focus({ preventScroll: true });
  });
  marker.on("popupclose", ({ popup }) => {
    const isLost = document.activeElement === document.body || popup.getElement()?.contains(document.activeElement);
    if (isLost) marker.getElement().focus({ preventScroll: true });
  });
}

/** Popups as large as the window has room for. */
export function keepFitting(map, markers) {
  const fit = () => {
    const { x, y } = map.getSize();
    const room = { maxWidth: Math.min(290, x - BESIDE), minWidth: Math.min(200, x - BESIDE), maxHeight: Math.round(y * 0.4) };
    for (const marker of markers) Object.assign(marker.getPopup().options, room);
  };
  map.on("resize", fit);
  fit();
}

function background(name, kind, L) {
  const icon = L.divIcon({ className: `behind ${kind}`, html: element("span", name.name), iconSize: [0, 0] });
  return L.marker([name.lat, name.lon], { icon, interactive: false, keyboard: false, zIndexOffset: -1000 });
}

/** Names where there is room for them, anew after each move of the map. */
function keepNamed(map, stages, others) {
  const names = [...stages, ...others];
  const draw = () => {
    const zoom = map.getZoom();
    const size = map.getSize();
    const spots = names.map((name) => ({ ...name, ...pick(map.latLngToContainerPoint(name.marker.getLatLng())) }));
    const room = new Map(named(spots, zoom, { width: size.x, height: size.y }).map((name) => [name.marker, name]));
    for (const { marker, kind } of names) {
      const place = room.get(marker);
      if (kind !== "stage") place ? marker.addTo(map) : marker.remove();
      const label = marker.getElement()?.querySelector(kind === "stage" ? ".name" : "span");
      if (!label) continue;
      label.hidden = !place;
      if (place) label.style.transform = `translate(${place.tx - place.x}px, ${place.ty - place.y}px) translate(-50%, -50%)`;
    }
  };
  map.on("zoomend moveend resize", calm(draw));
  draw();
}

const pick = ({ x, y }) => ({ x, y });

/** The whole road, beside or above the words in the corner, where it is larger. */
function showWhole(map, bounds, beside, L) {
  const { offsetWidth: width = 0, offsetHeight: height = 0 } = beside ?? {};
  const room = ([right, down]) => L.point(2 * EDGE + right, 2 * EDGE + down);
  const fits = (corner) => room(corner).x < map.getSize().x && room(corner).y < map.getSize().y;
  const zoom = (corner) => map.getBoundsZoom(bounds, false, room(corner));
  const [free = [0, 0]] = [[0, height], [width, 0]].filter(fits).sort((a, b) => zoom(b) - zoom(a));
  map.fitBounds(bounds, { paddingTopLeft: [EDGE, EDGE], paddingBottomRight: free.map((points) => points + EDGE), animate: false });
}

/** Where a file holds a part of the world only, one does not look beyond it, save where the road itself would not fit. */
function keepWithin(map, [west, south, east, north]) {
  if (east - west >= 360) return;
  const held = [[south, west], [north, east]];
  const whole = map.getZoom();
  const fit = () => map.setMinZoom(Math.min(whole, map.getBoundsZoom(held, true)));
  map.setMaxBounds(held);
  map.on("resize", fit);
  fit();
}

/** folium's shapes take the page's colours, by day and by night. */
function keepColoured(map) {
  const night = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    map.eachLayer((layer) => {
      const [line, fill] = TOKENS[layer.options?.className] ?? [];
      if (line) layer.setStyle({ color: token(line), ...(fill ? { fillColor: token(fill) } : {}) });
    });
  };
  night.addEventListener("change", paint);
  paint();
}

/** Where places that are told vaguely may be: [lon, lat, metres]; nobody shall take their middle for the place. */
function drawAreas(map, areas, L) {
  const rings = areas.map(([lon, lat, radius]) => [circle([lon, lat], radius).map(([x, y]) => [y, x])]);
  const style = { className: "vague", weight: 1, opacity: 0.4, fillOpacity: 0.14, interactive: false };
  L.polygon(rings, { ...style, fillRule: "nonzero" }).addTo(map); // one shape: where two meet, none is darker
}

/** `bounds`: of the road and what names its place, south-west and north-east as [lat, lon]; `edges`: of the ground, west, south, east, north;
 *  `stages`: {name, lat, lon, documented, date, note, url, met: [{name, url}]}; `areas`: [lon, lat, metres]; `countries`, `towns`: [name, lon, lat, from]. */
export function tell(map, L, { stages, areas, countries, towns, bounds, edges, words }) {
  const container = map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", words.map);
  container.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  const beside = document.querySelector(".told");
  if (beside && innerWidth < NARROW) beside.open = false;
  showWhole(map, bounds, beside, L);
  keepWithin(map, edges);
  drawAreas(map, areas, L);
  keepColoured(map);
  const ticks = stages.map((stage, n) => {
    const marker = tick(stage, n + 1, words, L);
    opens(marker, () => told(stage, words), words);
    return { ...stage, name: short(stage.name), kind: "stage", marker: marker.addTo(map) };
  });
  keepFitting(map, ticks.map(({ marker }) => marker));
  const rest = (kind, list) =>
    list.map(([name, lon, lat, from]) => ({ name, kind, from, marker: background({ name, lon, lat }, kind, L) }));
  const ends = new Set([0, ticks.length - 1]);
  const weight = (stage, n) => (ends.has(n) ? 0 : stage.documented ? 1 : 2);
  const weighed = ticks.map((stage, n) => [weight(stage, n), stage]).sort((a, b) => a[0] - b[0]);
  keepNamed(map, weighed.map(([, stage]) => stage), [...rest("country", countries), ...rest("town", towns)]);
}
