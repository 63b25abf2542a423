// Writes the names: countries in spaced capitals, waters in italics, towns beside a dot; under everything clickable.
import { CanvasOverlay } from "./canvas-overlay.js";
import { lines, placed } from "./placement.js";
import { onThemeChange, palette } from "./theme.js";
import { townSource, townTiles } from "./towns.js";
import { copiesBetween } from "./world-copies.js";

const SANS = "system-ui, 'Segoe UI', 'Noto Sans', sans-serif";
const SERIF = "'Iowan Old Style', 'Palatino Linotype', Palatino, 'Noto Serif', Georgia, serif";

/** How a name of each kind is set at a zoom. */
export function typeFor(kind, zoom, size = 0) {
  const big = Math.min(Math.max(zoom - 2, 0), 4);
  if (kind === "state") return { font: `500 ${10 + big + size}px ${SANS}`, high: 13 + big, spacing: 1 + big * 0.5, color: "label" };
  if (kind === "territory") return { font: `${9.5 + big * 0.6}px ${SANS}`, high: 12, spacing: 0.3, color: "label-soft" };
  if (kind === "water") return { font: `italic ${12 + big * 0.8}px ${SERIF}`, high: 15 + big, spacing: 1 + big * 0.3, color: "label-water" };
  const town = 11 + Math.min(size, 3) * 0.9;
  return { font: `${size > 2 ? 500 : 400} ${town}px ${SANS}`, high: town + 3, spacing: 0.1, color: "label" };
}

/** 0 village … 4 metropolis. */
export const townSize = (population) => [20e3, 100e3, 500e3, 2e6].filter((floor) => population >= floor).length;

const TOGETHER = 120; // ms

/** Candidates of `world` (world.json) and `names` (names-*.json) at a zoom: {kind, text: [lines], lon, lat}. */
export function namesAt(zoom, world, names) {
  const shown = (from) => zoom >= Math.floor(from) && zoom <= from + 6;
  const countries = world.countries
    .filter(([code, , , from]) => names.countries[code] && shown(from))
    .map(([code, lon, lat, from, territory]) => {
      const kind = territory ? "territory" : "state";
      const text = territory ? names.countries[code] : names.countries[code].toUpperCase();
      return { kind, text: lines(text), lon, lat, size: from < 2 ? 1 : from < 5 ? 0 : -1 };
    });
  const waters = world.waters
    .filter(([code, , , from]) => names.waters[code] && zoom >= from && zoom <= from + 5)
    .map(([code, lon, lat]) => ({ kind: "water", text: lines(names.waters[code], 8), lon, lat }));
  return [...countries, ...waters];
}

const townLabel = ([name, lon, lat, population]) => ({
  kind: "town", text: [name], lon, lat, size: townSize(population), anchor: "point",
});

// Measuring is what costs most in drawing names, and the same names come back at every draw.
const known = new Map();

function lineWidth(ctx, line, { font, spacing }) {
  const key = `${font} ${spacing} ${line}`;
  if (!known.has(key)) {
    ctx.font = font;
    ctx.letterSpacing = `${spacing}px`;
    known.set(key, ctx.measureText(line).width);
  }
  return known.get(key);
}

function measured(ctx, label, zoom) {
  const type = typeFor(label.kind, zoom, label.size);
  const width = Math.max(...label.text.map((line) => lineWidth(ctx, line, type)));
  return { ...label, type, width, height: type.high * label.text.length };
}

function write(ctx, label, colors) {
  ctx.font = label.type.font;
  ctx.letterSpacing = `${label.type.spacing}px`;
  ctx.strokeStyle = label.kind === "water" ? colors.sea : colors.halo;
  ctx.fillStyle = colors[label.type.color];
  const top = label.ty - ((label.text.length - 1) * label.type.high) / 2;
  label.text.forEach((line, row) => {
    const at = [Math.round(label.tx + label.type.spacing / 2), Math.round(top + row * label.type.high)];
    ctx.globalAlpha = 0.85;
    ctx.strokeText(line, ...at);
    ctx.globalAlpha = 1;
    ctx.fillText(line, ...at);
  });
}

function mark(ctx, { x, y, size }, colors) {
  ctx.beginPath();
  ctx.arc(x, y, 1.5 + size * 0.35, 0, 2 * Math.PI);
  ctx.fillStyle = size > 2 ? colors.label : colors.halo;
  ctx.strokeStyle = colors.label;
  ctx.save();
  ctx.lineWidth = 1;
  ctx.fill();
  ctx.stroke();
  ctx.restore();
}

/** The layer of names. Layers above keep room for their own by the map's event « labelling », adding to its `taken` boxes
 *  [west, north, east, south] in layer points, and ask for another draw by « relabel ». `world`: promise of world.json, `names`: promise of names-*.json; towns are fetched. */
export function labelsLayer({ world, names, fetchJson, townsUrl, language }) {
  const towns = townsUrl ? townSource(fetchJson, townsUrl, language) : { at: () => [], load: async () => false };
  let content = null;

  const Layer = CanvasOverlay.extend({
    options: { pane: "labels", padding: 0.1, className: "map-labels" },

    onAdd(map) {
      CanvasOverlay.prototype.onAdd.call(this, map);
      this.stopListening = onThemeChange(() => this.redraw());
      // Layers that stand in the way come one after the other: one redraw for all of them.
      this.relabel = () => {
        clearTimeout(this.relabelling);
        this.relabelling = setTimeout(() => this.redraw(), TOGETHER);
      };
      map.on("relabel", this.relabel);
      Promise.all([world, names]).then((both) => {
        content = both;
        this.relabel();
      }, () => {});
    },

    onRemove(map) {
      this.stopListening();
      clearTimeout(this.relabelling);
      map.off("relabel", this.relabel);
      CanvasOverlay.prototype.onRemove.call(this, map);
    },

    prepare(map, ctx) {
      if (!content) return false;
      const zoom = map.getZoom();
      const tiles = townTiles(zoom, this.world(map));
      towns.load(tiles).then((came) => came && this.relabel());
      const labels = [...namesAt(zoom, ...content), ...towns.at(tiles).map(townLabel)];
      const here = labels.flatMap((label) => this.seen(map, label)).map((label) => measured(ctx, label, zoom));
      const taken = [];
      map.fire("labelling", { taken });
      this.names = placed(here, taken);
      return true;
    },

    draw(ctx, map) {
      const colors = palette(map.getContainer());
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      ctx.lineWidth = 3;
      for (const label of this.names) {
        if (label.kind === "town") mark(ctx, label, colors);
        write(ctx, label, colors);
      }
    },

    /** The drawn area in fractions of the world. */
    world(map) {
      const { min, max } = this.bounds();
      const origin = map.getPixelOrigin();
      const whole = 256 * 2 ** map.getZoom();
      const [a, b] = [min.add(origin).divideBy(whole), max.add(origin).divideBy(whole)];
      return { west: a.x, north: a.y, east: b.x, south: b.y };
    },

    /** The label wherever it stands in the drawn area, once for each copy of the world. */
    seen(map, label) {
      const { west, east } = this.world(map);
      return copiesBetween(label.lon, west * 360 - 180, east * 360 - 180)
        .map((lng) => map.latLngToLayerPoint([label.lat, lng]))
        .filter((point) => this.bounds().contains(point))
        .map(({ x, y }) => ({ ...label, x, y }));
    },
  });
  return new Layer();
}
