// Where a page of the diary was written: its own mark, and the road beside it.
import { journeyLayer } from "./map/journey-layer.js";
import { marksLayer } from "./map/marks-layer.js";
import { zoomAround } from "./map/road.js";
import { trackLayer } from "./map/track-layer.js";
import { roadDrawn } from "./road-drawn.js";
import { smallMap } from "./small-map.js";

const ZOOM = 7;
const config = JSON.parse(document.getElementById("map-config").textContent);
const element = document.getElementById("map");
const road = await roadDrawn(config.road, element);
const [lon, lat] = config.point;
const layer = journeyLayer({ drawn: road, recorded: config.tracks?.legs, around: [{ lon, lat, radius: config.radius }], onStage: (slug) => location.assign(road.stages.find((stage) => stage.slug === slug).url) });
const mark = marksLayer({ marks: [{ kind: "note", lon, lat, name: "", slug: config.note }] });

const map = smallMap(element, { ...config.map, center: [lat, lon], zoom: Math.max(ZOOM, zoomAround(road.stages, config.stage, element.clientWidth)) });
if (config.tracks) trackLayer(config.tracks).addTo(map);
layer.addTo(map).light(config.stage ?? "");
mark.addTo(map).light(config.note);
mark.once("update", () => map.fire("relabel")); // no name is written over it
document.documentElement.classList.add("is-ready");
