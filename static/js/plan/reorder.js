// Stops moved by hand: dragged by their handle, or with the arrow keys on it.
import { moved, rankAt } from "./order.js";

const PAUSE = 500; // ms after the last arrow key before the plan is asked for anew

/** `root` holds [data-stops]. onMove(name, rank, count) at each step by keys; onOrder(slugs, slug) when the order stands. Returns
 *  `start()`, to be called when the list has come anew. */
export function reorder(root, { onMove, onOrder }) {
  let timer;
  const list = () => root.querySelector("[data-stops]");
  const items = () => [...list().children];
  const slugs = () => items().map(({ dataset }) => dataset.slug);

  /** Stand the items as `order` says, without touching the one that is held: it would lose the pointer, or the focus. */
  function stand(order, held) {
    const bySlug = new Map(items().map((item) => [item.dataset.slug, item]));
    const at = order.indexOf(held.dataset.slug);
    for (const slug of order.slice(0, at)) list().insertBefore(bySlug.get(slug), held);
    for (const slug of order.slice(at + 1)) list().append(bySlug.get(slug));
    items().forEach((item, n) => (item.querySelector("[data-rank]").textContent = n + 1));
  }

  function step(item, by) {
    const before = slugs();
    const from = before.indexOf(item.dataset.slug);
    const to = from + by;
    if (to < 0 || to >= before.length) return;
    list().classList.add("is-moving");
    stand(moved(before, from, to), item);
    onMove(item.dataset.name, to + 1, before.length);
    clearTimeout(timer);
    timer = setTimeout(() => onOrder(slugs(), item.dataset.slug), PAUSE);
  }

  function drag(item, handle, event) {
    const before = slugs();
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    item.classList.add("is-moving");
    list().classList.add("is-moving");
    const follow = ({ clientY }) => {
      const others = items().filter((other) => other !== item);
      const middles = others.map((other) => other.querySelector(".plan-card").getBoundingClientRect()).map(({ top, height }) => top + height / 2);
      const order = slugs();
      const to = rankAt(middles, clientY);
      const from = order.indexOf(item.dataset.slug);
      if (to !== from) stand(moved(order, from, to), item);
    };
    const end = () => {
      handle.removeEventListener("pointermove", follow);
      item.classList.remove("is-moving");
      if (String(slugs()) === String(before)) list().classList.remove("is-moving");
      else onOrder(slugs(), item.dataset.slug);
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("lostpointercapture", end, { once: true });
  }

  function start() {
    if (items().length < 2) return;
    for (const item of items()) {
      const handle = item.querySelector("[data-handle]");
      handle.hidden = false;
      handle.addEventListener("pointerdown", (event) => event.button === 0 && drag(item, handle, event));
      handle.addEventListener("keydown", (event) => {
        const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!by) return;
        event.preventDefault();
        step(item, by);
      });
    }
  }
  return start;
}
