// A map set in a page of text: it moves when asked, and never takes the page's own scrolling.
import { createMap } from "./map/map.js";

/** `element` as templates/places/_map.html writes it; `where`: {center, zoom} or {bounds}. Returns Leaflet's map. */
export function smallMap(element, where) {
  const { language, basemap, towns, label, zoomIn, zoomOut } = element.dataset;
  const strings = { map: label, zoomIn, zoomOut };
  const map = createMap(element, { ...where, language, basemapUrl: basemap, townsUrl: towns, strings, maxZoom: 12 });
  map.scrollWheelZoom.disable();
  if (matchMedia("(pointer: coarse)").matches) map.dragging.disable();
  return map;
}
