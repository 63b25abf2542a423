// The map's signs for those who do not point: a button over each one in view, one stop of the Tab key for all of them,
// arrows to go to the next in their direction. They are also what a screen reader hears of the map.
import { radius } from "./cells.js";
import { L } from "./leaflet.js";

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const PANE = "signs";

/** Which of `places` ({x, y}) comes next from `here` towards `direction`: near, and not too far aside; -1 for none. */
export function nextTowards(here, places, [dx, dy]) {
  const costs = places.map(({ x, y }) => {
    const ahead = (x - here.x) * dx + (y - here.y) * dy;
    const aside = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx);
    return ahead > 0 ? ahead + 2 * aside : Infinity;
  });
  const least = Math.min(...costs);
  return Number.isFinite(least) ? costs.indexOf(least) : -1;
}

/** Keep buttons over `layer`'s signs. `name(sign)` says one aloud; `label` says what they are together; onOpen(sign). */
export function signsList(map, layer, { label, name, onOpen, onFocus = () => {} }) {
  const group = L.DomUtil.create("div", "map-signs", map.createPane(PANE));
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  let shown = [];
  let stop = null; // the sign that Tab leads to

  const has = (sign) => shown.some((other) => other.key === sign?.key);
  const focused = () => group.contains(document.activeElement);

  function inView() {
    const size = map.getSize();
    const seen = L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(size));
    return layer.signs().flatMap((sign) => {
      const at = sign.copies.find((copy) => seen.contains(copy));
      return at ? [{ sign, at, key: `${sign.x},${sign.y},${sign.n}`, text: name(sign) }] : [];
    });
  }

  function update() {
    const next = inView().sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x);
    const same = next.length === shown.length && next.every((one, n) => one.key === shown[n].key && one.at.equals(shown[n].at));
    if (same) return;
    const held = focused();
    shown = next;
    if (!has(stop)) stop = nearest(stop);
    group.replaceChildren(...shown.map(button));
    if (held) (buttonOf(stop) ?? map.getContainer()).focus({ preventScroll: true });
  }

  /** After the map has changed under the keyboard, its stop is the sign nearest to where it was. */
  function nearest(to) {
    const away = ({ sign }) => (to ? map.distance([sign.y, sign.x], [to.sign.y, to.sign.x]) : 0);
    return shown.reduce((best, one) => (best && away(best) <= away(one) ? best : one), null);
  }

  const buttonOf = (one) => one && group.querySelector(`[data-key="${one.key}"]`);

  function button(one) {
    const made = L.DomUtil.create("button", "map-sign");
    const side = 2 * radius(one.sign.n) + 4;
    made.type = "button";
    made.dataset.key = one.key;
    made.tabIndex = one.key === stop?.key ? 0 : -1;
    made.textContent = one.text;
    made.style.width = made.style.height = `${side}px`;
    L.DomUtil.setPosition(made, one.at.subtract([side / 2, side / 2]).round());
    made.addEventListener("click", (event) => {
      event.stopPropagation(); // the map would take it for a click of its own
      onOpen(one.sign);
    });
    return made;
  }

  const asShown = (element) => shown.find((one) => one.key === element.dataset.key);
  group.addEventListener("focusin", ({ target }) => onFocus(asShown(target)?.sign));
  group.addEventListener("focusout", () => onFocus(null));
  group.addEventListener("keydown", (event) => {
    const here = asShown(event.target);
    if (!here || !ARROWS[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    const next = shown[nextTowards(here.at, shown.map(({ at }) => at), ARROWS[event.key])];
    if (!next) return;
    buttonOf(stop).tabIndex = -1;
    stop = next;
    buttonOf(stop).tabIndex = 0;
    buttonOf(stop).focus({ preventScroll: true });
  });
  layer.on("update", update);
  return { focus: () => (buttonOf(stop) ?? map.getContainer()).focus({ preventScroll: true }) };
}
