// The shortest way on the globe, on a sphere: beside the server's, on the ellipsoid (routes/legs.py), nobody sees a difference.
const EARTH_KM = 6371.0088;
const STEP_KM = 100;
const RAD = Math.PI / 180;

const vector = ([lon, lat]) => [Math.cos(lat * RAD) * Math.cos(lon * RAD), Math.cos(lat * RAD) * Math.sin(lon * RAD), Math.sin(lat * RAD)];

/** From one [lon, lat] to another, a point at most every `stepKm`; longitudes run on beyond the antimeridian. */
export function greatCircle(start, end, stepKm = STEP_KM) {
  const [a, b] = [vector(start), vector(end)];
  const angle = Math.acos(Math.min(1, Math.max(-1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
  const steps = Math.ceil((angle * EARTH_KM) / stepKm);
  const line = [start];
  // Opposite ends of the globe have no one shortest way: the straight line of the map will do.
  for (let n = 1; n < steps && Math.sin(angle) > 1e-9; n += 1) {
    const [p, q] = [Math.sin(angle * (1 - n / steps)) / Math.sin(angle), Math.sin((angle * n) / steps) / Math.sin(angle)];
    const [x, y, z] = a.map((side, axis) => p * side + q * b[axis]);
    line.push([Math.atan2(y, x) / RAD, Math.atan2(z, Math.hypot(x, y)) / RAD]);
  }
  line.push(end);
  return unwrapped(line);
}

/** All that is so many metres from a place, as a closed ring of [lon, lat]; longitudes run on beyond the antimeridian. */
export function circle([lon, lat], metres, corners = 48) {
  const [north, far] = [lat * RAD, metres / 1000 / EARTH_KM];
  const ring = Array.from({ length: corners + 1 }, (_, n) => {
    const towards = (2 * Math.PI * n) / corners;
    const up = Math.asin(Math.sin(north) * Math.cos(far) + Math.cos(north) * Math.sin(far) * Math.cos(towards));
    const east = Math.atan2(Math.sin(towards) * Math.sin(far) * Math.cos(north), Math.cos(far) - Math.sin(north) * Math.sin(up));
    return [lon + east / RAD, up / RAD];
  });
  return unwrapped(ring);
}

function unwrapped(line) {
  let before = line[0][0];
  return line.map(([lon, lat]) => {
    before = lon + 360 * Math.round((before - lon) / 360);
    return [before, lat];
  });
}

/** Such a line as parts that each lie within −180…180, split where they cross the antimeridian. */
export function cut(line) {
  const parts = [];
  let world = null;
  for (const [start, end] of line.slice(1).flatMap((point, n) => pieces(line[n], point))) {
    const here = Math.floor(((start[0] + end[0]) / 2 + 180) / 360);
    if (here !== world) parts.push([home(start, here)]);
    world = here;
    parts.at(-1).push(home(end, here));
  }
  return parts;
}

/** A short stretch, in two when it crosses a meridian 180 + 360 n. */
function pieces(start, end) {
  const [west, east] = start[0] < end[0] ? [start[0], end[0]] : [end[0], start[0]];
  const crossed = 360 * Math.ceil((west - 180) / 360) + 180;
  if (!(west < crossed && crossed < east)) return [[start, end]];
  const border = [crossed, start[1] + ((end[1] - start[1]) * (crossed - start[0])) / (end[0] - start[0])];
  return [[start, border], [border, end]];
}

const home = ([lon, lat], world) => [Math.min(180, Math.max(-180, lon - 360 * world)), lat];
