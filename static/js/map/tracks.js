// Recorded tracks as the map draws them: lines of tiles, in fractions of the world.
import { tilesOver } from "./cells.js";

const DEEPEST = 20; // of the addresses; what lies below the finest drawing is drawn from it
const KEPT_TILES = 400;

/** The zoom of the tiles that a map at `zoom` draws, on 512 screen points each. */
export const trackZoom = (zoom) => Math.max(0, Math.min(DEEPEST, Math.round(zoom) - 1));

/** One line of a tile → {kind, to, places: [[x, y], …]}, x and y in fractions of the world. */
export function unpacked({ extent }, { kind, to, line }, { z, x, y }) {
  const side = extent * 2 ** z;
  const places = [];
  let [column, row] = [x * extent, y * extent];
  for (let n = 0; n < line.length; n += 2) {
    column += line[n];
    row += line[n + 1];
    places.push([column / side, row / side]);
  }
  return { kind, to, places };
}

/** Keeps the tiles of one journey: `fetchJson(url, signal)`; `url` with {z} {x} {y}. */
export function trackTiles({ url, fetchJson }) {
  const known = new Map(); // key → lines, null while they are coming
  const failed = new Set(); // not to be asked for again before the map moves
  let asking = new AbortController();
  let before = "";

  async function ask(tile) {
    const { signal } = asking;
    const { z, x, y } = tile;
    known.set(key(tile), null);
    try {
      const answer = await fetchJson(url.replace("{z}", z).replace("{x}", x).replace("{y}", y), signal);
      if (!signal.aborted) known.set(key(tile), answer.lines.map((line) => unpacked(answer, line, tile)));
    } catch {
      if (signal.aborted) return;
      known.delete(key(tile));
      failed.add(key(tile));
    }
  }

  /** Let go of what was asked for another view and has not come yet. */
  function turnTo(wanted) {
    const view = wanted.map(key).join();
    if (view === before) return;
    before = view;
    failed.clear();
    asking.abort();
    asking = new AbortController();
    for (const [name, lines] of known) if (lines === null || known.size > KEPT_TILES) known.delete(name);
  }

  return {
    /** Ask for what is missing of a view; resolves to whether the view is still that one. */
    async load(view, zoom) {
      const wanted = tilesOver(view, trackZoom(zoom));
      turnTo(wanted);
      const { signal } = asking;
      const missing = wanted.filter((tile) => !known.has(key(tile)) && !failed.has(key(tile)));
      if (!missing.length) return false;
      await Promise.all(missing.map(ask));
      return !signal.aborted;
    },

    /** What is there of a view: of its own zoom, or of the nearest coarser one that has come whole. */
    lines(view, zoom) {
      for (let z = trackZoom(zoom); z >= 0; z -= 1) {
        const there = tilesOver(view, z).map((tile) => known.get(key(tile)));
        if (there.every(Boolean)) return there.flat();
      }
      return [];
    },

    stop: () => asking.abort(),
  };
}

const key = ({ z, x, y }) => `${z}/${x}/${y}`;
