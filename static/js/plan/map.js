// The plan on a map: its stops under their numbers, the way between them, where one leaves and arrives.
import { letteredMap } from "../compare/lettered-map.js";
import { L } from "../map/leaflet.js";

/** Fill `element` as `config` (routes.planning.drawing.plan_map) says. */
export function planMap(element, { ends, lines, ...config }) {
  const map = letteredMap(element, { ...config, origin: null });
  for (const line of lines) L.polyline(line, { className: "plan-line", interactive: false }).addTo(map);
  for (const [lon, lat] of ends) L.circleMarker([lat, lon], { radius: 6, className: "compare-origin", interactive: false }).addTo(map);
  return map;
}
