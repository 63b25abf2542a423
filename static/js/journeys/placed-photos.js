// Cards of photos that have arrived: a point put on the map is the choice of that point.
import { photoMap } from "./photo-map.js";

for (const details of document.querySelectorAll("[data-photo-map]")) {
  const choose = (value) => { details.closest("form").querySelector(`[name="${details.dataset.photoMap}"][value="${value}"]`).checked = true; };
  let moved = false;
  details.querySelector("[data-confirm]").hidden = false;
  photoMap(details, {
    start: () => null,
    isOurs: () => true, // the server has said where it is
    onMove: () => { moved = true; choose("hand"); },
    onConfirm: () => choose(moved ? "hand" : "keep"),
  });
}
