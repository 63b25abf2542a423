// Where a place that is told vaguely may be: an area on the map, so that nobody takes its middle for the place.
import { circle } from "./geodesic.js";
import { copiesBetween } from "./world-copies.js";

const LEAST = 9; // screen points: a smaller area lies beneath its own mark
const METRES = 111_200; // of a degree of latitude

/** The areas of `things` ({lon, lat, radius: metres}) within layer points, as one path: where two meet, none is darker.
 *  Nothing when there is none to see. */
export function areas(map, bounds, things) {
  const vague = things.filter(({ radius }) => radius);
  if (!vague.length) return null;
  const path = new Path2D();
  const [west, east] = ["min", "max"].map((side) => map.layerPointToLatLng(bounds[side]).lng);
  let seen = 0;
  for (const { lon, lat, radius } of new Map(vague.map((one) => [`${one.lon} ${one.lat} ${one.radius}`, one])).values()) {
    const ring = circle([lon, lat], radius);
    const wide = Math.max(...ring.map(([x]) => Math.abs(x - lon)));
    for (const copy of copiesBetween(lon, west - wide, east + wide)) {
      const [middle, edge] = [lat, lat + radius / METRES].map((y) => map.latLngToLayerPoint([y, copy]));
      const far = middle.y - edge.y;
      const isSeen = far >= LEAST && middle.y + far > bounds.min.y && middle.y - far < bounds.max.y;
      if (!isSeen) continue;
      seen += 1;
      ring.forEach(([x, y], n) => {
        const at = map.latLngToLayerPoint([y, x + copy - lon]);
        if (n) path.lineTo(at.x, at.y);
        else path.moveTo(at.x, at.y);
      });
    }
  }
  return seen ? path : null;
}

/** `color`: token → colour. */
export function drawAreas(ctx, path, color) {
  ctx.fillStyle = ctx.strokeStyle = color("road");
  ctx.globalAlpha = 0.14;
  ctx.fill(path);
  ctx.globalAlpha = 0.4;
  ctx.lineWidth = 1;
  ctx.stroke(path);
  ctx.globalAlpha = 1;
}
