// The base map's painter beside the page: fetching, tracing and painting never keep a finger waiting.
import { tilePainter } from "./basemap-paint.js";
import { basemapSource } from "./basemap-source.js";

let painter;

const orders = {
  start({ url }) {
    const source = basemapSource(async (name) => {
      const response = await fetch(`${url}/${name}`);
      if (!response.ok) throw new Error(`${name}: ${response.status}`);
      return response.json();
    });
    painter = tilePainter(source);
    // The page writes the names; the drawing stays here.
    source.world.then(({ layers, ...world }) => postMessage({ order: "world", world }), () => postMessage({ order: "world" }));
  },
  add: ({ id, canvas, square }) => painter.add(id, canvas, square, () => postMessage({ order: "shown", id })),
  drop: ({ id }) => painter.drop(id),
  recolor: ({ colors }) => painter.recolor(colors),
};

addEventListener("message", ({ data }) => orders[data.order](data));
