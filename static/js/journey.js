// The journey's page: list, map and scrubber are one road; what is touched in one answers in the others.
import { journeyLayer } from "./map/journey-layer.js";
import { createMap } from "./map/map.js";
import { whereAt } from "./map/road.js";
import { trackLayer } from "./map/track-layer.js";
import { roadFeatures } from "./road-features.js";
import { traveller } from "./traveller.js";

const CLOSE = 5; // the zoom at which one travels
const EDGE = 6; // screen points kept free around the whole road

const find = (selector) => document.querySelector(selector);
const config = JSON.parse(find("#map-config").textContent);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const range = find("#scrubber input");
const items = [...document.querySelectorAll("[data-stage]")];

const features = await roadFeatures(config.features, find("#map"));
const layer = journeyLayer({ features, recorded: config.tracks?.legs, onStage: (slug) => goTo(indexOf(slug)), onHover: light });
const { road } = layer;
const [west, south, east, north] = bounds(road.stages);
const whole = { bounds: [[south, west], [north, east]] };
const map = createMap(find("#map"), { ...config.map, ...whole });
map.scrollWheelZoom.disable();
if (matchMedia("(pointer: coarse)").matches) map.dragging.disable();
showWhole();
if (config.tracks) trackLayer(config.tracks).addTo(map); // beneath the ticks and their names
layer.addTo(map);

const moving = traveller({ still, draw: (position) => follow(whereAt(road, position)) });

function bounds(stages) {
  const lons = stages.map(({ lon }) => lon);
  const lats = stages.map(({ lat }) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

function indexOf(slug) {
  return road.stages.findIndex((stage) => stage.slug === slug);
}

function showWhole() {
  map.fitBounds(whole.bounds, { padding: [EDGE, EDGE], animate: false });
}

/** Keep the traveller in the middle of the map, near enough to tell one stage from the next. */
function follow([lon, lat]) {
  layer.travel([lon, lat]);
  map.setView([lat, lon], Math.max(map.getZoom(), CLOSE), { animate: false });
}

/** Stand at a stage: the scrubber, the map and the list all say so. */
function goTo(index, { scroll = true } = {}) {
  const stage = road.stages[index];
  if (!stage) return;
  range.value = index;
  tell(stage, index);
  layer.light(stage.slug);
  moving.to(index);
  for (const item of items) {
    if (item.dataset.stage === stage.slug) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
  if (scroll) items[index]?.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
}

function tell({ name, date, url }, index) {
  const rank = find("#map").dataset.rank.replace("{n}", index + 1).replace("{count}", road.stages.length);
  range.setAttribute("aria-valuetext", [name, date, rank].filter(Boolean).join(", "));
  const link = Object.assign(document.createElement("a"), { href: url, textContent: name });
  find("#scrubber-here").replaceChildren(link, " ", [date, rank].filter(Boolean).join(" · "));
}

function light(slug) {
  for (const item of items) item.classList.toggle("is-lit", item.dataset.stage === slug);
}

for (const item of items) {
  const { stage } = item.dataset;
  for (const type of ["pointerenter", "focusin"]) item.addEventListener(type, () => layer.light(stage));
  for (const type of ["pointerleave", "focusout"]) item.addEventListener(type, () => layer.light(road.stages[range.value].slug));
}
range.addEventListener("input", () => goTo(Number(range.value), { scroll: false }));
range.addEventListener("change", () => goTo(Number(range.value)));
find("#scrubber-back").addEventListener("click", () => goTo(Number(range.value) - 1));
find("#scrubber-next").addEventListener("click", () => goTo(Number(range.value) + 1));
find("#whole").addEventListener("click", () => {
  moving.stop();
  layer.travel(null);
  showWhole();
});
map.on("moveend", () => (find("#whole").hidden = map.getBounds().contains(whole.bounds)));
find("#scrubber").hidden = false;
map.invalidateSize({ pan: false });
document.documentElement.classList.add("is-ready");
