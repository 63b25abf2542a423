// <point-picker>: the two numbers of a point, and a map that reads and writes them.
import { createMap } from "../map/map.js";
import { L } from "../map/leaflet.js";

const DECIMALS = 5; // about a metre
const NEAR = 9; // a town and its surroundings

class PointPicker extends HTMLElement {
  connectedCallback() {
    [this.lon, this.lat] = this.querySelectorAll("input");
    const element = Object.assign(document.createElement("div"), { className: "picker-map" });
    element.setAttribute("aria-label", this.dataset.label);
    this.prepend(element);
    const { language, basemap: basemapUrl, towns: townsUrl, worker: workerUrl } = this.dataset;
    const start = this.point ?? [50.43, 2.83];
    this.map = createMap(element, { language, basemapUrl, townsUrl, workerUrl, center: start, zoom: this.point ? 8 : 4 });
    this.mark = L.circleMarker(start, { radius: 8, className: "picker-mark" });
    this.map.on("click", ({ latlng }) => {
      this.write(latlng.wrap());
      this.dispatchEvent(new Event("input", { bubbles: true })); // as if the numbers had been typed
    });
    this.addEventListener("change", () => {
      this.show();
      this.comeNearer();
    });
    this.show();
  }

  get point() {
    const filled = this.lon.value !== "" && this.lat.value !== "";
    return filled ? [Number(this.lat.value), Number(this.lon.value)] : null;
  }

  write({ lat, lng }) {
    this.lon.value = lng.toFixed(DECIMALS);
    this.lat.value = lat.toFixed(DECIMALS);
    this.show();
  }

  /** To a point that was given by its name or numbers, not by a click on what one already sees. */
  comeNearer() {
    if (this.point) this.map.setView(this.point, Math.max(this.map.getZoom(), NEAR), { animate: false });
  }

  show() {
    const point = this.point;
    if (point) this.mark.setLatLng(point).addTo(this.map);
    else this.mark.remove();
  }
}

customElements.define("point-picker", PointPicker);
