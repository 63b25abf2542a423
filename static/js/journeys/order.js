// Stages in another order: dragged by their handle, or moved by the arrow keys; one save for all moves.

/** [keys] with the one at `from` put at `to`, as far as the ends allow. */
export function moved(keys, from, to) {
  const made = [...keys];
  made.splice(Math.max(0, Math.min(to, keys.length - 1)), 0, ...made.splice(from, 1));
  return made;
}

export function orderable(form) {
  const list = form.querySelector("ol");
  const said = form.querySelector("[data-said]");
  const save = form.querySelector(".ordered-save");
  const before = [...list.children];

  const rank = (item) => [...list.children].indexOf(item);
  const tell = (item) => {
    const words = { name: item.dataset.name, place: rank(item) + 1, count: list.children.length };
    said.textContent = form.dataset.told.replace(/{(\w+)}/g, (_, word) => words[word]);
  };
  function changed() {
    save.hidden = [...list.children].every((item, index) => item === before[index]);
    for (const item of list.children) {
      item.querySelector("[name=up]").disabled = rank(item) === 0;
      item.querySelector("[name=down]").disabled = rank(item) === list.children.length - 1;
    }
  }
  function put(item, to, focus) {
    list.replaceChildren(...moved([...list.children], rank(item), to));
    changed();
    tell(item);
    (focus?.disabled ? item.querySelector(".handle") : focus)?.focus();
  }

  for (const item of list.children) {
    const handle = makeHandle(item, form.dataset.handle);
    handle.addEventListener("keydown", (event) => {
      const steps = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
      if (!(event.key in steps)) return;
      event.preventDefault();
      put(item, rank(item) + steps[event.key], handle);
    });
    draggable(handle, item, list, (end) => { changed(); if (end) tell(item); });
    for (const [name, step] of [["up", -1], ["down", 1]]) {
      const button = item.querySelector(`[name=${name}]`);
      button.addEventListener("click", (event) => { event.preventDefault(); put(item, rank(item) + step, button); });
    }
  }
  form.querySelector("[data-undo]").addEventListener("click", () => {
    list.replaceChildren(...before);
    changed();
    said.textContent = form.dataset.back;
    list.querySelector(".handle").focus();
  });
  form.addEventListener("submit", () => { save.dataset.sent = ""; });
  addEventListener("beforeunload", (event) => { if (!save.hidden && !("sent" in save.dataset)) event.preventDefault(); });
}

function makeHandle(item, words) {
  const handle = Object.assign(document.createElement("button"), { type: "button", className: "handle", textContent: "⠿" });
  handle.setAttribute("aria-label", words.replace("{name}", item.dataset.name));
  item.prepend(handle);
  return handle;
}

function draggable(handle, item, list, onMove) {
  handle.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    item.classList.add("is-dragged");
  });
  handle.addEventListener("pointermove", ({ clientY, pointerId }) => {
    if (!handle.hasPointerCapture(pointerId)) return;
    const under = [...list.children].find((other) => {
      const { top, bottom } = other.getBoundingClientRect();
      return other !== item && clientY > top && clientY < bottom;
    });
    if (!under) return;
    const { top, height } = under.getBoundingClientRect();
    const after = clientY > top + height / 2;
    const place = after ? under.nextElementSibling : under;
    if (place === item || (after && under.nextElementSibling === item.nextElementSibling)) return;
    list.insertBefore(item, place);
    handle.setPointerCapture(pointerId); // a node that moves lets go of it
    onMove(false);
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    handle.addEventListener(kind, () => {
      if (!item.classList.contains("is-dragged")) return;
      item.classList.remove("is-dragged");
      onMove(true);
    });
  }
}
