// The answer's page: the place as one types, the balance that sorts anew in place, the map and the list that light each other.
import { letteredMap } from "./compare/lettered-map.js";
import { gazetteerBox } from "./forms/gazetteer-box.js";
import { placeField } from "./models/place-field.js";
import { balanced } from "./models/query.js";

const form = document.getElementById("models-form");
const results = document.querySelector("[data-part=results]");
const slider = document.getElementById("balance");
let asked;

placeField(form, gazetteerBox);

function showMap() {
  const config = document.getElementById("map-config");
  if (config) letteredMap(document.getElementById("map"), JSON.parse(config.textContent));
}

function say() {
  slider.setAttribute("aria-valuetext", slider.value < 0.5 ? slider.dataset.near : slider.value > 0.5 ? slider.dataset.alike : `${slider.dataset.near} = ${slider.dataset.alike}`);
}

async function sort() {
  const query = balanced(location.search, slider.value);
  asked?.abort();
  asked = new AbortController();
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${form.action}results/?${query}`, { signal: asked.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    results.innerHTML = await answer.text();
    history.replaceState(history.state, "", `?${query}`);
    document.querySelector("[data-failure]").hidden = true;
    const said = document.querySelector("[data-announce]");
    said.textContent = said.dataset.said;
    showMap();
  } catch (error) {
    if (error.name === "AbortError") return;
    document.querySelector("[data-failure]").hidden = false;
  }
  results.setAttribute("aria-busy", "false");
}

form.querySelector("[data-without-script]").hidden = true;
slider.addEventListener("input", say);
slider.addEventListener("change", sort);
say();
showMap();
document.documentElement.classList.add("is-ready");
