// Decides which labels are written and where: the weightier first, none over another.

const GAP = 3; // pixels left free around a label

const overlaps = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** Where a label's text may stand around its point, best first: [centre x, centre y] offsets. */
function stands(label) {
  if (label.anchor !== "point") return [[0, 0]];
  const side = label.width / 2 + 6;
  const above = label.height / 2 + 5;
  return [[side, 0], [-side, 0], [0, -above], [0, above], [side - 2, -above + 3], [side - 2, above - 3]];
}

function boxAt(label, [dx, dy]) {
  const x = label.x + dx;
  const y = label.y + dy;
  return [x - label.width / 2 - GAP, y - label.height / 2 - GAP, x + label.width / 2 + GAP, y + label.height / 2 + GAP];
}

const dot = ({ x, y }) => [x - 4, y - 4, x + 4, y + 4];

/** Labels in order of weight: {x, y, width, height, anchor?: "point", alone?: distance}. `x, y`: the middle of the
 *  text or, for the anchor "point", the place it names. Returns those that fit as {…label, tx, ty}: text middles. */
export function placed(labels, taken = []) {
  const boxes = [...taken];
  const free = (box) => !boxes.some((other) => overlaps(box, other));
  const kept = [];
  for (const label of labels) {
    const own = label.anchor === "point" ? dot(label) : null;
    if (own && !free(own)) continue;
    const stand = stands(label).find((offset) => free(boxAt(label, offset)));
    if (!stand) continue;
    boxes.push(boxAt(label, stand));
    if (own) boxes.push(own);
    kept.push({ ...label, tx: label.x + stand[0], ty: label.y + stand[1] });
  }
  return kept;
}

/** A name on one line, or on two of about equal length when it is long and has a space to break at. */
export function lines(name, most = 14) {
  if (name.length <= most) return [name];
  const spaces = [...name.matchAll(/[ -](?=\S)/g)].map((match) => match.index);
  if (!spaces.length) return [name];
  const middle = name.length / 2;
  const at = spaces.reduce((best, space) => (Math.abs(space - middle) < Math.abs(best - middle) ? space : best));
  return [name.slice(0, at + 1).trimEnd(), name.slice(at + 1)];
}
