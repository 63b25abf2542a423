// What was written, photographed and met on the way, each at its own place: small marks that show once one has come near.
import { CanvasOverlay } from "./canvas-overlay.js";
import { colorsOf, onThemeChange } from "./theme.js";
import { copiesBetween } from "./world-copies.js";

const NEAR = 5; // the zoom from which they show
const REACH = 11; // screen points around one within which it answers
const CELL = 10; // screen points: of several in one place the first stands for all, and a stage for what is at it

const AROUND = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy]));

const point = (map, lat, lng) => {
  const { x, y } = map.latLngToLayerPoint([lat, lng]);
  return { x, y };
};

/** `marks` and `stages`: those of map/road.js; onMark(mark) when one is pressed; taken(layer point): whether something else
 *  answers there. The layer offers `light(slug)`. */
export function marksLayer({ marks, stages = [], onMark = () => {}, taken = () => false }) {
  const Layer = CanvasOverlay.extend({
    options: { pane: "overlayPane", padding: 0.1, className: "map-overlay map-marks" },

    initialize(options) {
      CanvasOverlay.prototype.initialize.call(this, options);
      this.spots = [];
      this.lit = null;
    },

    onAdd(map) {
      CanvasOverlay.prototype.onAdd.call(this, map);
      this.stopListening = onThemeChange(() => this.redraw());
      map.on(this.heard(), this);
    },

    onRemove(map) {
      this.stopListening();
      map.off(this.heard(), this);
      CanvasOverlay.prototype.onRemove.call(this, map);
    },

    heard() {
      return { click: this.onClick, mousemove: this.onPointer, naming: this.onNaming };
    },

    light(slug) {
      this.lit = slug;
      this.redraw();
    },

    at(point) {
      const distance = ({ x, y }) => Math.hypot(x - point.x, y - point.y);
      return this.spots.filter((spot) => distance(spot) <= REACH).sort((a, b) => distance(a) - distance(b))[0]?.mark;
    },

    onClick({ layerPoint }) {
      const mark = !taken(layerPoint) && this.at(layerPoint);
      if (mark) onMark(mark);
    },

    onPointer({ layerPoint }) {
      const mark = !taken(layerPoint) && this.at(layerPoint);
      const container = this._map.getContainer();
      container.classList.toggle("is-over-mark", Boolean(mark));
      container.title = mark ? mark.name : "";
    },

    /** No stage's name is written over one. */
    onNaming({ taken }) {
      if (!this._bounds) return;
      this.place(this._map);
      for (const { x, y } of this.spots) taken.push([x - 6, y - 6, x + 6, y + 6]);
    },

    prepare(map) {
      this.place(map);
      return this.spots.length > 0;
    },

    place(map) {
      this.spots = [];
      if (map.getZoom() < NEAR) return;
      const seen = new Set();
      for (const { x, y } of this.points(map, stages)) {
        for (const [dx, dy] of AROUND) seen.add(`${Math.round(x / CELL) + dx} ${Math.round(y / CELL) + dy}`);
      }
      for (const spot of this.points(map, marks)) {
        const cell = `${Math.round(spot.x / CELL)} ${Math.round(spot.y / CELL)}`;
        if (!seen.has(cell)) this.spots.push(spot);
        seen.add(cell);
      }
    },

    /** Where things fall within the drawn area: [{mark, x, y}]. */
    points(map, things) {
      const bounds = this.bounds();
      const [west, east] = ["min", "max"].map((side) => map.layerPointToLatLng(bounds[side]).lng);
      const found = things.flatMap((mark) => copiesBetween(mark.lon, west, east).map((lng) => ({ mark, ...point(map, mark.lat, lng) })));
      return found.filter(({ x, y }) => bounds.contains([x, y]));
    },

    draw(ctx, map) {
      const color = colorsOf(map.getContainer());
      for (const spot of this.spots) drawMark(ctx, spot, Boolean(this.lit) && spot.mark.slug === this.lit, color);
    },
  });
  return new Layer();
}

const SHAPES = {
  // a sheet of paper with its corner turned down
  note: (ctx, x, y, r) => {
    ctx.moveTo(x - r * 0.8, y - r);
    ctx.lineTo(x + r * 0.2, y - r);
    ctx.lineTo(x + r * 0.8, y - r * 0.4);
    ctx.lineTo(x + r * 0.8, y + r);
    ctx.lineTo(x - r * 0.8, y + r);
    ctx.closePath();
  },
  photo: (ctx, x, y, r) => ctx.rect(x - r, y - r * 0.75, 2 * r, 1.5 * r),
  met: (ctx, x, y, r) => ctx.arc(x, y, r * 0.85, 0, 2 * Math.PI),
};

function drawMark(ctx, { mark, x, y }, lit, color) {
  ctx.beginPath();
  SHAPES[mark.kind](ctx, x, y, lit ? 8 : 5);
  ctx.fillStyle = mark.kind === "met" ? color(`resource-${mark.resource}`) || color("ink-soft") : color(lit ? "road" : "paper-raised");
  ctx.fill();
  ctx.lineWidth = 1.75;
  ctx.strokeStyle = mark.kind === "met" ? color("paper-raised") : color(lit ? "paper-raised" : "road");
  ctx.stroke();
  if (mark.kind !== "photo") return;
  ctx.beginPath();
  ctx.arc(x, y, 1.75, 0, 2 * Math.PI);
  ctx.fillStyle = color(lit ? "paper-raised" : "road");
  ctx.fill();
}
