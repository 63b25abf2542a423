// Two sheets that may be the same: where both are, each under its letter.
import { letteredMap } from "./compare/lettered-map.js";

letteredMap(document.getElementById("map"), JSON.parse(document.getElementById("map-config").textContent));
document.documentElement.classList.add("is-ready");
