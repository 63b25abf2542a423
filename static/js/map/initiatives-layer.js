// Initiatives on the map: rings that show the mix of resources within, glyphs for those alone, halos where a place is coarse.
import { CanvasOverlay } from "./canvas-overlay.js";
import { alone, joined, parts, radius, segments, slugs, tilesOver, tileZoom } from "./cells.js";
import { glyphPaths } from "./glyphs.js";
import { L } from "./leaflet.js";
import { colorsOf, onThemeChange } from "./theme.js";
import { copiesBetween } from "./world-copies.js";

// How far the truth may lie from the point, in metres, and the least that must be seen of it, in screen points.
const HALOS = { village: [2000, 16], city: [6000, 19], region: [30000, 23] };
const PANE = "initiatives";
const ABOVE_THE_ROAD = 450;
const GLYPH = 15;
const KEPT_TILES = 600;

/** `tilesUrl` with {z} {x} {y}; `fetchJson(url, signal)`; callbacks: onOpen(sign), onHover(slugs | []), onFailure().
 *  The layer offers `ask(query)` (a query string; draws it anew), `light(slug)`, `at(point)` and `signs()` (what is drawn). */
export function initiativesLayer({ tilesUrl, fetchJson, onOpen, onHover = () => {}, onFailure = () => {} }) {
  const Layer = CanvasOverlay.extend({
    options: { pane: PANE, padding: 0.1, className: "map-overlay map-initiatives" },

    initialize(options) {
      CanvasOverlay.prototype.initialize.call(this, options);
      this.query = "";
      this.tiles = new Map(); // key → cells, null while they are coming
      this.failed = new Set(); // keys not to ask again until the map moves or the question changes
      this.cells = []; // the last that were all there: shown until those of a new zoom or question are
      this.drawn = [];
      this.lit = "";
    },

    onAdd(map) {
      if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = ABOVE_THE_ROAD;
      map.getPane(PANE).style.pointerEvents = "none";
      CanvasOverlay.prototype.onAdd.call(this, map);
      this.stopListening = onThemeChange(() => this.redraw());
      map.on(this.heard(), this);
    },

    onRemove(map) {
      this.stopListening();
      this.asking?.abort();
      map.off(this.heard(), this);
      CanvasOverlay.prototype.onRemove.call(this, map);
    },

    heard() {
      const { onPointer, onClick, retry, onNaming } = this;
      return { mousemove: onPointer, click: onClick, moveend: retry, naming: onNaming, labelling: onNaming };
    },

    ask(query) {
      if (query === this.query && this.asking) return this.retry();
      this.query = query;
      this.asking?.abort();
      this.asking = new AbortController();
      this.tiles.clear();
      this.failed.clear();
      return this.redraw();
    },

    /** Ask once more for what did not come. */
    retry() {
      if (!this.failed.size) return this;
      this.failed.clear();
      return this.redraw();
    },

    light(slug) {
      if (slug !== this.lit) {
        this.lit = slug;
        this.redraw();
      }
    },

    /** The sign under a layer point, or nothing. */
    at(point) {
      return this.drawn.findLast((sign) => sign.copies.some((copy) => copy.distanceTo(point) <= radius(sign.n) + 2));
    },

    signs() {
      return this.drawn;
    },

    onPointer({ layerPoint }) {
      const sign = this.at(layerPoint);
      this._map.getContainer().classList.toggle("is-over-sign", Boolean(sign));
      if (sign !== this.hovered) {
        this.hovered = sign;
        onHover(sign ? (slugs(sign) ?? []) : []);
      }
    },

    onClick({ layerPoint, originalEvent }) {
      const sign = this.at(layerPoint);
      if (sign && !originalEvent?.defaultPrevented) onOpen(sign);
    },

    async load(wanted) {
      const { signal } = (this.asking ??= new AbortController());
      const missing = wanted.filter((tile) => !this.tiles.has(key(tile)) && !this.failed.has(key(tile)));
      if (!missing.length) return;
      if (this.tiles.size > KEPT_TILES) this.tiles.clear();
      const results = await Promise.allSettled(missing.map((tile) => this.fetchTile(tile, signal)));
      if (signal.aborted) return;
      if (results.some(({ status }) => status === "rejected")) onFailure();
      this.redraw();
      this._map?.fire("relabel");
    },

    /** No name is written where a sign stands. */
    onNaming({ taken }) {
      if (!this.asking) return;
      this.place(this._map);
      for (const { n, copies } of this.drawn) {
        const r = radius(n);
        for (const { x, y } of copies) taken.push([x - r, y - r, x + r, y + r]);
      }
    },

    async fetchTile(tile, signal) {
      const { tiles, failed } = this;
      tiles.set(key(tile), null);
      try {
        const { cells } = await fetchJson(withQuery(L.Util.template(tilesUrl, tile), this.query), signal);
        if (!signal.aborted) tiles.set(key(tile), cells);
      } catch (error) {
        if (!signal.aborted) {
          tiles.delete(key(tile));
          failed.add(key(tile));
        }
        throw error;
      }
    },

    /** Which signs stand where, with the cells at hand; those that are missing are asked for. True when all are there. */
    place(map) {
      const z = tileZoom(map.getZoom());
      const wanted = tilesOver(this.world(map), z);
      this.load(wanted);
      const complete = wanted.every((tile) => this.tiles.get(key(tile)) || this.failed.has(key(tile)));
      this._container.classList.toggle("is-waiting", !complete);
      if (complete) this.cells = wanted.flatMap((tile) => this.tiles.get(key(tile)) ?? []);
      this.drawn = joined(this.cells, ({ x, y }) => map.latLngToLayerPoint([y, x]));
      for (const sign of this.drawn) sign.copies = this.copies(map, sign);
      return complete;
    },

    prepare(map) {
      return Boolean(this.asking) && (this.place(map) || this.cells.length > 0);
    },

    draw(ctx, map) {
      const color = colorsOf(map.getContainer());
      for (const sign of this.drawn) for (const at of sign.copies) this.drawHalo(ctx, map, sign, at, color);
      for (const sign of this.drawn) for (const at of sign.copies) this.drawSign(ctx, sign, at, color);
    },

    drawHalo(ctx, map, sign, at, color) {
      const one = alone(sign);
      const [metres, least] = HALOS[one?.precision] ?? [];
      if (!metres) return;
      const edge = map.latLngToLayerPoint(L.latLng(sign.y, sign.x).toBounds(metres * 2).getNorthEast());
      const centre = map.latLngToLayerPoint([sign.y, sign.x]);
      disc(ctx, at, Math.max(least, centre.y - edge.y));
      ctx.globalAlpha = 0.2;
      ctx.fillStyle = color(`resource-${first(one)}`);
      ctx.fill();
      ctx.globalAlpha = 0.55;
      ctx.lineWidth = 1;
      ctx.strokeStyle = ctx.fillStyle;
      ctx.stroke();
      ctx.globalAlpha = 1;
    },

    drawSign(ctx, sign, at, color) {
      const one = alone(sign);
      if (this.lit && slugs(sign)?.includes(this.lit)) {
        disc(ctx, at, radius(sign.n) + 5);
        ctx.fillStyle = color("accent");
        ctx.fill();
      }
      if (one) drawSingle(ctx, one, at, color);
      else drawRing(ctx, sign, at, color);
    },

    /** What is in view and a little more, in fractions of the world; asked of the map, as others may ask before we draw. */
    world(map) {
      const whole = 256 * 2 ** map.getZoom();
      const { min, max } = map.getPixelBounds();
      const margin = max.subtract(min).multiplyBy(this.options.padding);
      const [a, b] = [min.subtract(margin).divideBy(whole), max.add(margin).divideBy(whole)];
      return { west: a.x, north: a.y, east: b.x, south: b.y };
    },

    copies(map, { x, y }) {
      const { west, east } = this.world(map);
      return copiesBetween(x, west * 360 - 180, east * 360 - 180).map((lng) => map.latLngToLayerPoint([y, lng]));
    },
  });
  return new Layer();
}

