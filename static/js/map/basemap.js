// Natural Earth on canvas tiles: sea, land, lakes, rivers, coast and borders, in the page's colours.
import { L } from "./leaflet.js";
import { onThemeChange, palette } from "./theme.js";

const TILE = 512;

/** Widths in pixels, growing gently with the zoom. */
export function widths(zoom) {
  const grown = Math.min(Math.max(zoom - 2, 0), 8);
  return {
    shore: 5 + grown * 0.6,
    coast: 0.6 + grown * 0.04,
    border: 0.7 + grown * 0.09,
    lake: 0.5 + grown * 0.02,
    river: (rank) => Math.max(0.35, 0.55 + grown * 0.17 - rank * 0.07),
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

/** The Leaflet layer that draws `source` (basemap-source.js). */
export function basemapLayer(source) {
  const tiles = new Map();
  let colors;

  function repaint(canvas) {
    const square = tiles.get(canvas);
    const scale = canvas.width / TILE;
    const ctx = canvas.getContext("2d", { alpha: false });
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    paint(ctx, square, source.best(square), colors);
  }

  const Layer = L.GridLayer.extend({
    options: { tileSize: TILE, keepBuffer: 1, minZoom: 0, maxZoom: 24, updateWhenIdle: false },
    onAdd(map) {
      const refresh = () => {
        colors = palette(map.getContainer());
        for (const canvas of tiles.keys()) repaint(canvas);
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
      tiles.set(canvas, { zoom: coords.z, x: coords.x * TILE, y: coords.y * TILE, size: TILE });
      const show = () => tiles.has(canvas) && repaint(canvas);
      repaint(canvas);
      source.world.then(show, () => {}).then(() => done(null, canvas));
      source.wait(tiles.get(canvas)).then(show, () => {});
      return canvas;
    },
  });
  return new Layer();
}
