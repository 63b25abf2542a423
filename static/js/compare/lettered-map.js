// The map of a few: a halo as wide as what is not said of each place, and the letter of its column on it.
import { L } from "../map/leaflet.js";
import { onThemeChange } from "../map/theme.js";
import { smallMap } from "../small-map.js";
import { spread } from "./spread.js";

const SIDE = 24; // screen points of a letter's mark
const ALONE = 9; // the zoom at which a single place is shown among its neighbours

/** Fill `element`. `places`: [{letter, lon, lat, halo (metres), resource}]; `origin`: [lon, lat] or null; `bounds` holds them all. */
export function letteredMap(element, { map: options, bounds, places, origin }) {
  const map = smallMap(element, { ...options, bounds });
  map.fitBounds(bounds, { padding: [2 * SIDE, 2 * SIDE], maxZoom: ALONE, animate: false });
  if (origin) L.circleMarker([origin[1], origin[0]], { radius: 6, className: "compare-origin", interactive: false }).addTo(map);
  for (const { lat, lon, halo, resource } of places) {
    if (halo) L.circle([lat, lon], { radius: halo, className: `place-mark hue-${resource}`, interactive: false }).addTo(map);
  }
  const marks = places.map(({ lat, lon }) => L.marker([lat, lon], { icon: L.divIcon({ className: "" }), interactive: false, keyboard: false }).addTo(map));

  function place() {
    const shifts = spread(places.map(({ lat, lon }) => map.latLngToLayerPoint([lat, lon])), SIDE);
    marks.forEach((mark, n) => {
      const { letter, resource } = places[n];
      mark.setIcon(L.divIcon({ className: `letter-mark hue-${resource}`, html: letter, iconSize: [SIDE, SIDE], iconAnchor: [SIDE / 2 - shifts[n], SIDE / 2] }));
    });
  }
  /** Paper is light: print turns over what was drawn for the night. */
  function lit() {
    element.classList.toggle("is-night", getComputedStyle(element).colorScheme === "dark");
  }
  map.on("zoomend viewreset", place);
  onThemeChange(lit);
  place();
  lit();
  return map;
}
