// Cards of the files that go with a page: seen, given their words and their place, kept in the browser at each pause.
import { read } from "./exif.js";

const PAUSE = 250; // ms
const THUMBNAIL = 480; // pixels wide
const HEAD = 256 * 1024; // bytes in which a photo says of itself what it says

/** `entry()` is the key of the page; `onChange()` hears of every change. */
export function photoCards(area, { template, store, entry, words, onChange }) {
  const cards = new Map();
  let count = 0;

  async function add(file) {
    const photo = {
      key: crypto.randomUUID(), entry: entry(), file, name: file.name, type: file.type, position: count, arrived: false, errors: {},
      words: { caption: "", alternative: "", portrait: false, consent: "", place: "exif" },
    };
    await store.putPhoto(photo);
    await show(photo);
    onChange();
  }

  async function show(photo) {
    count = Math.max(count, photo.position + 1);
    const card = template.content.firstElementChild.cloneNode(true);
    card.querySelector("[data-photo-name]").textContent = photo.name;
    card.querySelector("[data-photo-shown]").append((await preview(photo)) ?? "");
    card.querySelector("[data-photo-place]").textContent = placeWords(await exif(photo.file), words);
    if (!photo.type.startsWith("image/")) { // a sound or a film is known by its caption
      const asked = card.querySelector("[data-alternative]");
      if (photo.type.startsWith("audio/")) asked.textContent = asked.dataset.heard;
      card.querySelector("[data-photo-only]").remove();
    }
    for (const [name, value] of Object.entries(photo.words)) {
      const control = card.querySelector(`[name=${name}]`);
      if (control.type === "checkbox") control.checked = value;
      else control.value = value;
      control.removeAttribute("name"); // the page's own form does not send it
      control.dataset.word = name;
    }
    let timer;
    card.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    });
    async function save() {
      clearTimeout(timer);
      await store.changePhoto(photo.key, () => ({ words: typed(card), errors: {} }));
      blame(card, {});
      onChange();
    }
    card.querySelector("[data-photo-drop]").addEventListener("click", async () => {
      await store.dropPhoto(photo.key);
      cards.delete(photo.key);
      card.remove();
      onChange();
    });
    blame(card, photo.errors);
    cards.set(photo.key, { card, save });
    area.append(card);
  }

  return {
    add,
    show,
    save: () => Promise.all([...cards.values()].map(({ save }) => save())),
    get size() { return cards.size; },
    tell(key, words) {
      const known = cards.get(key);
      if (known) known.card.querySelector("[data-photo-state]").textContent = words;
    },
    async refresh(key) {
      const left = new Map((await store.photos(key)).map((photo) => [photo.key, photo]));
      for (const [one, { card }] of cards) {
        if (left.has(one)) blame(card, left.get(one).errors);
        else { card.remove(); cards.delete(one); }
      }
    },
  };
}

export function placeWords({ position, taken }, words) {
  const said = [];
  if (position) said.push(`${words.cameraPlace} ${position[1].toFixed(4)}, ${position[0].toFixed(4)}`);
  else said.push(words.noPlace);
  if (taken) said.push(`${words.cameraHour} ${taken}`);
  return said.join(" · ");
}

async function exif(file) {
  return read(await file.slice(0, HEAD).arrayBuffer());
}

/** Drawn on a canvas: our policy lets no page show what has no address of ours. What a browser cannot draw has its name alone. */
async function preview({ file }) {
  if (!file.type.startsWith("image/")) return null;
  try {
    const bitmap = await createImageBitmap(file, { resizeWidth: THUMBNAIL, resizeQuality: "medium" });
    const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    return canvas;
  } catch {
    return null;
  }
}

function typed(card) {
  const controls = [...card.querySelectorAll("[data-word]")];
  return Object.fromEntries(controls.map((one) => [one.dataset.word, one.type === "checkbox" ? one.checked : one.value]));
}

function blame(card, errors) {
  const problem = card.querySelector("[data-photo-problem]");
  problem.textContent = Object.values(errors ?? {}).flat().join(" ");
  problem.hidden = !problem.textContent;
  for (const control of card.querySelectorAll("[data-word]")) {
    if (errors?.[control.dataset.word]) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}
