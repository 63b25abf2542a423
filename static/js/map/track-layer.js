// What was recorded on the way, on a map: its tiles come as the view moves.
import { CanvasOverlay } from "./canvas-overlay.js";
import { colorsOf, onThemeChange } from "./theme.js";
import { drawTrack } from "./track-marks.js";
import { trackTiles } from "./tracks.js";

async function fetchJson(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/** `lines(view, zoom)` → [{kind, places, lit}], places in fractions of the world; `load(view, zoom)` resolves to whether to draw again. */
export function linesLayer({ lines, load = async () => false, stop = () => {} }) {
  const Layer = CanvasOverlay.extend({
    options: { pane: "overlayPane", padding: 0.1, className: "map-overlay map-tracks" },

    onAdd(map) {
      CanvasOverlay.prototype.onAdd.call(this, map);
      this.stopListening = onThemeChange(() => this.redraw());
    },

    onRemove(map) {
      this.stopListening();
      stop();
      CanvasOverlay.prototype.onRemove.call(this, map);
    },

    prepare(map) {
      load(this.view(map), map.getZoom()).then((came) => came && this.redraw());
      this.drawn = lines(this.view(map), map.getZoom());
      return this.drawn.length > 0;
    },

    draw(ctx, map) {
      const color = colorsOf(map.getContainer());
      const side = map.options.crs.scale(map.getZoom());
      const origin = map.getPixelOrigin();
      const { west, east } = this.view(map);
      for (const { kind, places, lit } of this.drawn) {
        const path = new Path2D();
        for (let turn = Math.floor(west); turn < east; turn += 1) {
          places.forEach(([x, y], n) => path[n ? "lineTo" : "moveTo"]((x + turn) * side - origin.x, y * side - origin.y));
        }
        drawTrack(ctx, path, kind, color, { lit });
      }
    },

    /** What is drawn, in fractions of the world: beyond 0…1 where the map goes around it. */
    view(map) {
      const side = map.options.crs.scale(map.getZoom());
      const [min, max] = [this.bounds().min, this.bounds().max].map((corner) => corner.add(map.getPixelOrigin()));
      return { west: min.x / side, north: Math.max(0, min.y / side), east: max.x / side, south: Math.min(1, max.y / side) };
    },
  });
  return new Layer();
}

/** A journey's tracks, from the tiles at `url`. */
export const trackLayer = ({ url }) => linesLayer(trackTiles({ url, fetchJson }));
