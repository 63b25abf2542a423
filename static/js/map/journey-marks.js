// The hand that draws a journey on a canvas: its line, ticks, traveller and names. `color`: token → colour.
const FAR = 10_000; // metres: of a region

const isDocumented = ({ stage }) => stage.evidence === "documented";

/** A line on a pale bed, so that it reads on land, sea and lake alike. */
export function drawRoad(ctx, path, documented, color) {
  ctx.setLineDash([]);
  ctx.globalAlpha = documented ? 0.75 : 0.5;
  ctx.lineWidth = documented ? 6 : 4.5;
  ctx.strokeStyle = color("halo");
  ctx.stroke(path);
  ctx.globalAlpha = 1;
  ctx.lineCap = documented ? "round" : "butt";
  ctx.setLineDash(documented ? [] : [5, 5]);
  ctx.lineWidth = documented ? 3 : 1.75;
  ctx.strokeStyle = color("road");
  ctx.stroke(path);
  ctx.setLineDash([]);
}

/** Four boxes around a view: no name may reach out of it. */
export const frame = ({ x: west, y: north }, { x: east, y: south }) => [
  [-Infinity, -Infinity, west, Infinity],
  [east, -Infinity, Infinity, Infinity],
  [-Infinity, -Infinity, Infinity, north],
  [-Infinity, south, Infinity, Infinity],
];

function disc(ctx, { x, y }, size) {
  ctx.beginPath();
  ctx.arc(x, y, size, 0, 2 * Math.PI);
}

export function drawTick(ctx, tick, lit, color) {
  const told = isDocumented(tick);
  disc(ctx, tick, lit ? 7 : told ? 4.5 : 3.25);
  ctx.fillStyle = color(lit ? "road" : "paper-raised");
  ctx.fill();
  ctx.lineWidth = told ? 2.25 : 1.5;
  ctx.strokeStyle = color(lit ? "paper-raised" : "road");
  ctx.stroke();
}

export function drawTraveller(ctx, at, color) {
  disc(ctx, at, 12);
  ctx.globalAlpha = 0.25;
  ctx.fillStyle = color("road");
  ctx.fill();
  ctx.globalAlpha = 1;
  disc(ctx, at, 6.5);
  ctx.fill();
  ctx.lineWidth = 2;
  ctx.strokeStyle = color("paper-raised");
  ctx.stroke();
}

/** How soon a stage is named when there is no room for all: the lit one before any, then the surest. */
export function weight(tick, lit) {
  if (lit(tick)) return 0;
  const { date, radius } = tick.stage;
  return (isDocumented(tick) ? 1 : 4) + (date ? 0 : 1) + (radius > FAR ? 1 : 0);
}

export function measured(ctx, tick, lit, { dated, serif }) {
  const { name, date } = tick.stage;
  const font = `${isDocumented(tick) ? "500" : "italic"} ${lit ? 15 : 13.5}px ${serif}`;
  const text = date && (dated || lit) ? `${name} · ${date}` : name;
  ctx.font = font;
  return { ...tick, text, font, width: ctx.measureText(text).width, height: lit ? 20 : 16, anchor: "point" };
}

export function write(ctx, { text, font, tx, ty }, color) {
  ctx.font = font;
  ctx.lineWidth = 4;
  ctx.strokeStyle = color("halo");
  ctx.strokeText(text, tx, ty);
  ctx.fillStyle = color("road");
  ctx.fillText(text, tx, ty);
}
