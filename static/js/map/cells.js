// Cells of initiatives as the map shows them: which tiles to ask for, what to join so that no two signs touch.

export const TILE = 512; // screen points a tile is drawn on: its 8 × 8 cells are then 64 wide
const RING = 14; // the smallest cluster's radius
const SINGLE = 12;

/** The zoom of the tiles that a map at `zoom` draws. */
export const tileZoom = (zoom) => Math.max(0, Math.min(20, Math.round(zoom) - 1));

/** Tiles over a part of the map. `west`… are fractions of the world (0…1 is ours); x is wrapped, every tile comes once. */
export function tilesOver({ west, north, east, south }, z) {
  const side = 2 ** z;
  const last = (fraction) => Math.ceil(fraction * side) - 1;
  const found = new Map();
  for (let y = Math.max(0, Math.floor(north * side)); y <= Math.min(side - 1, last(south)); y += 1) {
    for (let x = Math.floor(west * side); x <= last(east) && found.size < 400; x += 1) {
      const home = ((x % side) + side) % side;
      found.set(`${z}/${home}/${y}`, { z, x: home, y });
    }
  }
  return [...found.values()];
}

/** The radius of a sign in screen points; a cluster grows gently with what it holds. */
export const radius = (n) => (n === 1 ? SINGLE : Math.min(34, RING + 3.6 * Math.log2(n)));

/** Join cells whose signs would touch. `project`: cell → {x, y} in screen points. Nothing is lost: counts and mixes add up. */
export function joined(cells, project) {
  let signs = cells.map((cell) => ({ at: project(cell), n: cell.n, x: cell.x, y: cell.y, mix: cell.mix, box: cell.box, cells: [cell] }));
  for (;;) {
    const kept = [];
    for (const sign of signs.sort(largestFirst)) {
      const at = kept.findIndex((other) => touching(other, sign));
      if (at < 0) kept.push(sign);
      else kept[at] = together(kept[at], sign);
    }
    if (kept.length === signs.length) return kept;
    signs = kept; // one that grew may touch another now
  }
}

const largestFirst = (a, b) => b.n - a.n || a.x - b.x || a.y - b.y;
const touching = (a, b) => Math.hypot(a.at.x - b.at.x, a.at.y - b.at.y) < radius(a.n) + radius(b.n);

function together(sign, other) {
  const mix = { ...sign.mix };
  for (const [code, n] of Object.entries(other.mix)) mix[code] = (mix[code] ?? 0) + n;
  const [west, south, east, north] = other.box;
  const [w, s, e, n] = sign.box;
  const box = [Math.min(w, west), Math.min(s, south), Math.max(e, east), Math.max(n, north)];
  return { ...sign, n: sign.n + other.n, mix, box, cells: [...sign.cells, ...other.cells] };
}

/** Whose sign it is, when it stands for one alone. */
export const alone = (sign) => (sign.n === 1 ? sign.cells[0] : null);

/** The slugs a sign stands for, or null when it stands for too many to say. */
export function slugs(sign) {
  const known = sign.cells.map((cell) => cell.slugs);
  return known.every(Boolean) ? known.flat() : null;
}

/** Whether coming nearer could ever part them: not when they all share one point (about ten metres). */
export const parts = ({ box: [west, south, east, north] }) => east - west > 1e-4 || north - south > 1e-4;

/** [resource, start, end] of a ring's segments: fractions of the turn, the commonest first. */
export function segments(mix) {
  const shares = Object.entries(mix).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const total = shares.reduce((sum, [, n]) => sum + n, 0);
  let start = 0;
  return shares.map(([code, n]) => {
    const segment = [code, start, start + n / total];
    [, , start] = segment;
    return segment;
  });
}
