// One box that finds the terms of all lists by plain words, over /api/v1/terms/: choosing one ticks it.

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

for (const area of document.querySelectorAll("[data-terms]")) helpIn(area);

async function helpIn(area) {
  const boxes = [...area.querySelectorAll("input[type=checkbox]")];
  const words = new Map(boxes.map((box) => [box, [fold(box.parentElement.textContent)]]));
  const { input, found, said } = makeFinder(area);
  area.addEventListener("change", () => tell());
  input.addEventListener("input", look);
  input.addEventListener("focus", () => learn(boxes, words).then(look), { once: true });

  function look() {
    const asked = fold(input.value);
    const matches = asked.length < 2 ? [] : boxes.filter((box) => words.get(box).some((word) => word.includes(asked)));
    found.replaceChildren(...matches.slice(0, 8).map((box) => choice(box)));
    said.textContent = asked.length < 2 || matches.length ? "" : area.dataset.none;
  }
  function choice(box) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "chip" });
    button.textContent = box.parentElement.textContent.trim();
    button.setAttribute("aria-pressed", String(box.checked));
    button.addEventListener("click", () => {
      box.checked = !box.checked;
      button.setAttribute("aria-pressed", String(box.checked));
      box.dispatchEvent(new Event("change", { bubbles: true }));
      said.textContent = box.checked ? `${button.textContent} : ${area.dataset.chosen}` : "";
    });
    item.append(button);
    return item;
  }
  function tell() {
    for (const fieldset of area.querySelectorAll("fieldset")) {
      const summary = fieldset.querySelector("summary");
      const names = [...fieldset.querySelectorAll(":checked")].map((box) => box.parentElement.textContent.trim());
      if (summary) {
        summary.dataset.words ??= summary.textContent;
        summary.textContent = names.length ? `${summary.dataset.words} : ${names.join(", ")}` : summary.dataset.words;
      }
    }
  }
  tell();
}

/** What people call each term, in both languages; without the network the labels are enough. */
async function learn(boxes, words) {
  try {
    for (let address = "/api/v1/terms/"; address; ) {
      const page = await (await fetch(address)).json();
      for (const { code, labels, synonyms } of page.terms) {
        const called = [...Object.values(labels), ...Object.values(synonyms).flat()].map(fold);
        for (const box of boxes) if (box.value === code) words.get(box).push(...called);
      }
      address = page.links.find((link) => link.rel === "next")?.href;
    }
  } catch {
    // the labels remain
  }
}

function makeFinder(area) {
  const field = Object.assign(document.createElement("div"), { className: "field terms-finder" });
  const label = Object.assign(document.createElement("label"), { textContent: area.dataset.label, htmlFor: "terms-finder" });
  const input = Object.assign(document.createElement("input"), { id: "terms-finder", type: "search", placeholder: area.dataset.hint, autocomplete: "off" });
  const found = Object.assign(document.createElement("ul"), { className: "chips" });
  const said = Object.assign(document.createElement("p"), { className: "field-hint" });
  said.setAttribute("role", "status");
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  field.append(label, input, found, said);
  area.prepend(field);
  return { input, found, said };
}
