// The small map of a country, a resource or a theme: the same signs as on the big one, from the same query.
import { alone } from "./map/cells.js";
import { initiativesLayer, openSign } from "./map/initiatives-layer.js";
import { smallMap } from "./small-map.js";

const SIGN = 24; // screen points around a sign, so that none is cut
const { map: options, bounds, query, urls } = JSON.parse(document.getElementById("map-config").textContent);

async function fetchJson(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/** The sheet of the one; the big map around those that share a place. */
function show(sign) {
  const one = alone(sign);
  location.assign(one ? urls.sheet.replace("SLUG", one.slug) : `${urls.explore}?${query}&bbox=${around(sign.box)}`);
}

const around = ([west, south, east, north]) => [west - 0.01, south - 0.01, east + 0.01, north + 0.01].map((degrees) => degrees.toFixed(4)).join();

const map = smallMap(document.getElementById("map"), { ...options, bounds });
map.fitBounds(bounds, { padding: [SIGN, SIGN], maxZoom: 8, animate: false });
const layer = initiativesLayer({ tilesUrl: urls.tiles, fetchJson, onOpen: (sign) => openSign(map, sign, show) });
layer.addTo(map).ask(query);
