// A stage's small map: the road around it, this stage lit, the others a click away.
import { journeyLayer } from "./map/journey-layer.js";
import { trackLayer } from "./map/track-layer.js";
import { roadFeatures } from "./road-features.js";
import { smallMap } from "./small-map.js";

const ZOOM = 5;
const config = JSON.parse(document.getElementById("map-config").textContent);
const element = document.getElementById("map");
const features = await roadFeatures(config.features, element);
const layer = journeyLayer({ features, recorded: config.tracks?.legs, onStage: (slug) => location.assign(layer.road.stages.find((stage) => stage.slug === slug).url) });
const here = layer.road.stages.find(({ slug }) => slug === config.stage);

const map = smallMap(element, { ...config.map, center: [here.lat, here.lon], zoom: ZOOM });
if (config.tracks) trackLayer(config.tracks).addTo(map);
layer.addTo(map).light(here.slug);
document.documentElement.classList.add("is-ready");
