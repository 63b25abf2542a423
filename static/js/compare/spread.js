// Marks that would lie on each other stand side by side instead.

/** How far to shift each of `points` ({x, y}, screen points) so that marks `width` wide do not overlap: [dx, …]. */
export function spread(points, width) {
  const shifts = points.map(() => 0);
  const left = new Set(points.keys());
  for (const first of points.keys()) {
    if (!left.has(first)) continue;
    const group = crowd(points, first, left, width);
    for (const n of group) left.delete(n);
    if (group.length < 2) continue;
    const middle = group.reduce((sum, n) => sum + points[n].x, 0) / group.length;
    group.sort((a, b) => points[a].x - points[b].x || a - b);
    group.forEach((n, rank) => (shifts[n] = middle + (rank - (group.length - 1) / 2) * width - points[n].x));
  }
  return shifts;
}

/** `first` and all who touch it, or touch one who does. */
function crowd(points, first, left, width) {
  const group = [first];
  for (const n of group) {
    for (const other of left) {
      if (!group.includes(other) && Math.abs(points[n].x - points[other].x) < width && Math.abs(points[n].y - points[other].y) < width) group.push(other);
    }
  }
  return group;
}
