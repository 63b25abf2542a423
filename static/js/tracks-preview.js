// What will be taken of files just sent, on a map: the line one is about to decide on stands out.
import { linesLayer } from "./map/track-layer.js";
import { smallMap } from "./small-map.js";

const element = document.getElementById("map");
const config = JSON.parse(document.getElementById("map-config").textContent);
const place = ([lon, lat]) => [lon / 360 + 0.5, 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)];
const lines = config.lines.map((line) => ({ ...line, places: line.places.map(place) }));
const all = config.lines.flatMap(({ places }) => places);
const [lons, lats] = [0, 1].map((axis) => all.map((at) => at[axis]));
const least = (numbers) => numbers.reduce((a, b) => Math.min(a, b));
const most = (numbers) => numbers.reduce((a, b) => Math.max(a, b));

let lit = "";
const map = smallMap(element, {
  ...config.map,
  bounds: [[least(lats), least(lons)], [most(lats), most(lons)]],
  fit: { padding: [12, 12] },
});
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
  for (const type of ["pointerenter", "focusin"]) item.addEventListener(type, () => light(item.dataset.line));
  item.addEventListener("pointerleave", () => light(""));
  item.addEventListener("change", () => layer.redraw());
}
document.documentElement.classList.add("is-ready");
