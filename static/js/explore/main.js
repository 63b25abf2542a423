// The explore page: the address is the state; the list comes from the server as HTML, the map asks the same question.
import { breathe } from "../breathe.js";
import { compareBar } from "../compare/bar.js";
import { carrying } from "../compare/choice.js";
import { gazetteerBox } from "../forms/gazetteer-box.js";
import { mapSide } from "./map-side.js";
import { locate } from "./near.js";
import { partsLoader } from "./parts.js";
import { pulledSheet } from "./sheet.js";
import { formQuery, hasOrigin, mapView, movedQuery, nearQuery, sameView, showsBox, tileQuery } from "./state.js";

const TYPING = 350; // ms without a key before words are searched
const MOVING = 250;

const find = (selector) => document.querySelector(selector);
const config = JSON.parse(find("#explore-config").textContent);
const form = find("#explore-form");
const load = partsLoader(config.urls.results);
let query = location.search.slice(1);
const bar = compareBar(find("#compare-form"), {
  onChange: (chosen) => {
    query = carrying(query, chosen);
    keepLanguages();
  },
});

for (const hidden of form.querySelectorAll("input[type=hidden]")) hidden.remove(); // the address remembers

await breathe();
const moved = debounce((view) => go(movedQuery(query, view), { push: false, list: !hasOrigin(query) }), MOVING);
const side = await mapSide(find("[data-map]"), config, {
  view: mapView(query),
  covered: () => (matchMedia("(max-width: 47.99rem)").matches ? Math.min(find(".explore-side").clientHeight, innerHeight * 0.6) : 0),
  tilesAsked: tileQuery(find(".results").dataset.query),
  onMove: moved,
  onPick: (near) => {
    setPicking(false);
    find("#where").value = "";
    go(nearQuery(query, { near }), { look: true });
  },
  onHover: (slugs) => {
    for (const card of document.querySelectorAll(".card")) card.classList.toggle("is-lit", slugs.includes(card.dataset.slug));
  },
  onFailure: () => tell("[data-map-note]", config.strings.failed),
});

await breathe();

/** Ask another question: write the address, then bring list and map to it. `look`: bring its place into view. */
async function go(asked, { push = true, list = true, look = false } = {}) {
  if (push && asked !== query) history.pushState(null, "", address(asked));
  else history.replaceState(null, "", address(asked));
  query = asked;
  keepLanguages();
  showRoad();
  tell("[data-map-note]", "");
  if (!list) return;
  const results = find("[data-part=results]");
  results.setAttribute("aria-busy", "true");
  find("[data-failure]").hidden = true;
  try {
    settle(await load(withoutView(asked)), look);
  } catch (error) {
    if (error.name === "AbortError") return;
    find("[data-failure]").hidden = false;
  }
  results.removeAttribute("aria-busy");
}

/** The list has come: say how many, and ask the map exactly what the list answered. */
function settle(results, look) {
  const { query: understood, place } = results.dataset;
  if (new URLSearchParams(query).has("where")) {
    query = carrying(understood, bar.chosen());
    history.replaceState(null, "", address(query));
  }
  side.ask(tileQuery(understood));
  bar.show();
  if (place) find("#where").value = place;
  showOrigin(results.dataset, look);
  find("[data-announce]").textContent = sayCount();
  if (look) find("[data-scroll]").scrollTop = 0;
}

/** The road of the journey that the question names, else the atlas's own. */
function showRoad() {
  side.showRoad(new URLSearchParams(query).get("journey") || config.journey).catch(() => {});
}

function showOrigin({ origin, reach }, look) {
  const radius = Number(new URLSearchParams(query).get("radius"));
  side.setOrigin(origin && origin.split(",").map(Number), { radius, reach: Number(reach), go: look });
}

/** The count stands on the handle too, for when the list is pulled down. */
function sayCount() {
  const said = find("[data-count-text]").textContent.trim();
  find("[data-sheet-count]").textContent = said;
  return said;
}

const address = (asked) => config.urls.explore + (asked ? `?${asked}` : "");

function withoutView(asked) {
  const params = new URLSearchParams(asked);
  params.delete("view");
  return params.toString();
}

/** What the form says, with the place and the view that only the address remembers. */
function asked() {
  const params = new URLSearchParams(query);
  const kept = ["near", "place", "bbox", "view", "with"].flatMap((name) => params.getAll(name).map((value) => [name, value]));
  return formQuery([...[...new FormData(form)].filter(([name]) => name !== "where"), ...kept]);
}

