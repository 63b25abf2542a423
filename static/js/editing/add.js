// The form that adds a sheet, walked through step by step; and those that may be the same, as one types.

const PAUSE = 350; // ms
const steps = document.querySelector("[data-steps]");
const form = steps.closest("form");
const sections = [...steps.querySelectorAll(":scope > section")];
const told = steps.insertBefore(Object.assign(document.createElement("p"), { className: "kicker steps-told" }), sections[0]);
let current = 0;

function go(to, { focus = true } = {}) {
  current = Math.max(0, Math.min(to, sections.length - 1));
  for (const [index, section] of sections.entries()) section.hidden = index !== current;
  told.textContent = `${steps.dataset.step} ${current + 1} ${steps.dataset.of} ${sections.length}`;
  dispatchEvent(new Event("resize")); // a map that was hidden learns its size
  if (!focus) return;
  sections[current].querySelector("h2").focus();
  sections[current].scrollIntoView({ block: "start" });
}

/** On a person's wish: not past what the sheet cannot do without, such as its name. */
function step(to) {
  const missing = to > current && sections[current].querySelector("input:invalid, select:invalid, textarea:invalid");
  if (missing) return missing.reportValidity();
  history.pushState({ step: to }, "");
  return go(to);
}

function ways(index) {
  const row = Object.assign(document.createElement("p"), { className: "editing-go steps-ways" });
  const way = (words, to, main) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.className = main ? "button button-main" : "button";
    button.addEventListener("click", () => step(to));
    return button;
  };
  if (index < sections.length - 1) row.append(way(steps.dataset.next, index + 1, true));
  if (index) row.append(way(steps.dataset.back, index - 1, false));
  sections[index].append(row);
}

for (const index of sections.keys()) ways(index);
history.replaceState({ step: 0 }, "");
addEventListener("popstate", ({ state }) => go(state?.step ?? 0));
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox], [type=radio])") || event.defaultPrevented) return;
  if (current === sections.length - 1) return;
  event.preventDefault();
  step(current + 1);
});
const wrong = sections.findIndex((section) => section.querySelector(".problem"));
go(Math.max(wrong, 0), { focus: wrong >= 0 });

const list = steps.querySelector("[data-candidates]");
const another = steps.querySelector(".another");
let timer;
let asked = new AbortController();

function line(one) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: one.url, textContent: one.name });
  const where = Object.assign(document.createElement("span"), { className: "soft", textContent: ` ${one.where} ` });
  const why = Object.assign(document.createElement("small"), { textContent: one.evidence.join(" · ") });
  const here = Object.assign(document.createElement("a"), { href: one.url, className: "button button-small", textContent: list.dataset.this });
  item.append(link, where, why, here);
  return item;
}

async function look() {
  asked.abort();
  asked = new AbortController();
  const [lon, lat] = form.querySelectorAll("point-picker input");
  const query = new URLSearchParams({ name: form.elements.name.value, website: form.elements.website.value, lon: lon.value, lat: lat.value });
  try {
    const answer = await fetch(`${list.dataset.candidates}?${query}`, { signal: asked.signal });
    const { candidates } = await answer.json();
    const title = Object.assign(document.createElement("h3"), { textContent: list.dataset.title });
    const items = document.createElement("ul");
    items.append(...candidates.map(line));
    list.replaceChildren(...(candidates.length ? [title, items] : []));
    another.hidden = !candidates.length;
  } catch {
    // without the network nothing is proposed; the server asks again when the form is sent
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
}

for (const name of ["name", "website"]) form.elements[name].addEventListener("input", soon);
for (const kind of ["change", "input"]) form.querySelector("point-picker").addEventListener(kind, soon); // near ones are likelier
form.addEventListener("kept", look);
