// The place: a town found by name fills in the point, as long as nobody set a pin, and with it the region and country.
import { gazetteerBox } from "../forms/gazetteer-box.js";

const area = document.querySelector("[data-place]");
const form = area.closest("form");
const picker = area.querySelector("point-picker");
const [lon, lat] = picker.querySelectorAll("input");
const locality = form.elements[area.dataset.locality ?? "locality"]; // a stage's or a page's has a name of its own
// Whether a person set the point: it goes along with the form, so that a reload or a correction does not forget it.
const pinned = form.elements.pinned;
const said = Object.assign(document.createElement("p"), { className: "field-hint" });
said.setAttribute("role", "status");

picker.addEventListener("input", () => { pinned.value = lon.value === "" ? "" : "on"; });

gazetteerBox(area.querySelector("[data-combobox]"), {
  language: document.documentElement.lang,
  onChoose: (place) => {
    locality.value = place.name;
    if (pinned.value) offer(place); // the human's pin always wins
    else move(place);
  },
});

const here = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", textContent: area.dataset.here });
here.addEventListener("click", () => {
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => {
      pinned.value = "on";
      put(coords.longitude, coords.latitude);
    },
    () => { said.textContent = area.dataset.refused; },
  );
});
picker.before(here, said);

function offer(place) {
  const here = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", textContent: area.dataset.move });
  here.addEventListener("click", () => {
    pinned.value = "";
    move(place);
    said.textContent = "";
  });
  said.replaceChildren(`${area.dataset.kept} `, here);
}

/** There, with the region and the country of there. */
function move(place) {
  const { admin1: region, country } = form.elements;
  put(place.lon, place.lat);
  if (region) region.value = place.region ?? "";
  if (!country) return;
  country.value = place.country;
  country.dispatchEvent(new Event("change", { bubbles: true }));
  area.dispatchEvent(new CustomEvent("filled"));
}

function put(longitude, latitude) {
  lon.value = longitude.toFixed(5);
  lat.value = latitude.toFixed(5);
  picker.dispatchEvent(new Event("change", { bubbles: true }));
  area.dispatchEvent(new CustomEvent("placed", { bubbles: true }));
}
