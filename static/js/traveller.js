// Moves along the road by frames: `to(2)` from wherever one is, one stage after another, faster over many.

const LONGEST = 1600; // milliseconds, however far
const PER_STAGE = 700;

/** How far between `from` and `to` after `elapsed` ms, slow at both ends. */
export function positionAfter(elapsed, from, to) {
  const lasts = Math.min(LONGEST, Math.abs(to - from) * PER_STAGE);
  const share = lasts ? Math.min(1, elapsed / lasts) : 1;
  return share < 1 ? from + (to - from) * share * share * (3 - 2 * share) : to;
}

/** `draw(position)` is called at each frame; `still`: jump, for readers who ask for less motion. */
export function traveller({ draw, still = false, frame = requestAnimationFrame, cancel = cancelAnimationFrame, start = 0 }) {
  let position = start;
  let asked = null;

  function stop() {
    if (asked !== null) cancel(asked);
    asked = null;
  }

  function to(target) {
    stop();
    const from = still ? target : position;
    let since;
    const step = (now) => {
      since ??= now;
      position = positionAfter(now - since, from, target);
      draw(position);
      asked = position === target ? null : frame(step);
    };
    asked = frame(step);
  }

  /** Be there, without having travelled. */
  function at(place) {
    stop();
    position = place;
    draw(position);
  }

  return { to, at, stop };
}
