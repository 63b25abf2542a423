// A stage's small map: the road around it, this stage lit, the others a click away.
import { journeyLayer } from "./map/journey-layer.js";
import { marksLayer } from "./map/marks-layer.js";
import { zoomAround } from "./map/road.js";
import { trackLayer } from "./map/track-layer.js";
import { roadDrawn } from "./road-drawn.js";
import { smallMap } from "./small-map.js";

const config = JSON.parse(document.getElementById("map-config").textContent);
const element = document.getElementById("map");
const road = await roadDrawn(config.road, element);
const layer = journeyLayer({ drawn: road, recorded: config.tracks?.legs, around: road.marks, onStage: (slug) => location.assign(road.stages.find((stage) => stage.slug === slug).url) });
const marks = marksLayer({ marks: road.marks, stages: road.stages, onMark: open, taken: (point) => Boolean(layer.at(point)) });
const here = road.stages.find(({ slug }) => slug === config.stage);

const map = smallMap(element, { ...config.map, center: [here.lat, here.lon], zoom: zoomAround(road.stages, config.stage, element.clientWidth) });
if (config.tracks) trackLayer(config.tracks).addTo(map);
if (road.marks.length) marks.addTo(map);
layer.addTo(map).light(here.slug);
document.documentElement.classList.add("is-ready");

function open({ kind, slug, at }) {
  if (kind !== "met") location.assign(new URL(`../notes/${slug}/`, location.href));
  else location.assign(road.stages[at - road.first].url);
}
