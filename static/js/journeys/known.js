// Names of initiatives as one types whom a stage met; without the network one types the name alone.

const PAUSE = 250; // ms
const area = document.querySelector("[data-known]");
const list = area.querySelector("datalist");
let asked = new AbortController();
let timer;

async function look(q) {
  asked.abort();
  asked = new AbortController();
  if (q.trim().length < 2) return;
  try {
    const query = new URLSearchParams({ q: q.slice(0, 100), lang: document.documentElement.lang });
    const answer = await fetch(`${area.dataset.known}?${query}`, { signal: asked.signal });
    const { features } = await answer.json();
    const options = features.slice(0, 8).map(({ properties }) => {
      const option = Object.assign(document.createElement("option"), { value: properties.name });
      option.label = [properties.name, properties.locality].filter(Boolean).join(", ");
      return option;
    });
    list.replaceChildren(...options);
  } catch {
    // nothing is proposed
  }
}

area.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-initiatives]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => look(target.value), PAUSE);
});
