// The hand that draws a recorded track: solid where it was recorded, dashed where it was flown, drawn or left out.
const DASHES = { recorded: [], planned: [7, 4], flight: [3, 6], gap: [2, 5] };

/** `color`: token → colour; one that is lit is broader. */
export function drawTrack(ctx, path, kind, color, { lit = false } = {}) {
  const told = kind === "recorded";
  ctx.lineJoin = "round";
  ctx.lineCap = told ? "round" : "butt";
  ctx.setLineDash([]);
  ctx.globalAlpha = told ? 0.75 : 0.5;
  ctx.lineWidth = (told ? 5.5 : 4.5) + (lit ? 2 : 0);
  ctx.strokeStyle = color("halo");
  ctx.stroke(path);
  ctx.globalAlpha = 1;
  ctx.setLineDash(DASHES[kind] ?? []);
  ctx.lineWidth = (told ? 2.75 : 1.75) + (lit ? 2 : 0);
  ctx.strokeStyle = color("road");
  ctx.stroke(path);
  ctx.setLineDash([]);
}
