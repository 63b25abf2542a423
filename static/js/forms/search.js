// The search of the home page: a town chosen in the list is sent by its number, which no homonym shares.
import { gazetteerBox } from "./gazetteer-box.js";

const form = document.querySelector(".need");
const where = form.elements.where;
const place = Object.assign(document.createElement("input"), { type: "hidden" });
form.append(place);

gazetteerBox(where.closest("[data-combobox]"), {
  language: document.documentElement.lang,
  onChoose: ({ id }) => send(id),
});
where.addEventListener("input", () => send(""));

/** What is sent: the number of a town, else the words typed. */
function send(id) {
  place.name = id ? "place" : "";
  place.value = id;
  where.name = id ? "" : "where";
}
