// A map set in a page of text: it moves when asked, and never takes the page's own scrolling.
import { createMap } from "./map/map.js";

const CLOSEST = 12; // beyond, the base map has nothing more to say

/** `createMap`, without the detailed background and the gestures by which one scrolls a page. */
export function smallMap(element, options) {
  const map = createMap(element, { ...options, detail: null, maxZoom: CLOSEST });
  map.scrollWheelZoom.disable();
  if (matchMedia("(pointer: coarse)").matches) map.dragging.disable();
  return map;
}
