// The sheet's small map: a disc where the place is exact, else a halo as wide as what we do not say.
import { L } from "./map/leaflet.js";
import { smallMap } from "./small-map.js";

const { map: options, place } = JSON.parse(document.getElementById("map-config").textContent);
const { lon, lat, halo, zoom, resource } = place;
const look = { className: `place-mark hue-${resource}`, interactive: false };
const shape = halo ? L.circle([lat, lon], { ...look, radius: halo }) : L.circleMarker([lat, lon], { ...look, radius: 9 });
shape.addTo(smallMap(document.getElementById("map"), { ...options, center: [lat, lon], zoom }));
