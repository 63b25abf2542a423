// The bar of what is ticked: it keeps the ticks, itself, the address and the page's links in step.
import { carrying, slugs, tableQuery, ticked } from "./choice.js";

const KEPT = "compared"; // sessionStorage: the last tick, for the way back, where an address is older than it
const PAGE_OF_OURS = /^\/[a-z]{2}\//;

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null; // a browser that keeps nothing: the address alone remembers
  }
}

function keep(chosen) {
  try {
    if (chosen) sessionStorage.setItem(KEPT, JSON.stringify(chosen));
    else sessionStorage.removeItem(KEPT);
  } catch {}
}

const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** `form`: atlas/_compare_bar.html. onChange(chosen) follows each change of the address. Returns { chosen(), show() };
 *  call `show` when new ticks have come to the page. */
export function compareBar(form, { onChange = () => {} } = {}) {
  const { added, removed, emptied, full, alone, go, remove } = form.dataset;
  const most = Number(form.dataset.most);
  const find = (selector) => form.querySelector(selector);
  const names = find("[data-names]");
  const cross = find("template").content.firstElementChild;
  const status = document.querySelector("[data-compare-status]");
  const boxes = () => [...document.querySelectorAll("input[name=with][type=checkbox]")].filter((box) => box.form === form);
  let chosen = [...names.children].map(({ dataset }) => [dataset.slug, dataset.name]);
  for (const hidden of form.querySelectorAll("input[type=hidden]")) hidden.remove(); // the choice is sent by its address

  function chip([slug, name]) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "chip chip-chosen" });
    button.dataset.slug = slug;
    button.setAttribute("aria-label", fill(remove, { name }));
    button.append(Object.assign(document.createElement("span"), { textContent: name }), cross.cloneNode(true));
    item.append(button);
    return item;
  }

  function show() {
    form.dataset.count = chosen.length;
    const known = new Set(slugs(chosen));
    for (const box of boxes()) box.checked = known.has(box.value);
    names.replaceChildren(...chosen.map(chip));
    find(".button-main").textContent = chosen.length ? `${go} (${chosen.length})` : go;
    tell(chosen.length === 1 ? alone : "");
  }

  function tell(words) {
    find("[data-said]").textContent = words;
    find("[data-said]").hidden = !words;
  }

  function address() {
    const before = location.search.slice(1);
    const query = carrying(before, chosen);
    if (query !== before) history.replaceState(history.state, "", location.pathname + (query && `?${query}`) + location.hash);
    onChange(chosen);
  }

  function become(next) {
    chosen = next;
    address();
    show();
  }

  function set(one, on) {
    const next = ticked(chosen, one, on, most);
    if (on && next === chosen) {
      show();
      tell(full);
      status.textContent = full;
      return;
    }
    keep(next);
    become(next);
    const said = fill(on ? added : removed, { name: one[1], n: chosen.length, most });
    status.textContent = chosen.length ? [said, chosen.length === 1 && alone].filter(Boolean).join(" ") : emptied;
  }

  const nameOf = (box) => box.closest("label").querySelector(".visually-hidden").textContent.trim();

  document.addEventListener("change", ({ target }) => {
    if (boxes().includes(target)) set([target.value, nameOf(target)], target.checked);
  });
  names.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const at = [...names.children].indexOf(button.parentElement);
    set(chosen[at], false);
    (names.children[Math.min(at, chosen.length - 1)]?.firstElementChild ?? document.querySelector("main")).focus({ preventScroll: true });
  });
  find("[data-clear]").addEventListener("click", (event) => {
    event.preventDefault();
    keep([]);
    become([]);
    status.textContent = emptied;
    document.querySelector("main").focus({ preventScroll: true });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = tableQuery(location.search, chosen);
    const action = event.submitter?.getAttribute("formaction") ?? form.action;
    location.assign(action + (query && `?${query}`));
  });

  // Links take the choice along. At the last moment, as lists come and go; captured, so that those who act on a link see it.
  for (const type of ["click", "auxclick", "contextmenu"]) document.addEventListener(type, carry, true);
  function carry({ target }) {
    const link = target.closest?.("a[href]");
    const leaves = link && link.origin === location.origin && PAGE_OF_OURS.test(link.pathname) && !link.getAttribute("href").startsWith("#");
    if (!leaves || form.contains(link)) return;
    const before = link.search.slice(1);
    const query = carrying(before, chosen);
    if (query !== before) link.search = query;
  }

  // On the way back the browser shows an address, or a whole page, from before the last ticks.
  addEventListener("popstate", address);
  addEventListener("pageshow", ({ persisted }) => persisted && become(recall() ?? chosen));
  const [{ type } = {}] = performance.getEntriesByType("navigation");
  const last = recall();
  if (type === "back_forward" && last) become(last);
  else {
    if (last && String(slugs(last)) !== String(slugs(chosen))) keep(null);
    show();
  }
  return { chosen: () => chosen, show };
}
