// A field that finds towns by name: the ARIA combobox with a list, over /api/v1/gazetteer/.

const PAUSE = 180; // ms without a key before asking
const SHORTEST = 2;

/** `field`: the element around label and input, with data-none, data-failed, data-count. onChoose gets a place, onClear nothing. */
export function gazetteerBox(field, { language, onChoose, onClear = () => {} }) {
  const input = field.querySelector("input");
  const list = makeList(input, field);
  const said = field.appendChild(Object.assign(document.createElement("p"), { className: "combobox-said" }));
  said.setAttribute("role", "status");
  let places = [];
  let current = -1;
  let asked = new AbortController();
  let timer;

  const isOpen = () => !list.hidden;
  function show(found) {
    places = found;
    current = -1;
    list.replaceChildren(...found.map((place, index) => option(list, place, index)));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(isOpen()));
    input.removeAttribute("aria-activedescendant");
  }
  function move(step) {
    if (!places.length) return;
    current = (current + step + places.length) % places.length;
    for (const [index, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(index === current));
    input.setAttribute("aria-activedescendant", list.children[current].id);
    list.children[current].scrollIntoView({ block: "nearest" });
  }
  function choose(place) {
    asked.abort();
    input.value = place.label;
    said.textContent = "";
    show([]);
    onChoose(place);
  }
  async function look() {
    asked.abort();
    const mine = (asked = new AbortController());
    const q = input.value.trim();
    if (q.length < SHORTEST) return show([]);
    try {
      const query = new URLSearchParams({ q: q.slice(0, 100), lang: language });
      const response = await fetch(`${input.dataset.gazetteerUrl}?${query}`, { signal: mine.signal });
      if (!response.ok) throw new Error(String(response.status));
      const found = (await response.json()).places;
      if (mine !== asked || document.activeElement !== input) return undefined;
      said.textContent = found.length ? `${found.length} ${field.dataset.count}` : field.dataset.none;
      said.classList.toggle("visually-hidden", found.length > 0);
      return show(found);
    } catch (error) {
      if (error.name === "AbortError") return undefined;
      said.textContent = field.dataset.failed;
      said.classList.remove("visually-hidden");
      return show([]);
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
    if (!input.value.trim()) onClear();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen()) move(event.key === "ArrowDown" ? 1 : -1);
      else look();
    } else if (event.key === "Enter" && isOpen()) {
      event.preventDefault();
      choose(places[Math.max(current, 0)]);
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      show([]);
    }
  });
  input.addEventListener("blur", () => setTimeout(() => show([]), 150));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const item = event.target.closest("[role=option]");
    if (item) choose(places[[...list.children].indexOf(item)]);
  });
}

function makeList(input, field) {
  const list = field.appendChild(document.createElement("ul"));
  list.id = `${input.id}-places`;
  list.className = "combobox-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.querySelector("label").textContent);
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  return list;
}

function option(list, place, index) {
  const item = document.createElement("li");
  item.id = `${list.id}-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const name = Object.assign(document.createElement("strong"), { textContent: place.name });
  item.append(name, place.label.startsWith(place.name) ? place.label.slice(place.name.length) : ` ${place.label}`);
  return item;
}
