// The plan's page: what changes it is a link or a form; a script makes the change in place, and stops can be moved by hand.
import { gazetteerBox } from "./forms/gazetteer-box.js";
import { finder } from "./plan/find.js";
import { planMap } from "./plan/map.js";
import { orderedQuery } from "./plan/order.js";
import { reorder } from "./plan/reorder.js";
import { shareButtons } from "./share.js";

const parts = (page) => [...page.querySelectorAll("[data-plan-part]")];
const status = document.querySelector("[data-plan-status]");
const form = document.getElementById("plan-form");
let asked = new AbortController();
let map;

function draw(page) {
  const config = page.getElementById("map-config");
  const element = document.getElementById("map");
  if (!config || !element) return;
  map?.remove();
  map = planMap(element, JSON.parse(config.textContent));
}

/** Show the plan at `address` in place of this one, and put the focus where it was. */
async function show(address, { focus = "", push = true } = {}) {
  asked.abort();
  const mine = (asked = new AbortController());
  try {
    const response = await fetch(address, { signal: mine.signal });
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== asked) return;
    if (parts(page).length !== parts(document).length) return void location.assign(response.url); // another kind of page
    if (push) history.pushState(null, "", response.url);
    if (status.classList.contains("problem")) say("");
    parts(page).forEach((part, n) => parts(document)[n].replaceWith(part));
    for (const name of ["stops", "fixed", "order"]) remember(name, new URL(response.url).searchParams.get(name));
    document.querySelector("h1").textContent = page.querySelector("h1").textContent;
    draw(page);
    start();
    if (focus) document.querySelector(focus)?.focus({ preventScroll: true });
  } catch (error) {
    if (error.name === "AbortError") return;
    say(status.dataset.failed, true);
  }
}

/** To who does not see what changed; to everybody when it is a failure. */
function say(text, failed = false) {
  status.textContent = text;
  status.classList.toggle("problem", failed);
  status.classList.toggle("visually-hidden", !failed);
}

const sayWhere = (name, n, count) => say(status.dataset.said.replace("{name}", name).replace("{n}", n).replace("{count}", count));

/** What the form sends of the plan itself. */
function remember(name, value) {
  if (!form) return;
  const field = form.querySelector(`input[type=hidden][name=${name}]`) ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
  field.value = value ?? "";
  field.disabled = !value;
}

const start = (() => {
  const list = reorder(document, {
    onMove: sayWhere,
    onOrder: (slugs, slug) => show(`${location.pathname}?${orderedQuery(location.search, slugs)}`, { focus: `#stop-${CSS.escape(slug)} [data-handle]` }),
  });
  return () => {
    list();
    shareButtons();
  };
})();

/** One more: who looks for the next goes on typing. */
async function add(address, slug) {
  await show(address, { focus: "#plan-find" });
  const stop = document.getElementById(`stop-${slug}`);
  if (stop) sayWhere(stop.dataset.name, stop.querySelector("[data-rank]").textContent, stop.parentElement.children.length);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-edit]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const stop = link.closest("[data-slug]");
  if (link.closest("[data-found]")) return void add(link.href, stop.dataset.slug);
  show(link.href, { focus: stop ? `#stop-${CSS.escape(stop.dataset.slug)} [data-handle]` : "#main" });
});
addEventListener("popstate", () => show(location.href, { push: false }));

for (const field of form?.querySelectorAll("[data-for]") ?? []) {
  const place = form.elements.namedItem(field.dataset.for);
  gazetteerBox(field, {
    language: document.documentElement.lang,
    onChoose: ({ id }) => (place.value = id),
    onClear: () => (place.value = ""),
  });
}

finder(say);
draw(document);
start();
document.documentElement.classList.add("is-ready");
