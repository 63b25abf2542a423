// The road on a map: solid where the diary tells it, dashed where it was only announced; a tick, a name and a date at each stage.
import { CanvasOverlay } from "./canvas-overlay.js";
import { placed } from "./placement.js";
import { road } from "./road.js";
import { onThemeChange } from "./theme.js";
import { copiesBetween } from "./world-copies.js";

const REACH = 14; // screen points around a tick within which it answers

/** `features`: those of /api/v1/journeys/{slug}/; callbacks: onStage(slug, layer point), onHover(slug | "").
 *  The layer offers `light(slug)`, `travel([lon, lat] | null)`, `at(layer point)` → stage, and `road` (road.js). */
export function journeyLayer({ features, onStage = () => {}, onHover = () => {} }) {
  const Layer = CanvasOverlay.extend({
    options: { pane: "overlayPane", padding: 0.15, className: "map-overlay map-journey" },

    initialize(options) {
      CanvasOverlay.prototype.initialize.call(this, options);
      this.road = road(features);
      this.ticks = [];
      this.lit = this.hovered = "";
      this.traveller = null;
    },

    onAdd(map) {
      CanvasOverlay.prototype.onAdd.call(this, map);
      this.stopListening = onThemeChange(() => this.redraw());
      map.on("mousemove", this.onPointer, this).on("click", this.onClick, this);
    },

    onRemove(map) {
      this.stopListening();
      map.off("mousemove", this.onPointer, this).off("click", this.onClick, this);
      CanvasOverlay.prototype.onRemove.call(this, map);
    },

    light(slug) {
      if (slug === this.lit) return;
      this.lit = slug;
      this.redraw();
    },

    travel(place) {
      this.traveller = place;
      this.redraw();
    },

    /** The stage nearest to a layer point, if it is close enough to be meant. */
    at(point) {
      const distance = ({ x, y }) => Math.hypot(x - point.x, y - point.y);
      const near = this.ticks.filter((tick) => distance(tick) <= REACH);
      return near.sort((a, b) => distance(a) - distance(b))[0]?.stage;
    },

    onPointer({ layerPoint }) {
      const slug = this.at(layerPoint)?.slug ?? "";
      this._map.getContainer().classList.toggle("is-over-stage", Boolean(slug));
      if (slug === this.hovered) return;
      this.hovered = slug;
      this.redraw();
      onHover(slug);
    },

    onClick({ layerPoint, originalEvent }) {
      const stage = this.at(layerPoint);
      if (stage && !originalEvent?.defaultPrevented) onStage(stage.slug, layerPoint);
    },

    draw(ctx, map) {
      const style = getComputedStyle(map.getContainer());
      const color = (name) => style.getPropertyValue(`--${name}`).trim();
      this.ticks = this.road.stages.flatMap((stage) => this.copies(map, stage.lon, stage.lat).map(({ x, y }) => ({ stage, x, y })));
      ctx.lineJoin = ctx.lineCap = "round";
      for (const leg of this.road.legs) this.drawLeg(ctx, map, leg, color);
      for (const tick of this.ticks) drawTick(ctx, tick, this.isLit(tick), color);
      if (this.traveller) for (const at of this.copies(map, ...this.traveller)) drawTraveller(ctx, at, color);
      this.drawNames(ctx, map, color);
    },

    drawLeg(ctx, map, { parts, documented }, color) {
      const path = new Path2D();
      for (const turn of this.turns(map)) {
        for (const part of parts) {
          part.forEach(([lon, lat], n) => {
            const { x, y } = map.latLngToLayerPoint([lat, lon + turn]);
            if (n) path.lineTo(x, y);
            else path.moveTo(x, y);
          });
        }
      }
      this.strokeTwice(ctx, path, documented, color);
    },

    /** A pale bed under the line, so that it reads on land, sea and lake alike. */
    strokeTwice(ctx, path, documented, color) {
      ctx.setLineDash([]);
      ctx.globalAlpha = documented ? 0.75 : 0.5;
      ctx.lineWidth = documented ? 6 : 4.5;
      ctx.strokeStyle = color("halo");
      ctx.stroke(path);
      ctx.globalAlpha = 1;
      ctx.lineCap = documented ? "round" : "butt";
      ctx.setLineDash(documented ? [] : [5, 5]);
      ctx.lineWidth = documented ? 3 : 1.75;
      ctx.strokeStyle = color("road");
      ctx.stroke(path);
      ctx.setLineDash([]);
    },

    /** Names of the stages in view, where there is room for them within it. */
    drawNames(ctx, map, color) {
      const view = map.getPixelBounds();
      const [min, max] = [view.min, view.max].map((corner) => corner.subtract(map.getPixelOrigin()));
      const inView = ({ x, y }) => x > min.x && x < max.x && y > min.y && y < max.y;
      const lit = (tick) => this.isLit(tick);
      const type = { dated: map.getZoom() >= 4, serif: color("serif") };
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      const labels = this.ticks.filter(inView).sort((a, b) => weight(a, lit) - weight(b, lit));
      for (const label of placed(labels.map((tick) => measured(ctx, tick, lit(tick), type)), frame(min, max))) write(ctx, label, color);
    },

    isLit({ stage }) {
      return stage.slug === this.lit || stage.slug === this.hovered;
    },

    west(map) {
      return this.bounds().min.add(map.getPixelOrigin()).x / map.options.crs.scale(map.getZoom());
    },

    east(map) {
      return this.bounds().max.add(map.getPixelOrigin()).x / map.options.crs.scale(map.getZoom());
    },

    /** By how many degrees the world is turned in each of its copies within the drawn area. */
    turns(map) {
      const found = [];
      for (let turn = Math.floor(this.west(map)); turn < this.east(map); turn += 1) found.push(turn * 360);
      return found;
    },

    copies(map, lon, lat) {
      return copiesBetween(lon, this.west(map) * 360 - 180, this.east(map) * 360 - 180).map((lng) => map.latLngToLayerPoint([lat, lng]));
    },
  });
  return new Layer();
}

