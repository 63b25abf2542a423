// How Natural Earth is painted: sea, land, lakes, rivers, coast and borders on square canvases, here or in a worker.

export const TILE = 512;
const PATIENCE = 300; // ms to wait for the right chunks before a coarser drawing is shown meanwhile

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

/** Keeps canvases painted from `source` (basemap-source.js). `later(key, job)`: when a painting is done, at once unless told. */
export function tilePainter(source, later = (_, job) => job()) {
  const tiles = new Map();
  let colors;

  function repaint(id) {
    const tile = tiles.get(id);
    const chunks = tile && colors ? source.best(tile.square) : [];
    if (!chunks.length || (tile.colors === colors && same(tile.chunks, chunks))) return;
    Object.assign(tile, { colors, chunks });
    const scale = tile.canvas.width / TILE;
    const ctx = tile.canvas.getContext("2d", { alpha: false });
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    paint(ctx, tile.square, chunks, colors);
  }

  return {
    /** `square`: {zoom, x, y, size} in pixels at that zoom; `shown` is called once, when there is something to see. */
    add(id, canvas, square, shown) {
      const tile = { canvas, square };
      tiles.set(id, tile);
      const show = () =>
        later(id, () => {
          repaint(id);
          if (tile.chunks && !tile.shown) shown();
          tile.shown = Boolean(tile.chunks);
        });
      const right = source.wait(square).catch(() => {});
      Promise.race([right, source.world.then(() => pause(PATIENCE), () => {})]).then(show);
      right.then(show);
    },
    drop: (id) => tiles.delete(id),
    recolor(next) {
      colors = next;
      for (const id of tiles.keys()) later(id, () => repaint(id));
    },
  };
}
