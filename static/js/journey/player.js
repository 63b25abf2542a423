// Travels by itself: a step, a rest long enough to look, and the next, until the road ends or somebody takes over.

const REST = 2600; // milliseconds at each stage

/** `step()` goes on by one and says whether there was somewhere to go; `changed(playing)` is told of every start and stop. */
export function player({ step, changed = () => {}, rest = REST, later = setTimeout, cancel = clearTimeout }) {
  let waiting = null;

  function pause() {
    if (waiting === null) return;
    cancel(waiting);
    waiting = null;
    changed(false);
  }

  function go() {
    if (step()) waiting = later(go, rest);
    else pause();
  }

  /** At once, or after a rest where one stands. */
  function play({ rested = true } = {}) {
    if (waiting !== null) return;
    waiting = later(go, rested ? 0 : rest);
    changed(true);
  }

  return { play, pause, isPlaying: () => waiting !== null };
}