const isDocumented = ({ stage }) => stage.evidence === "documented";

/** Four boxes around a view: no name may reach out of it. */
const frame = ({ x: west, y: north }, { x: east, y: south }) => [
  [-Infinity, -Infinity, west, Infinity],
  [east, -Infinity, Infinity, Infinity],
  [-Infinity, -Infinity, Infinity, north],
  [-Infinity, south, Infinity, Infinity],
];

function disc(ctx, { x, y }, size) {
  ctx.beginPath();
  ctx.arc(x, y, size, 0, 2 * Math.PI);
}

function drawTick(ctx, tick, lit, color) {
  const told = isDocumented(tick);
  disc(ctx, tick, lit ? 7 : told ? 4.5 : 3.25);
  ctx.fillStyle = color(lit ? "road" : "paper-raised");
  ctx.fill();
  ctx.lineWidth = told ? 2.25 : 1.5;
  ctx.strokeStyle = color(lit ? "paper-raised" : "road");
  ctx.stroke();
}

function drawTraveller(ctx, at, color) {
  disc(ctx, at, 12);
  ctx.globalAlpha = 0.25;
  ctx.fillStyle = color("road");
  ctx.fill();
  ctx.globalAlpha = 1;
  disc(ctx, at, 6.5);
  ctx.fill();
  ctx.lineWidth = 2;
  ctx.strokeStyle = color("paper-raised");
  ctx.stroke();
}

/** How soon a stage is named when there is no room for all: the lit one before any, then the surest. */
function weight(tick, lit) {
  if (lit(tick)) return 0;
  const { date, precision } = tick.stage;
  return (isDocumented(tick) ? 1 : 4) + (date ? 0 : 1) + (precision === "region" ? 1 : 0);
}

function measured(ctx, tick, lit, { dated, serif }) {
  const { name, date } = tick.stage;
  const font = `${isDocumented(tick) ? "500" : "italic"} ${lit ? 15 : 13.5}px ${serif}`;
  const text = date && (dated || lit) ? `${name} · ${date}` : name;
  ctx.font = font;
  return { ...tick, text, font, width: ctx.measureText(text).width, height: lit ? 20 : 16, anchor: "point" };
}

function write(ctx, { text, font, tx, ty }, color) {
  ctx.font = font;
  ctx.lineWidth = 4;
  ctx.strokeStyle = color("halo");
  ctx.strokeText(text, tx, ty);
  ctx.fillStyle = color("road");
  ctx.fillText(text, tx, ty);
}
