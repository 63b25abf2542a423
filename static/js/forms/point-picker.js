// <point-picker>: the two numbers of a point, and a map that reads and writes them. Within what is folded there is a map only
// while it is open; where the base map does not come, words and numbers alone.
import { createMap } from "../map/map.js";
import { L } from "../map/leaflet.js";

const DECIMALS = 5; // about a metre
const NEAR = 9; // a town and its surroundings

class PointPicker extends HTMLElement {
  connectedCallback() {
    [this.lon, this.lat] = this.querySelectorAll("input");
    this.addEventListener("change", () => {
      this.show();
      this.comeNearer();
    });
    const folded = this.closest("details");
    folded?.addEventListener("toggle", () => (folded.open ? this.open() : this.close()));
    if (!folded || folded.open) this.open();
  }

  disconnectedCallback() {
    this.close();
  }

  open() {
    if (this.map) return;
    const element = Object.assign(document.createElement("div"), { className: "picker-map" });
    element.setAttribute("aria-label", this.dataset.label);
    const hint = Object.assign(document.createElement("p"), { className: "field-hint", textContent: this.dataset.hint });
    this.prepend(element, hint);
    const { language, basemap: basemapUrl, towns: townsUrl, worker: workerUrl } = this.dataset;
    const start = this.point ?? [50.43, 2.83];
    this.map = createMap(element, { language, basemapUrl, townsUrl, workerUrl, center: start, zoom: this.point ? 8 : 4 });
    this.mark = L.circleMarker(start, { radius: 8, className: "picker-mark" });
    this.map.on("click", ({ latlng }) => this.choose(latlng));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== element) return;
      event.preventDefault();
      this.choose(this.map.getCenter());
    });
    this.show();
    this.look(`${basemapUrl}/world.json`);
  }

  close() {
    this.map?.remove();
    this.map = null;
    this.querySelector(".picker-map")?.remove();
    for (const said of this.querySelectorAll(":scope > p")) said.remove();
  }

  /** Without its ground a map says nothing: then a sentence does. */
  async look(url) {
    const { map } = this;
    if (await fetch(url).then(({ ok }) => ok, () => false) || map !== this.map) return;
    this.close();
    const said = Object.assign(document.createElement("p"), { className: "note", textContent: this.dataset.absent });
    said.setAttribute("role", "status");
    this.prepend(said);
  }

  get point() {
    const filled = this.lon.value !== "" && this.lat.value !== "";
    return filled ? [Number(this.lat.value), Number(this.lon.value)] : null;
  }

  /** As if the numbers had been typed. */
  choose(latlng) {
    const { lat, lng } = latlng.wrap();
    this.lon.value = lng.toFixed(DECIMALS);
    this.lat.value = lat.toFixed(DECIMALS);
    this.show();
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** To a point that was given by its name or numbers, not by a click on what one already sees. */
  comeNearer() {
    if (this.map && this.point) this.map.setView(this.point, Math.max(this.map.getZoom(), NEAR), { animate: false });
  }

  show() {
    if (!this.map) return;
    const point = this.point;
    if (point) this.mark.setLatLng(point).addTo(this.map);
    else this.mark.remove();
  }
}

customElements.define("point-picker", PointPicker);
