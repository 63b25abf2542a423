// What will be taken of files just sent, on a map: the line one is about to decide on stands out.
import { L } from "./map/leaflet.js";
import { linesLayer } from "./map/track-layer.js";
import { smallMap } from "./small-map.js";

const element = document.getElementById("map");
const config = JSON.parse(document.getElementById("map-config").textContent);
const place = ([lon, lat]) => [lon / 360 + 0.5, 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)];
const lines = config.lines.map((line) => ({ ...line, places: line.places.map(place) }));
const least = (numbers) => numbers.reduce((a, b) => Math.min(a, b));
const most = (numbers) => numbers.reduce((a, b) => Math.max(a, b));

/** The smallest view that holds these places. */
function bounds(places) {
  const [lons, lats] = [0, 1].map((axis) => places.map((at) => at[axis]));
  return [[least(lats), least(lons)], [most(lats), most(lons)]];
}

let lit = "";
const fit = { padding: [12, 12], animate: false };
const map = smallMap(element, { ...config.map, bounds: bounds([...config.lines.flatMap((line) => line.places), ...config.marks.map((mark) => mark.place)]), fit });
const layer = linesLayer({ lines: () => lines.filter(isTaken).map((line) => ({ ...line, kind: kindOf(line), lit: line.line === lit })) });
layer.addTo(map);

function isTaken({ line }) {
  return document.getElementById(`id_${line}-taken`)?.checked ?? true;
}

/** What is said to be drawn by hand is drawn as such. */
function kindOf({ line, kind }) {
  return kind === "recorded" && document.getElementById(`id_${line}-kind`)?.value === "route" ? "planned" : kind;
}

function light(name) {
  if (name === lit) return;
  lit = name;
  layer.redraw();
}

for (const item of document.querySelectorAll("[data-line]")) {
  const { line } = item.dataset;
  item.addEventListener("pointerenter", () => light(line));
  item.addEventListener("focusin", () => {
    light(line);
    map.fitBounds(bounds(config.lines.filter((one) => one.line === line).flatMap((one) => one.places)), fit);
  });
  item.addEventListener("pointerleave", () => light(""));
  item.addEventListener("change", () => layer.redraw());
}
for (const item of document.querySelectorAll("[data-mark]")) {
  const [lon, lat] = config.marks.find(({ mark }) => mark === item.dataset.mark).place;
  const box = item.querySelector("[type=checkbox]");
  const dot = L.circleMarker([lat, lon], { radius: 6, className: "track-mark", interactive: false }).addTo(map);
  const show = () => dot.getElement()?.classList.toggle("is-taken", box.checked);
  item.addEventListener("focusin", () => map.panTo([lat, lon], { animate: false }));
  item.addEventListener("change", show);
  show();
}
for (const group of document.querySelectorAll("[data-waypoints]")) {
  const all = group.querySelector("[data-tick-all]");
  all.hidden = false;
  all.addEventListener("click", () => {
    for (const item of group.querySelectorAll("[data-mark]:not([data-double])")) {
      if (!item.querySelector("[name$=-place]").value.trim()) continue; // to be named first
      const box = item.querySelector("[type=checkbox]");
      box.checked = true;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}
document.documentElement.classList.add("is-ready");
