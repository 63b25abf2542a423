// The base map as a Leaflet layer: square canvases, painted by a worker where the browser can, else here.
import { oneAFrame, TILE, tilePainter } from "./basemap-paint.js";
import { basemapSource } from "./basemap-source.js";
import { L } from "./leaflet.js";
import { onThemeChange, palette } from "./theme.js";

/** A painter in a worker, with the same verbs as `tilePainter`, and `world`: a promise of world.json without its drawing. */
function workerPainter(worker, url) {
  const waiting = new Map();
  let answer;
  const world = new Promise((resolve, reject) => {
    answer = (file) => (file ? resolve(file) : reject(new Error("world.json did not come")));
  });
  const orders = {
    world: (data) => answer(data.world),
    shown({ id }) {
      waiting.get(id)?.();
      waiting.delete(id);
    },
  };
  worker.addEventListener("message", ({ data }) => orders[data.order](data));
  worker.postMessage({ order: "start", url: new URL(url, location.href).href });
  return {
    world,
    add(id, canvas, square, shown) {
      waiting.set(id, shown);
      const offscreen = canvas.transferControlToOffscreen();
      worker.postMessage({ order: "add", id, canvas: offscreen, square }, [offscreen]);
    },
    drop(id) {
      waiting.delete(id);
      worker.postMessage({ order: "drop", id });
    },
    recolor: (colors) => worker.postMessage({ order: "recolor", colors }),
    end: () => worker.terminate(),
  };
}

/** The best painter this browser can have. `url`: the folder of world.json; `workerUrl`: basemap-worker.js. */
export function basemapPainter({ url, workerUrl, fetchJson }) {
  const canOffer = workerUrl && globalThis.Worker && HTMLCanvasElement.prototype.transferControlToOffscreen;
  if (canOffer) return workerPainter(new Worker(workerUrl, { type: "module" }), url);
  const source = basemapSource((name) => fetchJson(`${url}/${name}`));
  return { world: source.world, ...tilePainter(source, oneAFrame()) };
}

/** The Leaflet layer of a painter. */
export function basemapLayer(painter) {
  const Layer = L.GridLayer.extend({
    options: { tileSize: TILE, keepBuffer: 1, minZoom: 0, maxZoom: 24, updateWhenIdle: false },
    onAdd(map) {
      const refresh = () => painter.recolor(palette(map.getContainer()));
      refresh();
      this.stopListening = onThemeChange(refresh);
      this.on("tileunload", ({ tile }) => painter.drop(L.Util.stamp(tile)));
      L.GridLayer.prototype.onAdd.call(this, map);
    },
    onRemove(map) {
      this.stopListening();
      L.GridLayer.prototype.onRemove.call(this, map);
    },
    createTile({ x, y, z }, done) {
      const canvas = L.DomUtil.create("canvas");
      canvas.width = canvas.height = TILE * Math.min(globalThis.devicePixelRatio || 1, 2);
      const square = { zoom: z, x: x * TILE, y: y * TILE, size: TILE };
      painter.add(L.Util.stamp(canvas), canvas, square, () => done(null, canvas));
      return canvas;
    },
  });
  return new Layer();
}
