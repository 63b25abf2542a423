// Town names around a view, from the gazetteer's tiles; a map without them is still a map.

const FROM = 4; // no towns below this zoom
const DEEPEST = 12; // nor tiles beyond this one

/** The tiles of towns under a view: `west, north, east, south` as fractions of the world (0…1, x may go beyond). */
export function townTiles(zoom, { west, north, east, south }) {
  if (zoom < FROM) return [];
  const z = Math.min(zoom, DEEPEST);
  const count = 2 ** z;
  const tiles = new Set();
  const last = Math.min(count - 1, Math.floor(south * count));
  for (let y = Math.max(0, Math.floor(north * count)); y <= last; y++) {
    for (let x = Math.floor(west * count); x <= Math.floor(east * count); x++) {
      tiles.add(`${z}/${((x % count) + count) % count}/${y}`);
    }
  }
  return [...tiles];
}

/** `fetchJson(url)` answers a tile; `template` holds {z}/{x}/{y}. `at(tiles)` gives the towns at hand, the most
 *  populous first, as [name, lon, lat, population]; `load(tiles)` fetches the others: true if something came. */
export function townSource(fetchJson, template, language) {
  const known = new Map();
  const address = (tile) => {
    const [z, x, y] = tile.split("/");
    return `${template.replace("{z}", z).replace("{x}", x).replace("{y}", y)}?lang=${language}`;
  };

  async function one(tile) {
    known.set(tile, []);
    const answer = await fetchJson(address(tile)).catch(() => null);
    if (answer?.towns) known.set(tile, answer.towns);
    return Boolean(answer?.towns?.length);
  }

  return {
    at: (tiles) => tiles.flatMap((tile) => known.get(tile) ?? []).sort((a, b) => b[3] - a[3]),
    load: async (tiles) => (await Promise.all(tiles.filter((tile) => !known.has(tile)).map(one))).some(Boolean),
  };
}
