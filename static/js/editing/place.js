// The place: a town found by name fills in its region, country and, as long as nobody set a pin, the point.
import { gazetteerBox } from "../forms/gazetteer-box.js";

const area = document.querySelector("[data-place]");
const form = area.closest("form");
const picker = area.querySelector("point-picker");
const [lon, lat] = picker.querySelectorAll("input");
const said = Object.assign(document.createElement("p"), { className: "field-hint" });
said.setAttribute("role", "status");
let pinned = lon.value !== "" && lat.value !== "";

form.addEventListener("kept", () => { pinned = lon.value !== ""; });
picker.addEventListener("click", () => { pinned = pinned || lon.value !== ""; });
picker.addEventListener("input", () => { pinned = true; });

gazetteerBox(area.querySelector("[data-combobox]"), {
  language: document.documentElement.lang,
  onChoose: (place) => {
    form.elements.locality.value = place.name;
    form.elements.admin1.value = place.region ?? "";
    form.elements.country.value = place.country;
    if (pinned) said.textContent = area.dataset.kept; // the human's pin always wins
    else put(place.lon, place.lat);
  },
});

const here = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", textContent: area.dataset.here });
here.addEventListener("click", () => {
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => {
      pinned = true;
      put(coords.longitude, coords.latitude);
    },
    () => { said.textContent = area.dataset.refused; },
  );
});
picker.before(here, said);

function put(longitude, latitude) {
  lon.value = longitude.toFixed(5);
  lat.value = latitude.toFixed(5);
  picker.dispatchEvent(new Event("change", { bubbles: true }));
}
