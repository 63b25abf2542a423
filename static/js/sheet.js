// The sheet's small map: a disc where the place is exact, else a halo as wide as what we do not say.
import { smallMap } from "./small-map.js";
import { L } from "./map/leaflet.js";

function draw(element, { lon, lat, halo, zoom, resource }) {
  const map = smallMap(element, { center: [lat, lon], zoom });
  const look = { className: `mark hue-${resource}`, interactive: false };
  const shape = halo ? L.circle([lat, lon], { ...look, radius: halo }) : L.circleMarker([lat, lon], { ...look, radius: 9 });
  shape.addTo(map);
}

draw(document.getElementById("map"), JSON.parse(document.getElementById("place").textContent));
