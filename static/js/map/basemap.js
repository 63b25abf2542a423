// Natural Earth on canvas tiles: sea, land, lakes, rivers, coast and borders, in the page's colours.
import { L } from "./leaflet.js";
import { onThemeChange, palette } from "./theme.js";

const TILE = 512;

/** Widths in pixels, growing gently with the zoom. */
export function widths(zoom) {
  const grown = Math.min(Math.max(zoom - 2, 0), 8);
  return {
    shore: zoom < 4 ? 3 + zoom * 0.4 : 5 + grown * 0.6,
    coast: 0.6 + grown * 0.04,
    border: 0.7 + grown * 0.09,
    lake: 0.5 + grown * 0.02,
    river: (rank) => Math.max(0.5, 0.85 + grown * 0.2 - rank * 0.08),
  };
}

/** Rivers of rank r are drawn from this zoom on. */
export const riverZoom = (rank) => (rank <= 3 ? rank : rank <= 6 ? rank - 0.5 : rank - 2);

function paintChunk(ctx, chunk, zoom, colors) {
  const unit = chunk.grid / chunk.side;
  const width = widths(zoom);
  const stroke = (path, color, pixels, dash = []) => {
    ctx.strokeStyle = color;
    ctx.lineWidth = pixels * unit;
    ctx.setLineDash(dash.map((pixel) => pixel * unit));
    ctx.stroke(path);
  };
  const { land, lake, border, disputed, ...rivers } = chunk.layers;
  ctx.translate(chunk.left, chunk.top);
  ctx.scale(1 / unit, 1 / unit);
  if (land) {
    ctx.globalAlpha = 0.22;
    stroke(land, colors.coast, width.shore);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colors.land;
    ctx.fill(land, "evenodd");
  }
  for (const [name, path] of Object.entries(rivers)) {
    const rank = Number(name.slice(5));
    if (zoom >= riverZoom(rank)) stroke(path, colors.river, width.river(rank));
  }
  if (lake) {
    ctx.fillStyle = colors.lake;
    ctx.fill(lake, "evenodd");
    stroke(lake, colors.coast, width.lake);
  }
  if (border) stroke(border, colors.border, width.border);
  if (disputed) stroke(disputed, colors.border, width.border, [3.5 + zoom / 4, 3]);
  if (land) stroke(land, colors.coast, width.coast);
}

/** Paint a square of map ({zoom, x, y, size}, pixels at that zoom) from `chunks`, its finest ones at hand. */
export function paint(ctx, square, chunks, colors) {
  ctx.fillStyle = colors.sea;
  ctx.fillRect(0, 0, square.size, square.size);
  ctx.lineJoin = "round";
  for (const chunk of chunks) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(chunk.left, chunk.top, chunk.side, chunk.side);
    ctx.clip(); // a chunk reaches a little beyond its square: its cut edges must not show
    if (chunk.land) {
      ctx.fillStyle = colors.land;
      ctx.fillRect(0, 0, square.size, square.size);
    } else if (chunk.grid) paintChunk(ctx, chunk, square.zoom, colors);
    ctx.restore();
  }
}

const PATIENCE = 300; // ms to wait for the right chunks before a coarser drawing is shown meanwhile

const soon = globalThis.requestAnimationFrame ?? ((run) => setTimeout(run, 16));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Jobs done one a frame, the latest wish for each key only: a screenful of tiles never blocks the page. */
export function oneAFrame(next = soon) {
  const waiting = new Map();
  function run() {
    const [key, job] = waiting.entries().next().value;
    waiting.delete(key);
    if (waiting.size) next(run);
    job();
  }
  return (key, job) => {
    if (!waiting.size) next(run);
    waiting.set(key, job);
  };
}

const same = (some, others) => some?.length === others.length && some.every(({ layers }, i) => layers === others[i].layers);

/** The Leaflet layer that draws `source` (basemap-source.js). */
export function basemapLayer(source) {
  const tiles = new Map();
  const later = oneAFrame();
  let colors;

  function repaint(canvas) {
    const square = tiles.get(canvas);
    if (!square) return;
    const chunks = source.best(square);
    if (!chunks.length || (square.colors === colors && same(square.chunks, chunks))) return;
    Object.assign(square, { colors, chunks });
    const scale = canvas.width / TILE;
    const ctx = canvas.getContext("2d", { alpha: false });
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    paint(ctx, square, chunks, colors);
  }

  const Layer = L.GridLayer.extend({
    options: { tileSize: TILE, keepBuffer: 1, minZoom: 0, maxZoom: 24, updateWhenIdle: false },
    onAdd(map) {
      const refresh = () => {
        colors = palette(map.getContainer());
        for (const canvas of tiles.keys()) later(canvas, () => repaint(canvas));
      };
      refresh();
      this.stopListening = onThemeChange(refresh);
      this.on("tileunload", ({ tile }) => tiles.delete(tile));
      L.GridLayer.prototype.onAdd.call(this, map);
    },
    onRemove(map) {
      this.stopListening();
      L.GridLayer.prototype.onRemove.call(this, map);
    },
    createTile(coords, done) {
      const canvas = L.DomUtil.create("canvas");
      canvas.width = canvas.height = TILE * Math.min(globalThis.devicePixelRatio || 1, 2);
      const square = { zoom: coords.z, x: coords.x * TILE, y: coords.y * TILE, size: TILE };
      tiles.set(canvas, square);
      const show = () =>
        later(canvas, () => {
          repaint(canvas);
          if (square.chunks && !square.shown) done(null, canvas);
          square.shown = Boolean(square.chunks);
        });
      const right = source.wait(square).catch(() => {});
      Promise.race([right, source.world.then(() => pause(PATIENCE), () => {})]).then(show);
      right.then(show);
      return canvas;
    },
  });
  return new Layer();
}
