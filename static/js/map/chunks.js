// The base map's files: how their text is read, and which of them a piece of map needs (docs/basemap.md).

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Uint8Array(128);
[...ALPHABET].forEach((letter, value) => {
  VALUES[letter.charCodeAt(0)] = value;
});

/** A line as steps in text → its points, flat: [x0, y0, x1, y1, …]. */
export function decode(text) {
  const points = [];
  const at = [0, 0];
  for (let i = 0, axis = 0; i < text.length; axis ^= 1) {
    let step = 0;
    let shift = 0;
    let value;
    do {
      value = VALUES[text.charCodeAt(i++)];
      step |= (value & 31) << shift;
      shift += 5;
    } while (value & 32);
    at[axis] += (step >>> 1) ^ -(step & 1);
    points.push(at[axis]);
  }
  return points;
}

/** The level drawn at a zoom: the first that reaches it, else the last (drawn larger than it was made for). */
export function levelFor(levels, zoom) {
  return levels.find((level) => zoom <= level.zoom) ?? levels.at(-1);
}

/** The chunks of tile zoom `depth` under a square of map: `x`, `y`, `size` in pixels at `zoom`.
 *  Each has its place on the page (`left`, `top`, `side`, relative to the square) and its wrapped column. */
export function chunksUnder({ zoom, x, y, size }, depth) {
  const side = 256 * 2 ** (zoom - depth);
  const count = 2 ** depth;
  const found = [];
  for (let row = Math.max(0, Math.floor(y / side)); row < count && row * side < y + size; row++) {
    for (let column = Math.floor(x / side); column * side < x + size; column++) {
      const wrapped = ((column % count) + count) % count;
      found.push({ column: wrapped, row, left: column * side - x, top: row * side - y, side });
    }
  }
  return found;
}

/** « sea », « land » or « file »: what a level says of one of its chunks. */
export function kindOf(level, column, row) {
  return ["sea", "land", "file"][level.files[row * 2 ** level.chunk + column]];
}
