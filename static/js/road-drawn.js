// Fetches what a journey's map draws (routes/drawing.py); without it the map gives way, and the page is complete without one.
import { drawnRoad } from "./map/road.js";

/** The road at `url`, as map/road.js has roads; when it does not come, `element` is hidden and the error goes on. */
export async function roadDrawn(url, element) {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return drawnRoad(await response.json());
  } catch (error) {
    element.hidden = true;
    throw error;
  }
}
