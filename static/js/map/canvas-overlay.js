// One canvas over the whole view and a margin: redrawn when the map rests, moved and scaled with it meanwhile.
import { L } from "./leaflet.js";

// Canvases take turns, and each is measured, drawn and shown in three frames: all at once would hold the page longer than a
// finger forgives. They are drawn off the page and handed over whole: one drawn on in the page is copied again at each of
// the next frames.
const waiting = new Set();
const easel = globalThis.OffscreenCanvas && globalThis.ImageBitmapRenderingContext ? new OffscreenCanvas(1, 1) : null;
let onEasel = null;
let frame = null;

function nextFrame() {
  const [overlay] = waiting;
  let over = true; // should it fail, the others still have their turn
  try {
    over = overlay?._step() ?? true;
  } finally {
    if (over) waiting.delete(overlay);
    if (over && overlay?._again) overlay.redraw();
    frame = waiting.size ? L.Util.requestAnimFrame(nextFrame) : null;
  }
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
    this._again = waiting.has(this) && this._done > 0;
    if (!this._again) this._done = 0;
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
    if (this._measure() && this._paint()) this._show();
  },

  /** One frame's work; true when there is no more. */
  _step() {
    const goesOn = [this._measure, this._paint, this._show][this._done].call(this);
    this._done += 1;
    return !goesOn;
  },

  /** Find what the canvas covers and what will stand on it; false when there is nothing to draw. */
  _measure() {
    if (!this._map || this._adding || (this._map._animatingZoom && this._bounds)) return false;
    L.Renderer.prototype._update.call(this);
    const { x, y } = this._bounds.getSize();
    const something = x > 0 && y > 0 && this.prepare(this._map, this.hand());
    if (!something) this._container.hidden = true;
    return something;
  },

  _paint() {
    const canvas = easel ?? this._container;
    const ctx = this.hand();
    const scale = globalThis.devicePixelRatio || 1;
    const { min } = this._bounds;
    const [width, height] = this._size(scale);
    if (ctx.reset && canvas.width === width && canvas.height === height) ctx.reset();
    else Object.assign(canvas, { width, height });
    ctx.setTransform(scale, 0, 0, scale, -min.x * scale, -min.y * scale);
    this.draw(ctx, this._map);
    onEasel = this;
    return true;
  },

  _show() {
    if (onEasel !== this) this._paint(); // another came between
    onEasel = null;
    const canvas = this._container;
    const [width, height] = this._size(globalThis.devicePixelRatio || 1);
    if (easel) {
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      canvas.getContext("bitmaprenderer").transferFromImageBitmap(easel.transferToImageBitmap());
    }
    canvas.hidden = false;
    const [wide, high] = this._size(1);
    Object.assign(canvas.style, { width: `${wide}px`, height: `${high}px` });
    L.DomUtil.setPosition(canvas, this._bounds.min);
    this.fire("update");
    return false;
  },

  _size(scale) {
    const { x, y } = this._bounds.getSize();
    return [Math.round(x * scale), Math.round(y * scale)];
  },
});