const key = ({ z, x, y }) => `${z}/${x}/${y}`;

/** Open a sign the way its kind asks for: come nearer while that parts it, else `show` what it holds. */
export function openSign(map, sign, show) {
  const [west, south, east, north] = sign.box;
  const nearer = map.getBoundsZoom([[south, west], [north, east]], false, L.point(60, 60));
  if (sign.n > 1 && parts(sign) && nearer > map.getZoom()) map.fitBounds([[south, west], [north, east]], { padding: [60, 60], maxZoom: 14 });
  else show(sign);
}

const withQuery = (url, query) => (query ? `${url}${url.includes("?") ? "&" : "?"}${query}` : url);
const first = (one) => (one.resource in glyphPaths ? one.resource : "digital");

function disc(ctx, { x, y }, size) {
  ctx.beginPath();
  ctx.arc(x, y, size, 0, 2 * Math.PI);
}

function drawSingle(ctx, one, at, color) {
  const code = first(one);
  disc(ctx, at, radius(1));
  ctx.fillStyle = color(`resource-${code}`) || color("ink-soft");
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = color("paper");
  ctx.stroke();
  ctx.save();
  ctx.translate(at.x - GLYPH / 2, at.y - GLYPH / 2);
  ctx.scale(GLYPH / 24, GLYPH / 24);
  ctx.fillStyle = color("on-resource");
  ctx.fill(new Path2D(glyphPaths[code]));
  ctx.restore();
}

function drawRing(ctx, sign, at, color) {
  const outer = radius(sign.n);
  const thick = 5;
  disc(ctx, at, outer + 1);
  ctx.fillStyle = color("paper-raised");
  ctx.fill();
  ctx.lineWidth = thick;
  for (const [code, start, end] of segments(sign.mix)) {
    ctx.beginPath();
    ctx.arc(at.x, at.y, outer - thick / 2, 2 * Math.PI * (start - 0.25), 2 * Math.PI * (end - 0.25));
    ctx.strokeStyle = color(`resource-${code}`) || color("ink-soft");
    ctx.stroke();
  }
  ctx.fillStyle = color("ink");
  ctx.font = `600 ${sign.n > 999 ? 11 : 12.5}px ${color("sans")}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(sign.n > 9999 ? `${Math.round(sign.n / 1000)}k` : String(sign.n), at.x, at.y + 0.5);
}
