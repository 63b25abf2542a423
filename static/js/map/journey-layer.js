// The road on a map: solid where the diary tells it, dashed where it was only announced; a tick, a name and a date at each stage.
import { CanvasOverlay } from "./canvas-overlay.js";
import { drawRoad, drawTick, drawTraveller, frame, measured, weight, write } from "./journey-marks.js";
import { placed } from "./placement.js";
import { road, runs } from "./road.js";
import { colorsOf, onThemeChange } from "./theme.js";
import { areas, drawAreas } from "./vague.js";
import { copiesBetween } from "./world-copies.js";

const REACH = 14; // screen points around a tick within which it answers
const MOST_NAMES = 150; // measured for one view: more would find no room
const CROWD = 300; // ticks from which few of those in one place are drawn
const ROOM = 18; // screen points between those few

/** At most about so many, from all along the list. */
const some = (list, most) => list.filter((_, n) => n % Math.ceil(list.length / most) === 0);

/** `drawn`: a road (road.js), or `features`: those of /api/v1/journeys/{slug}/; `recorded`: slugs of the stages whose leg is drawn from a
 *  track instead; `around`: places beside the stages of which the area is drawn too, when they are told vaguely ({lon, lat, radius});
 *  callbacks: onStage(slug, layer point), onHover(slug | "").
 *  The layer offers `light(slug)`, `travel([lon, lat] | null)`, `at(layer point)` → stage, and `road` (road.js). */
export function journeyLayer({ features, drawn = road(features), recorded = [], around = [], onStage = () => {}, onHover = () => {} }) {
  const Layer = CanvasOverlay.extend({
    options: { pane: "overlayPane", padding: 0.1, className: "map-overlay map-journey" },

    initialize(options) {
      CanvasOverlay.prototype.initialize.call(this, options);
      this.road = drawn;
      this.runs = runs(drawn.legs.filter(({ to }) => !recorded.includes(drawn.stages[to]?.slug)));
      this.ticks = this.names = [];
      this.lit = this.hovered = "";
      this.traveller = null;
    },

    onAdd(map) {
      CanvasOverlay.prototype.onAdd.call(this, map);
      this.stopListening = onThemeChange(() => this.redraw());
      map.on(this.heard(), this).fire("relabel");
    },

    onRemove(map) {
      this.stopListening();
      map.off(this.heard(), this).fire("relabel");
      CanvasOverlay.prototype.onRemove.call(this, map);
    },

    heard() {
      return { mousemove: this.onPointer, click: this.onClick, labelling: this.onLabelling, relabel: this.redraw };
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

    /** Where a stage and its name stand, the base map writes nothing. */
    onLabelling({ taken }) {
      if (!this._bounds) return;
      this.place(this.hand(), this._map);
      for (const { x, y } of this.ticks) taken.push([x - 6, y - 6, x + 6, y + 6]);
      for (const { tx, ty, width, height } of this.names) taken.push([tx - width / 2, ty - height / 2, tx + width / 2, ty + height / 2]);
    },

    prepare(map, ctx) {
      this.place(ctx, map);
      return true;
    },

    draw(ctx, map) {
      const color = colorsOf(map.getContainer());
      const vague = areas(map, this.bounds(), [...this.road.stages, ...around]);
      if (vague) drawAreas(ctx, vague, color);
      ctx.lineJoin = "round";
      for (const run of this.runs) this.drawRun(ctx, map, run, color);
      for (const tick of this.apart()) drawTick(ctx, tick, this.isLit(tick), color);
      if (this.traveller) for (const at of this.copies(map, ...this.traveller)) drawTraveller(ctx, at, color);
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      for (const name of this.names) write(ctx, name, color);
    },

    /** Where stages and their names stand: the names of those in view, where there is room within it. What is drawn above
     *  the road adds the boxes it covers to `taken` of the map's event « naming ». */
    place(ctx, map) {
      this.ticks = this.road.stages.flatMap((stage) => this.copies(map, stage.lon, stage.lat).map(({ x, y }) => ({ stage, x, y })));
      const view = map.getPixelBounds();
      const [min, max] = [view.min, view.max].map((corner) => corner.subtract(map.getPixelOrigin()));
      const inView = ({ x, y }) => x > min.x && x < max.x && y > min.y && y < max.y;
      const lit = (tick) => this.isLit(tick);
      const type = { dated: map.getZoom() >= 4, serif: colorsOf(map.getContainer())("serif") };
      const labels = some(this.apart().filter(inView), MOST_NAMES).sort((a, b) => weight(a, lit) - weight(b, lit));
      const taken = frame(min, max);
      map.fire("naming", { taken });
      this.names = placed(labels.map((tick) => measured(ctx, tick, lit(tick), type)), taken);
    },

    /** The ticks to draw: of a crowd, one in each small square, and the lit ones. */
    apart() {
      if (this.ticks.length < CROWD) return this.ticks;
      const seen = new Set();
      return this.ticks.filter((tick) => {
        const square = `${Math.round(tick.x / ROOM)} ${Math.round(tick.y / ROOM)}`;
        return this.isLit(tick) || (!seen.has(square) && seen.add(square));
      });
    },

    drawRun(ctx, map, { parts, documented }, color) {
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
      drawRoad(ctx, path, documented, color);
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
