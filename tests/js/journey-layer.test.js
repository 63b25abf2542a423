// The road on a map, drawn on a canvas that only takes notes, over a Leaflet reduced to what the layer asks of it.
import assert from "node:assert/strict";
import { before, beforeEach, test } from "node:test";

const WORLD = 360; // screen points: one to a degree
const colors = { "--road": "red", "--halo": "white", "--paper-raised": "ivory", "--serif": "serif" };

class Point {
  constructor(x, y) {
    Object.assign(this, { x, y });
  }
  add({ x, y }) {
    return new Point(this.x + x, this.y + y);
  }
  subtract({ x, y }) {
    return new Point(this.x - x, this.y - y);
  }
}

class Line {
  points = [];
  moveTo(x, y) {
    this.points.push([x, y, "from"]);
  }
  lineTo(x, y) {
    this.points.push([x, y]);
  }
}

/** Leaflet's inheritance: a class from a bag of methods, `initialize` for constructor. */
function extend(methods) {
  const parent = this;
  function Child(...options) {
    this.initialize(...options);
  }
  Child.prototype = Object.assign(Object.create(parent.prototype), methods);
  return Object.assign(Child, { extend });
}

function Renderer() {}
Renderer.extend = extend;
Renderer.prototype = { initialize() {}, onAdd(map) { this._map = map; }, onRemove() { this._map = null; } };

/** A canvas's context that notes lines, discs and texts with the style they were drawn in. */
function notebook() {
  const notes = { lines: [], discs: [], texts: [], dash: [] };
  return Object.assign(notes, {
    setLineDash: (dash) => (notes.dash = dash),
    stroke: (line) => line && notes.lines.push({ points: line.points, dash: notes.dash, color: notes.strokeStyle, width: notes.lineWidth }),
    beginPath() {},
    arc: (x, y, size) => notes.discs.push({ x, size }),
    fill() {},
    measureText: (text) => ({ width: text.length * 6 }),
    strokeText() {},
    fillText: (text) => notes.texts.push(text),
  });
}

/** A map whose layer points are degrees, « from » west to east, a thousand points high. */
function mapFrom(west, east, zoom = 3) {
  const [min, max] = [new Point(west + 180, -500), new Point(east + 180, 500)];
  const listeners = {};
  return {
    listeners,
    bounds: { min, max },
    options: { crs: { scale: () => WORLD } },
    on: (types) => void Object.assign(listeners, types) || { fire() {} },
    off: (types) => void Object.keys(types).forEach((type) => delete listeners[type]) || { fire() {} },
    fire() {},
    getZoom: () => zoom,
    getPixelBounds: () => ({ min, max }),
    getPixelOrigin: () => new Point(0, 0),
    getContainer: () => ({ classList: { toggle() {} } }),
    latLngToLayerPoint: ([lat, lon]) => new Point(lon + 180, -lat),
  };
}

const stage = (order, lon, evidence, date = "") => ({
  geometry: { type: "Point", coordinates: [lon, 0] },
  properties: { kind: "stage", order, slug: `s${order}`, name: `Stage ${order}`, date, evidence },
});
const leg = (to, evidence, ...line) => ({
  geometry: { type: "MultiLineString", coordinates: [line] },
  properties: { kind: "leg", to, evidence },
});
const features = [
  leg(2, "documented", [0, 0], [60, 0]),
  leg(3, "illustrative", [60, 0], [150, 0]),
  stage(1, 0, "documented", "July 2012"),
  stage(2, 60, "documented"),
  stage(3, 150, "illustrative"),
];

let journeyLayer;
let themeChanged;

before(async () => {
  globalThis.L = { Renderer, Util: { requestAnimFrame: () => 1, cancelAnimFrame() {} } };
  globalThis.Path2D = Line;
  globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => colors[name] ?? "" });
  globalThis.document = { documentElement: {} };
  globalThis.matchMedia = () => ({ addEventListener: (_, callback) => (themeChanged = callback), removeEventListener: () => (themeChanged = null) });
  globalThis.MutationObserver = class {
    observe() {}
    disconnect() {}
  };
  ({ journeyLayer } = await import("../../static/js/map/journey-layer.js"));
});

