// On a phone the list is a sheet over the map: pulled by its handle, or stepped through by pressing it.

const STATES = ["peek", "half", "full"];

/** The state nearest to where the finger let go. `share`: how much of the height the sheet covers, 0…1. */
export const nearestState = (share) => (share < 0.3 ? "peek" : share < 0.72 ? "half" : "full");

export function pulledSheet(side, handle) {
  const set = (state) => {
    side.dataset.sheet = state;
    handle.setAttribute("aria-expanded", String(state !== "peek"));
  };
  let dragged = false;
  handle.addEventListener("pointerdown", (down) => {
    handle.setPointerCapture(down.pointerId);
    dragged = false;
    const height = side.parentElement.clientHeight;
    const follow = ({ clientY }) => {
      dragged ||= Math.abs(clientY - down.clientY) > 6;
      if (dragged) side.style.setProperty("--sheet-height", `${side.parentElement.getBoundingClientRect().bottom - clientY}px`);
    };
    const drop = ({ clientY }) => {
      handle.removeEventListener("pointermove", follow);
      side.style.removeProperty("--sheet-height");
      if (dragged) set(nearestState((side.parentElement.getBoundingClientRect().bottom - clientY) / height));
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("pointerup", drop, { once: true });
    handle.addEventListener("pointercancel", drop, { once: true });
  });
  handle.addEventListener("click", () => {
    if (!dragged) set(STATES[(STATES.indexOf(side.dataset.sheet) + 1) % STATES.length]);
    dragged = false;
  });
  set(side.dataset.sheet);
  return set;
}
