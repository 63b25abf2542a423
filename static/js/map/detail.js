// The detailed background, OpenStreetMap's raster: only beyond zoom 8, and only once the reader has said yes.
import { L } from "./leaflet.js";

export const DETAIL_FROM = 9;
const MEMORY = "map-detail";

function remembered(storage) {
  try {
    return storage.getItem(MEMORY) === "yes";
  } catch {
    return false; // storage may be forbidden
  }
}

function remember(storage, agreed) {
  try {
    if (agreed) storage.setItem(MEMORY, "yes");
    else storage.removeItem(MEMORY);
  } catch {
    // then the choice lasts as long as the page
  }
}

/** What the reader chose. `change(listener)` is told of it; nothing is kept unless they agreed. */
export function consent(storage = globalThis.localStorage) {
  let agreed = remembered(storage);
  const listeners = [];
  return {
    given: () => agreed,
    change: (listener) => listeners.push(listener),
    set(yes) {
      agreed = yes;
      remember(storage, yes);
      for (const listener of listeners) listener(yes);
    },
  };
}

function button(parent, className, text, onClick) {
  const made = L.DomUtil.create("button", className, parent);
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", onClick);
  return made;
}

/** The switch and its note, which says what leaves this site before anything does. */
function detailControl(map, choice, strings) {
  const box = L.DomUtil.create("div", "map-detail leaflet-bar");
  const toggle = button(box, "map-detail-toggle", strings.title, () => show(note.hidden));
  const note = L.DomUtil.create("div", "map-detail-note", box);
  L.DomUtil.create("p", "", note).textContent = strings.warning;
  const answer = button(note, "map-detail-answer", "", () => {
    choice.set(!choice.given());
    show(false);
    toggle.focus();
  });
  note.id = `map-detail-note-${L.Util.stamp(map)}`;
  toggle.setAttribute("aria-controls", note.id);

  function show(open) {
    note.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
  }
  function describe() {
    answer.textContent = choice.given() ? strings.withdraw : strings.accept;
    box.classList.toggle("map-detail-on", choice.given());
  }
  box.addEventListener("keydown", (event) => event.key === "Escape" && (show(false), toggle.focus()));
  map.on("zoomend", () => {
    box.hidden = map.getZoom() < DETAIL_FROM - 1;
  });
  box.hidden = map.getZoom() < DETAIL_FROM - 1;
  choice.change(describe);
  describe();
  show(false);
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  return box;
}

/** Add the switch and, while agreed and near enough, the raster. `detail`: {url, attribution, strings}.
 *  `covered()`: whether the raster really shows, its server may be out of reach; `onCover` is told of changes. */
export function addDetail(map, detail, onCover, choice = consent()) {
  const raster = L.tileLayer(detail.url, {
    minZoom: DETAIL_FROM, maxNativeZoom: 19, attribution: detail.attribution, pane: "detail", className: "map-raster",
  });
  let answers = false;
  const heard = (yes) => () => {
    if (answers === yes) return;
    answers = yes;
    onCover();
  };
  const apply = (yes) => {
    if (yes) raster.addTo(map);
    else raster.remove();
    onCover();
  };
  const Control = L.Control.extend({ onAdd: () => detailControl(map, choice, detail.strings) });
  new Control({ position: "topright" }).addTo(map);
  raster.on("tileload", heard(true)).on("tileerror", heard(false));
  choice.change(apply);
  if (choice.given()) raster.addTo(map);
  return { covered: () => answers && choice.given() && map.getZoom() >= DETAIL_FROM };
}
