// One canvas over the whole view and a margin: redrawn when the map rests, moved and scaled with it meanwhile.
import { L } from "./leaflet.js";

/** Subclass with `draw(ctx, map)`, or pass it as an option. `ctx` speaks CSS pixels in layer points, so that
 *  `map.latLngToLayerPoint(latlng)` is where to draw; `this.bounds()` is what to fill, in the same points.
 *  `redraw()` draws again at the next frame. The canvas lets the pointer through: listen to the map's events. */
export const CanvasOverlay = L?.Renderer.extend({
  options: { pane: "overlayPane", padding: 0.25, className: "map-overlay", draw: null },

  draw(ctx, map) {
    this.options.draw?.(ctx, map, this);
  },

  bounds() {
    return this._bounds;
  },

  redraw() {
    if (this._map && !this._frame) this._frame = L.Util.requestAnimFrame(() => this._update());
    return this;
  },

  getEvents() {
    return { ...L.Renderer.prototype.getEvents.call(this), move: this._onMove, resize: this.redraw };
  },

  _initContainer() {
    this._container = L.DomUtil.create("canvas", this.options.className);
    this._container.setAttribute("aria-hidden", "true");
  },

  _destroyContainer() {
    L.Util.cancelAnimFrame(this._frame);
    this._frame = null;
    this._container.remove();
    delete this._container;
  },

  _updatePaths() {}, // the renderer's own shapes: there are none

  _onMove() {
    const { min, max } = this._map.getPixelBounds();
    const origin = this._map.getPixelOrigin();
    const seen = L.bounds(min.subtract(origin), max.subtract(origin));
    if (!this._map._animatingZoom && !this._bounds.contains(seen)) this.redraw();
  },

  _update() {
    this._frame = null;
    if (!this._map || (this._map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const scale = globalThis.devicePixelRatio || 1;
    const canvas = this._container;
    canvas.width = Math.round(size.x * scale);
    canvas.height = Math.round(size.y * scale);
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    const ctx = canvas.getContext("2d");
    ctx.setTransform(scale, 0, 0, scale, -this._bounds.min.x * scale, -this._bounds.min.y * scale);
    this.draw(ctx, this._map);
    this.fire("update");
  },
});