let chosen;
let redrawn;

function shown({ west = -180, east = 180, zoom = 3, recorded } = {}) {
  const layer = journeyLayer({ features, recorded, onStage: (slug) => chosen.push(slug) });
  const map = mapFrom(west, east, zoom);
  layer.redraw = () => (redrawn += 1);
  layer.bounds = () => map.bounds;
  layer.onAdd(map);
  redrawn = 0; // added, it asks to be drawn
  const draw = () => {
    const ctx = notebook();
    layer.prepare(map, ctx);
    layer.draw(ctx, map);
    return ctx;
  };
  return { layer, map, draw };
}

beforeEach(() => {
  chosen = [];
  redrawn = 0;
});

const onRoad = ({ lines }) => lines.filter(({ color }) => color === colors["--road"]);

test("what is told is a solid line, what was only announced a thinner, dashed one", () => {
  const [told, announced] = onRoad(shown().draw());
  assert.deepEqual(told.dash, []);
  assert.ok(announced.dash.length);
  assert.ok(announced.width < told.width);
});

test("a leg that was recorded is not drawn straight as well", () => {
  const [announced, ...others] = onRoad(shown({ recorded: ["s2"] }).draw());
  assert.ok(announced.dash.length);
  assert.equal(others.length, 0);
});

test("each copy of the world in view has its road and its stages", () => {
  const { lines, discs } = shown({ west: -180, east: 540 }).draw();
  const starts = lines[0].points.filter(([, , from]) => from).map(([x]) => x);
  assert.deepEqual(starts, [180, 540]);
  assert.deepEqual(discs.map(({ x }) => x).sort((a, b) => a - b), [180, 240, 330, 540, 600, 690]);
});

test("a click near a stage chooses it, one far from any chooses none", () => {
  const { layer, map, draw } = shown();
  draw();
  for (const x of [243, 210]) map.listeners.click.call(layer, { layerPoint: { x, y: 4 } });
  assert.deepEqual(chosen, ["s2"]);
});

test("a copy of a stage answers like the stage itself", () => {
  const { layer, map, draw } = shown({ west: 180, east: 540 });
  draw();
  map.listeners.click.call(layer, { layerPoint: { x: 600, y: 0 } });
  assert.deepEqual(chosen, ["s2"]);
});

test("a click that something else has answered chooses nothing", () => {
  const { layer, map, draw } = shown();
  draw();
  map.listeners.click.call(layer, { layerPoint: { x: 240, y: 0 }, originalEvent: { defaultPrevented: true } });
  assert.deepEqual(chosen, []);
});

test("a lit stage is larger, and drawn anew only when it changes", () => {
  const { layer, draw } = shown();
  const size = () => draw().discs.find(({ x }) => x === 330).size;
  const unlit = size();
  layer.light("s3");
  layer.light("s3");
  assert.ok(size() > unlit);
  assert.equal(redrawn, 1);
});

test("names come with their date when one is near enough", () => {
  assert.ok(shown({ zoom: 3 }).draw().texts.includes("Stage 1"));
  assert.ok(shown({ zoom: 5 }).draw().texts.some((text) => text.includes("July 2012")));
});

test("the base map is told where stages and their names stand", () => {
  const { layer, map, draw } = shown();
  layer._bounds = map.bounds;
  layer._container = { getContext: notebook };
  draw();
  const taken = [];
  map.listeners.labelling.call(layer, { taken });
  const covered = (x, y) => taken.some(([west, north, east, south]) => west <= x && x <= east && north <= y && y <= south);
  assert.ok(covered(180, 0));
  assert.ok(covered(240, 0));
  assert.ok(!covered(100, 0));
});

test("it is drawn again when light turns dark, and no longer once removed", () => {
  const { layer, map } = shown();
  themeChanged();
  assert.equal(redrawn, 1);
  layer.onRemove(map);
  assert.equal(themeChanged, null);
  assert.deepEqual(Object.keys(map.listeners), []);
});
