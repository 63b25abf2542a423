// One canvas over the whole view and a margin: redrawn when the map rests, moved and scaled with it meanwhile.
import { L } from "./leaflet.js";

// One canvas at a time, prepared in a frame and drawn in the next: all at once would hold the page longer than a finger forgives.
const waiting = new Set();
let frame = null;

// Drawn off the page and handed over whole: a canvas drawn on in the page is copied again at each of the next frames.
const easel = globalThis.OffscreenCanvas && globalThis.ImageBitmapRenderingContext ? new OffscreenCanvas(1, 1) : null;

function nextFrame() {
  const [overlay] = waiting;
  if (!overlay || overlay._step()) waiting.delete(overlay);
  frame = waiting.size ? L.Util.requestAnimFrame(nextFrame) : null;
}

/** Subclass with `draw(ctx, map)` and, for what can be worked out before, `prepare(map, ctx)`: it says whether there is
 *  something to draw; until then nothing shows. `ctx` speaks CSS pixels in layer points, so that
 *  `map.latLngToLayerPoint(latlng)` is where to draw; `this.bounds()` is what to fill, in the same points.
 *  `redraw()` does both again in the next frames. The canvas lets the pointer through: listen to the map's events. */
export const CanvasOverlay = L?.Renderer.extend({
  options: { pane: "overlayPane", padding: 0.25, className: "map-overlay" },

  bounds() {
    return this._bounds;
  },

  redraw() {
    if (!this._map) return this;
    this._measured = false;
    waiting.add(this);
    frame ??= L.Util.requestAnimFrame(nextFrame);
    return this;
  },

  prepare() {
    return true;
  },

  /** What to draw and measure with. */
  hand() {
    return (easel ?? this._container).getContext("2d");
  },

  onAdd(map) {
    this._adding = true; // Leaflet draws at once; ours wait for their frame
    L.Renderer.prototype.onAdd.call(this, map);
    this._adding = false;
    this.redraw();
  },

  getEvents() {
    return { ...L.Renderer.prototype.getEvents.call(this), move: this._onMove, moveend: this.redraw, resize: this.redraw };
  },

  _initContainer() {
    this._container = L.DomUtil.create("canvas", this.options.className);
    this._container.setAttribute("aria-hidden", "true");
  },

  _destroyContainer() {
    waiting.delete(this);
    this._container.remove();
    delete this._container;
  },

  _updatePaths() {}, // the renderer's own shapes: there are none

  _updateTransform(center, zoom) {
    if (this._bounds) L.Renderer.prototype._updateTransform.call(this, center, zoom);
  },

  _onMove() {
    if (!this._bounds) return;
    const { min, max } = this._map.getPixelBounds();
    const origin = this._map.getPixelOrigin();
    const seen = L.bounds(min.subtract(origin), max.subtract(origin));
    if (!this._map._animatingZoom && !this._bounds.contains(seen)) this.redraw();
  },

  /** At once, when the map stands somewhere else altogether. */
  _update() {
    waiting.delete(this);
    if (this._measure()) this._paint();
  },

  /** One frame's work; true when there is no more. */
  _step() {
    const painting = this._measured;
    if (painting) this._paint();
    else this._measured = this._measure();
    return painting || !this._measured;
  },

  /** Find what the canvas covers and what will stand on it; false when there is nothing to paint. */
  _measure() {
    if (!this._map || this._adding || (this._map._animatingZoom && this._bounds)) return false;
    L.Renderer.prototype._update.call(this);
    const something = this.prepare(this._map, this.hand());
    if (!something) this._container.hidden = true;
    return something;
  },

  _paint() {
    this._measured = false;
    const shown = this._container;
    const canvas = easel ?? shown;
    const ctx = this.hand();
    const { x, y } = this._bounds.getSize();
    const scale = globalThis.devicePixelRatio || 1;
    const [width, height] = [Math.round(x * scale), Math.round(y * scale)];
    if (ctx.reset && canvas.width === width && canvas.height === height) ctx.reset();
    else Object.assign(canvas, { width, height });
    ctx.setTransform(scale, 0, 0, scale, -this._bounds.min.x * scale, -this._bounds.min.y * scale);
    this.draw(ctx, this._map);
    if (easel) {
      if (shown.width !== width || shown.height !== height) Object.assign(shown, { width, height });
      shown.getContext("bitmaprenderer").transferFromImageBitmap(easel.transferToImageBitmap());
    }
    shown.hidden = false;
    Object.assign(shown.style, { width: `${x}px`, height: `${y}px` });
    L.DomUtil.setPosition(shown, this._bounds.min);
    this.fire("update");
  },
});
