// The map goes round: a point may be on the screen several times, or under another longitude than its own.

/** All longitudes equal to `lng`, modulo the turn, between `west` and `east` (degrees, which may go beyond ±180). */
export function copiesBetween(lng, west, east) {
  const first = lng + 360 * Math.ceil((west - lng) / 360);
  const copies = [];
  for (let copy = first; copy <= east; copy += 360) copies.push(copy);
  return copies;
}

/** The longitude equal to `lng` that is nearest to `center`. */
export function nearestCopy(lng, center) {
  return lng + 360 * Math.round((center - lng) / 360);
}
