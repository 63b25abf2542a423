// Any page with ticks but the map's, which makes its own bar.
import { compareBar } from "./bar.js";

const form = document.querySelector("#compare-form");
const bar = compareBar(form);

// A search that starts here takes the choice along.
document.addEventListener("submit", ({ target }) => {
  if (target === form || target.method !== "get" || !bar.chosen().length) return;
  const value = bar.chosen().map(([slug]) => slug).join(",");
  const field = target.elements.namedItem("with") ?? target.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "with" }));
  field.value = value;
});