/** Words typed as a place and sent without choosing one: the server finds which town is meant. */
function submitted() {
  const typed = find("#where").value.trim();
  if (!typed || typed === find(".results").dataset.place) return asked();
  const params = new URLSearchParams(nearQuery(asked()));
  params.set("where", typed);
  if (form.radius.value) params.set("radius", form.radius.value);
  return params.toString();
}

function setPicking(on) {
  find("[data-pick]").setAttribute("aria-pressed", String(on));
  side.setPicking(on);
  tell("[data-map-note]", on ? config.strings.pick : "");
}

function tell(selector, text) {
  const note = find(selector);
  note.textContent = text;
  note.hidden = !text;
}

function keepLanguages() {
  for (const link of document.querySelectorAll("a[hreflang]")) if (link.pathname !== location.pathname || link.search) link.search = query;
}

function debounce(call, ms) {
  let timer;
  const later = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...values), ms);
  };
  return Object.assign(later, { cancel: () => clearTimeout(timer) });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(submitted(), { look: true });
});
form.addEventListener("change", ({ target }) => {
  if (target.id === "q" || target.id === "where") return;
  go(asked(), { look: target.name === "radius" });
});
form.q.addEventListener("input", debounce(() => go(asked()), TYPING));
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-in-place]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const before = query;
  go(sameView(before, link.search.slice(1))).then(fill);
  const unboxed = new URLSearchParams(before).has("bbox") && !new URLSearchParams(link.search).has("bbox");
  if (unboxed) side.goTo({});
  if (link.rel) find("[data-scroll]").scrollTop = 0;
});
window.addEventListener("popstate", () => {
  if (location.search.slice(1) === query) return; // only a link within the page
  moved.cancel();
  query = location.search.slice(1);
  side.goTo(mapView(query));
  go(query, { push: false, look: hasOrigin(query) && !mapView(query).view }).then(fill);
});

/** Put back in the form what the address says. */
function fill() {
  const params = new URLSearchParams(query);
  form.q.value = params.get("q") ?? "";
  form.radius.value = params.get("radius") ?? "";
  if (form.journey?.type === "checkbox") form.journey.checked = params.has("journey");
  else if (form.journey) form.journey.value = params.get("journey") ?? "";
  find("#where").value = find(".results").dataset.place;
}

gazetteerBox(find("#where").closest("[data-combobox]"), {
  language: config.map.language,
  onChoose: ({ id }) => {
    const next = new URLSearchParams(nearQuery(asked(), { place: id }));
    if (form.radius.value) next.set("radius", form.radius.value);
    go(next.toString(), { look: true });
  },
  onClear: () => hasOrigin(query) && go(nearQuery(query)),
});

const locating = find("[data-locate]");
locating.addEventListener("click", async () => {
  tell("[data-near-note]", config.strings.locating);
  try {
    const near = await locate();
    find("#where").value = "";
    tell("[data-near-note]", config.strings.rounded);
    await go(nearQuery(asked(), { near }), { look: true });
  } catch (error) {
    tell("[data-near-note]", config.strings[error.message] ?? config.strings.unavailable);
  }
});
find("[data-pick]").addEventListener("click", () => setPicking(find("[data-pick]").getAttribute("aria-pressed") !== "true"));
for (const button of [locating, find("[data-pick]")]) button.hidden = false;
document.addEventListener("keydown", ({ key }) => key === "Escape" && setPicking(false));
find("[data-retry]").addEventListener("click", () => go(query, { push: false }));
for (const type of ["pointerover", "focusin"]) {
  document.addEventListener(type, ({ target }) => side.light(target.closest?.(".card")?.dataset.slug ?? ""));
}

// Back from a sheet, the list stands where it stood.
addEventListener("pagehide", () => history.replaceState({ scrolled: find("[data-scroll]").scrollTop }, ""));
find("[data-scroll]").scrollTop = history.state?.scrolled ?? 0;

const pull = pulledSheet(find(".explore-side"), find("[data-sheet-handle]"));
form.addEventListener("focusin", ({ target }) => target.matches("input[type=search], input[type=text]") && pull("full"));
if (hasOrigin(query)) showOrigin(find(".results").dataset, !mapView(query).view);
else if (!showsBox(query, side.inView())) moved(side.inView());
sayCount();
await breathe();
find("[data-road]").addEventListener("change", ({ target }) => side.toggleRoad(target.checked));
side.toggleRoad(find("[data-road]").checked);
showRoad();
document.documentElement.classList.add("is-ready");
