// The table of those compared: its map, and the buttons that a script makes possible.
import { letteredMap } from "./compare/lettered-map.js";
import { shareButtons } from "./share.js";

const config = document.getElementById("map-config");
if (config) letteredMap(document.getElementById("map"), JSON.parse(config.textContent));
shareButtons();
document.documentElement.classList.add("is-ready");
