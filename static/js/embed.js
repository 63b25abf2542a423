// « Where are they now », in somebody else's page: the end of the road, where it is said to be, and nothing that follows anybody.
import { journeyLayer } from "./map/journey-layer.js";
import { zoomAround } from "./map/road.js";
import { roadDrawn } from "./road-drawn.js";
import { smallMap } from "./small-map.js";

const config = JSON.parse(document.getElementById("map-config").textContent);
const element = document.getElementById("map");
const road = await roadDrawn(config.road, element);
const [lon, lat] = config.point;
const elsewhere = (url) => window.open(url, "_blank", "noopener");
const layer = journeyLayer({ drawn: road, around: [{ lon, lat, radius: config.radius }], onStage: (slug) => elsewhere(road.stages.find((stage) => stage.slug === slug).url) });

const map = smallMap(element, { ...config.map, center: [lat, lon], zoom: zoomAround(road.stages, config.stage, element.clientWidth) });
layer.addTo(map).light(config.stage);
layer.travel([lon, lat]);
document.documentElement.classList.add("is-ready");
