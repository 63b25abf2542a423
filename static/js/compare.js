// The table of those compared: its map, and the buttons that a script makes possible.
import { letteredMap } from "./compare/lettered-map.js";

const config = document.getElementById("map-config");
if (config) letteredMap(document.getElementById("map"), JSON.parse(config.textContent));

const address = document.getElementById("compare-address");
const copying = document.querySelector("[data-copy]");
address.addEventListener("focus", () => address.select());
copying.addEventListener("click", async () => {
  address.select();
  const copied = await navigator.clipboard?.writeText(address.value).then(() => true, () => false);
  document.querySelector("[data-copy-said]").textContent = copied ? copying.dataset.copied : copying.dataset.kept;
});
const printing = document.querySelector("[data-print]");
printing.addEventListener("click", () => print());
for (const button of [copying, printing]) button.hidden = false;
document.documentElement.classList.add("is-ready");
