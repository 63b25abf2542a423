// The journey's page: list, map and scrubber are one road; what is touched in one answers in the others.
import { addressOf, momentOf } from "./journey/address.js";
import { player } from "./journey/player.js";
import { storyList } from "./journey/story.js";
import { journeyLayer } from "./map/journey-layer.js";
import { createMap } from "./map/map.js";
import { marksLayer } from "./map/marks-layer.js";
import { extent, whereAt } from "./map/road.js";
import { trackLayer } from "./map/track-layer.js";
import { roadDrawn } from "./road-drawn.js";
import { traveller } from "./traveller.js";

const CLOSE = 5; // the zoom at which one travels
const NEAR = 10; // of a road of one stage, or of some streets
const EDGE = 6; // screen points kept free around the whole road
const SETTLED = 250; // milliseconds without a move, after which one stands there

const find = (selector) => document.querySelector(selector);
const config = JSON.parse(find("#map-config").textContent);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const range = find("#scrubber input");
const play = find("#scrubber-play");

const road = await roadDrawn(config.road, find("#map"));
const slugs = road.stages.map(({ slug }) => slug);
const list = storyList(find("#story"), {
  slugs,
  onEnter: (slug) => layer.light(slug || here()),
  onLeave: () => layer.light(here()),
});
const layer = journeyLayer({ drawn: road, recorded: config.tracks?.legs, around: road.marks, onStage: (slug) => visit(indexOf(slug)), onHover: list.light });
const marks = marksLayer({ marks: road.marks, stages: road.stages, onMark: open, taken: (point) => Boolean(layer.at(point)) });
const [west, south, east, north] = extent(road.stages);
const whole = { bounds: [[south, west], [north, east]] };
const map = createMap(find("#map"), { ...config.map, ...whole });
map.scrollWheelZoom.disable();
if (matchMedia("(pointer: coarse)").matches) map.dragging.disable();
showWhole();
if (config.tracks) trackLayer(config.tracks).addTo(map); // beneath the ticks and their names
if (road.marks.length) marks.addTo(map);
layer.addTo(map);

const moving = traveller({ still, draw: (position) => follow(whereAt(road, position)) });
const playing = player({ step: goOn, changed: sayWhetherPlaying });
let settling = null;
let standing = false; // at some stage, rather than before the whole road

function indexOf(slug) {
  return slugs.indexOf(slug);
}

/** The stage at which one stands. */
function here() {
  return slugs[range.value] ?? "";
}

function showWhole() {
  map.fitBounds(whole.bounds, { padding: [EDGE, EDGE], animate: false, maxZoom: NEAR });
}

/** Keep the traveller in the middle of the map, near enough to tell one stage from the next. */
function follow([lon, lat]) {
  layer.travel([lon, lat]);
  map.setView([lat, lon], Math.max(map.getZoom(), CLOSE), { animate: false });
}

/** Stand at a stage: the scrubber and the map say so at once, the list and the address once one has settled. */
function goTo(index, { settle = 0, note = "", jump = false } = {}) {
  const stage = road.stages[index];
  if (!stage) return false;
  standing = true;
  range.value = index;
  tell(stage, index);
  layer.light(stage.slug);
  list.mark(stage.slug);
  if (jump) moving.at(index);
  else moving.to(index);
  clearTimeout(settling);
  settling = setTimeout(() => stand(stage, note), settle);
  return true;
}

/** What somebody does by hand ends the travelling by itself. */
function visit(index, options) {
  playing.pause();
  return goTo(index, options);
}

async function stand(stage, note) {
  const item = await list.reach(stage.slug);
  if (!item) return;
  history.replaceState(history.state, "", addressOf({ stage: stage.slug, note }, location.href, list.from()));
  (list.note(note) ?? item).scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
}

function tell({ name, date, url }, index) {
  const rank = find("#map").dataset.rank.replace("{n}", index + 1).replace("{count}", road.count);
  range.setAttribute("aria-valuetext", [name, date, rank].filter(Boolean).join(", "));
  const link = Object.assign(document.createElement("a"), { href: url, textContent: name });
  find("#scrubber-here").replaceChildren(link, " ", [date, rank].filter(Boolean).join(" · "));
}

/** From a mark on the map to where the list tells of it; what is of no stage has a page of its own. */
function open({ kind, at, slug }) {
  if (at < 0) location.assign(list.note(slug)?.querySelector("a").href ?? `notes/${slug}/`);
  else visit(at, { note: kind === "met" ? "" : slug });
}

function goOn() {
  const last = road.stages.length - 1;
  return Number(range.value) < last && goTo(Number(range.value) + 1);
}

function sayWhetherPlaying(on) {
  play.classList.toggle("is-playing", on);
  play.setAttribute("aria-label", on ? play.dataset.pause : play.dataset.play);
}

/** Where an address leads: to a stage, or to a page of the diary and its stage. */
function goToMoment({ jump = false } = {}) {
  const moment = momentOf(location.hash);
  const note = moment?.note ?? "";
  const stage = note ? stageOf(note) : moment?.stage;
  const index = stage ? indexOf(stage) : -1;
  if (index >= 0) visit(index, { note, jump });
}

function stageOf(note) {
  const told = list.note(note)?.closest("[data-stage]")?.dataset.stage;
  return told ?? slugs[road.marks.find(({ slug, kind }) => kind === "note" && slug === note)?.at];
}

play.dataset.play = play.getAttribute("aria-label");
play.addEventListener("click", () => {
  if (playing.isPlaying()) return playing.pause();
  const begins = !standing || Number(range.value) === road.stages.length - 1;
  if (begins) goTo(0);
  playing.play({ rested: !begins });
});
range.addEventListener("input", () => visit(Number(range.value), { settle: SETTLED }));
range.addEventListener("change", () => visit(Number(range.value)));
find("#scrubber-back").addEventListener("click", () => visit(Number(range.value) - 1));
find("#scrubber-next").addEventListener("click", () => visit(Number(range.value) + 1));
find("#whole").addEventListener("click", () => {
  playing.pause();
  moving.stop();
  layer.travel(null);
  showWhole();
});
addEventListener("hashchange", () => goToMoment());
map.on("moveend", () => (find("#whole").hidden = map.getBounds().contains(whole.bounds)));
find("#legend-notes").hidden = !road.marks.some(({ kind }) => kind !== "met");
const met = new Set(road.marks.filter(({ kind }) => kind === "met").map(({ at }) => road.stages[at].evidence));
find("#legend-met").hidden = !met.has("documented");
find("#legend-to-meet").hidden = !met.has("illustrative");
find("#legend-vague").hidden = ![...road.stages, ...road.marks].some(({ radius }) => radius);
find("#scrubber").hidden = false;
map.invalidateSize({ pan: false });
goToMoment({ jump: true });
document.documentElement.classList.add("is-ready");
