// Makes a map: our base map, its names, the controls, and what each reader's settings ask for.
import { breathe } from "../breathe.js";
import { basemapLayer, basemapPainter } from "./basemap.js";
import { addDetail } from "./detail.js";
import { labelsLayer } from "./labels.js";
import { L } from "./leaflet.js";

const FARTHEST = 85.0511; // degrees: where the square of Web Mercator ends

async function fetchJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/** The zoom at which the world about fills a view of this size (pixels). */
export function smallestZoom({ x, y }) {
  return Math.max(0, Math.ceil(Math.log2((Math.max(x, y) * 0.6) / 256)));
}

const still = () => globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;

function leafletOptions({ interactive, maxZoom }) {
  const moving = !still();
  const handlers = ["dragging", "touchZoom", "scrollWheelZoom", "doubleClickZoom", "boxZoom", "keyboard"];
  return {
    ...Object.fromEntries(handlers.map((name) => [name, interactive])),
    maxZoom,
    zoomControl: false,
    attributionControl: false,
    worldCopyJump: interactive,
    zoomAnimation: moving,
    fadeAnimation: false, // map.css fades, without the page's thread
    inertia: moving,
    maxBounds: [[-FARTHEST, -Infinity], [FARTHEST, Infinity]],
    maxBoundsViscosity: 1,
  };
}

function addControls(map, strings, interactive) {
  L.control.attribution({ prefix: false }).addTo(map).addAttribution("Natural Earth · GeoNames");
  if (!interactive) return;
  L.control.zoom({ position: "topright", zoomInTitle: strings.zoomIn, zoomOutTitle: strings.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
}

function addPane(map, name, order) {
  map.createPane(name).style.zIndex = order;
}

function addBackground(map, { language, basemapUrl, townsUrl, workerUrl }) {
  const painter = basemapPainter({ url: basemapUrl, workerUrl, fetchJson });
  const names = fetchJson(`${basemapUrl}/names-${language}.json`);
  const labels = labelsLayer({ world: painter.world, names, fetchJson, townsUrl, language });
  basemapLayer(painter).addTo(map);
  map.on("unload", () => painter.end?.());
  labels.addTo(map);
  return labels;
}

/** The raster has its own names: ours step aside while it shows, and stay when its server does not answer. */
function offerDetail(map, options, labels) {
  const update = () => (detail.covered() ? labels.remove() : labels.addTo(map));
  const detail = addDetail(map, options, update);
  map.on("zoomend", update);
}

function keepWorldInView(map) {
  const update = () => map.setMinZoom(smallestZoom(map.getSize()));
  map.on("resize", update);
  update();
}

/** Make `element` a map and return Leaflet's.
 *  language: "fr" | "en"; bounds: [[south, west], [north, east]] (and fit: Leaflet's options of fitBounds) or center: [lat, lon] and zoom;
 *  basemapUrl: the folder of world.json; workerUrl: basemap-worker.js, to paint beside the page; townsUrl: …/{z}/{x}/{y}.json, or nothing;
 *  strings: {map, zoomIn, zoomOut}; detail: {url, attribution, strings: {title, warning, accept, withdraw}} or nothing.
 *  Panes from below: base map 200, « detail » 250, « labels » 300, then Leaflet's own (overlayPane 400 …). */
export function createMap(element, options) {
  const { language, center = [30, 15], zoom = 2, bounds, fit, interactive = true, maxZoom = 17, strings = {} } = options;
  const map = L.map(element, leafletOptions({ interactive, maxZoom }));
  if (strings.map) element.setAttribute("aria-label", strings.map);
  element.setAttribute("role", "region");
  if (!interactive) element.removeAttribute("tabindex");
  addPane(map, "detail", 250);
  addPane(map, "labels", 300);
  keepWorldInView(map);
  if (bounds) map.fitBounds(bounds, fit);
  else map.setView(center, zoom);
  addControls(map, strings, interactive);
  let gone = false;
  map.on("unload", () => { gone = true; });
  breathe().then(() => {
    if (gone) return;
    const labels = addBackground(map, { ...options, language });
    if (options.detail && interactive) offerDetail(map, options.detail, labels);
  });
  return map;
}
