// Fetches the base map's files, each once, and turns them into paths ready to draw.
import { chunksUnder, decode, kindOf, levelFor } from "./chunks.js";

const EMPTY = { sea: { layers: {} }, land: { layers: {}, land: true } };

/** Canvas paths of a file: {grid, layers: {name: Path2D}}. Rings are closed, lines are not. */
export function drawable({ grid, layers }, newPath = () => new Path2D()) {
  const paths = {};
  for (const [name, texts] of Object.entries(layers)) {
    paths[name] = newPath();
    const closed = name === "land" || name === "lake";
    for (const text of texts) trace(paths[name], decode(text), closed);
  }
  return { grid, layers: paths };
}

function trace(path, points, closed) {
  path.moveTo(points[0], points[1]);
  for (let i = 2; i < points.length; i += 2) path.lineTo(points[i], points[i + 1]);
  if (closed) path.closePath();
}

/** `fetchJson(name)` answers world.json and the chunks. `world` is a promise of world.json. */
export function basemapSource(fetchJson, build = drawable) {
  const ready = new Map();
  const asked = new Map();
  let levels = [];
  const world = fetchJson("world.json").then((file) => {
    levels = [{ zoom: file.zoom, chunk: 0, files: "2" }, ...file.levels];
    ready.set("0/0-0", build(file));
    return file;
  });

  const key = (level, { column, row }) => `${level.chunk}/${column}-${row}`;
  const held = (level, chunk) => EMPTY[kindOf(level, chunk.column, chunk.row)] ?? ready.get(key(level, chunk));

  function load(level, chunk) {
    const name = key(level, chunk);
    if (held(level, chunk)) return null;
    if (!asked.has(name)) {
      const coming = fetchJson(`${name}.json`).then((file) => ready.set(name, build(file)));
      asked.set(name, coming.catch(() => asked.delete(name)));
    }
    return asked.get(name);
  }

  /** The finest chunks at hand for a square of map, coarser than wished while the right ones are on their way. */
  function best(square) {
    const wished = levels.indexOf(levelFor(levels, square.zoom));
    for (let index = wished; index >= 0; index--) {
      const chunks = chunksUnder(square, levels[index].chunk);
      const found = chunks.map((chunk) => ({ ...chunk, ...held(levels[index], chunk) }));
      if (found.every((chunk) => chunk.layers)) return found;
    }
    return [];
  }

  /** Resolves once what the square wishes has come or failed; null when nothing is missing. */
  async function wait(square) {
    await world;
    const level = levelFor(levels, square.zoom);
    await Promise.all(chunksUnder(square, level.chunk).map((chunk) => load(level, chunk)));
  }

  return { world, best, wait };
}
