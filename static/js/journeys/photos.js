// Cards of the files that go with a page: seen, given their words and their place, kept in the browser at each pause.
import { read } from "./exif.js";
import { photoMap } from "./photo-map.js";
import { say, unsay } from "./said.js";

const PAUSE = 250; // ms
const THUMBNAIL = 480; // pixels wide
const HEAD = 256 * 1024; // bytes in which a photo says of itself what it says
const PLACES = { spot: "place", spot_lon: "place", spot_lat: "place" }; // a point is part of the choice of a place
const OF_PAGE = new Set(["author", "licence", "language"]); // asked once, for all of them
const NEW = { caption: "", alternative: "", portrait: false, consent: "", place: "exif", spot_lon: "", spot_lat: "" };

/** `entry()` is the key of the page, `where(place)` its own point by one of the choices; `onChange()` hears of every change. */
export function photoCards(area, { template, store, entry, words, where = () => null, onChange }) {
  const cards = new Map();
  let count = 0;

  async function add(file) {
    const photo = {
      key: crypto.randomUUID(), entry: entry(), file, name: file.name, type: file.type, position: count, arrived: false, errors: {}, words: NEW,
    };
    await store.putPhoto(photo);
    await show(photo);
    onChange();
  }

  async function show(photo) {
    count = Math.max(count, photo.position + 1);
    const card = template.content.firstElementChild.cloneNode(true);
    const camera = await exif(photo.file);
    card.querySelector("[data-photo-name]").textContent = photo.name;
    card.querySelector("[data-photo-shown]").append((await preview(photo)) ?? "");
    card.querySelector("[data-photo-place]").textContent = placeWords(camera, words);
    if (!photo.type.startsWith("image/")) { // a sound or a film is known by its caption
      const asked = card.querySelector("[data-alternative]");
      if (photo.type.startsWith("audio/")) asked.textContent = asked.dataset.heard;
      card.querySelector("[data-photo-only]").remove();
    }
    for (const [name, value] of Object.entries({ ...NEW, ...photo.words })) {
      const control = card.querySelector(`[name=${name}]`);
      if (control.type === "checkbox") control.checked = value;
      else control.value = value;
      control.removeAttribute("name"); // the page's own form does not send it
      control.dataset.word = name;
    }
    const mended = new Set();
    let timer;
    card.addEventListener("input", ({ target }) => {
      mended.add(PLACES[target.dataset.word] ?? target.dataset.word ?? "place");
      clearTimeout(timer);
      timer = setTimeout(() => save(mended), PAUSE);
    });
    /** What is typed; nothing is wrong any more with what changed or, when it is to be sent anew, with anything. */
    async function save(changed = null) {
      clearTimeout(timer);
      const known = cards.get(photo.key);
      known.errors = changed ? without(known.errors, changed) : {};
      for (const place of changed ? fieldsOf(card, changed) : [card]) unsay(place);
      mended.clear();
      await store.changePhoto(photo.key, () => ({ words: typed(card), errors: known.errors }));
      onChange();
    }
    card.querySelector("[data-photo-drop]").addEventListener("click", async () => {
      clearTimeout(timer);
      await store.dropPhoto(photo.key);
      cards.delete(photo.key);
      card.remove();
      onChange();
    });
    onMap(card, camera);
    cards.set(photo.key, { card, save, errors: photo.errors ?? {} });
    area.append(card);
  }

  /** Where it would be placed as things are chosen now; put elsewhere on the map, it stays there. */
  function onMap(card, camera) {
    const place = card.querySelector("[data-word=place]");
    const said = card.querySelector("[data-photo-place]");
    const tell = (how, point) => { said.textContent = point ? `${how} ${degrees(point)}` : placeWords(camera, words); };
    const map = photoMap(card.querySelector("[data-photo-map]"), {
      start: () => (place.value === "exif" && camera.position) || where(place.value),
      isOurs: () => place.value === "spot",
      onMove: (point) => {
        place.value = "spot";
        tell(words.moved, point);
      },
      onConfirm: (point) => {
        tell(words.confirmed, point);
        card.dispatchEvent(new Event("input"));
      },
    });
    place.addEventListener("input", () => {
      if (place.value !== "spot") tell("", null);
      map.follow();
    });
  }

  return {
    add,
    show,
    save: () => Promise.all([...cards.values()].map(({ save }) => save())),
    get size() { return cards.size; },
    /** Say what is wrong, each sentence beside its control. */
    blame() {
      for (const { card, errors } of cards.values()) blame(card, errors);
    },
    /** What is wrong with the page's own fields that go with each file: name → sentences. */
    ofPage() {
      const told = {};
      for (const { errors } of cards.values()) {
        for (const [name, said] of Object.entries(errors)) {
          if (OF_PAGE.has(name)) told[name] = [...new Set([...(told[name] ?? []), ...said])];
        }
      }
      return told;
    },
    async refresh(key) {
      const left = new Map((await store.photos(key)).map((photo) => [photo.key, photo]));
      for (const [one, known] of cards) {
        if (left.has(one)) {
          known.errors = left.get(one).errors ?? {};
        } else {
          known.card.remove();
          cards.delete(one);
        }
      }
    },
  };
}

export function placeWords({ position, taken }, words) {
  const said = [];
  if (position) said.push(`${words.cameraPlace} ${degrees(position)}`);
  else said.push(words.noPlace);
  if (taken) said.push(`${words.cameraHour} ${taken}`);
  return said.join(" · ");
}

const degrees = ([lon, lat]) => `${lat.toFixed(4)}, ${lon.toFixed(4)}`;

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

/** Each sentence beside its control; what is about the file itself, or about nothing one fills in here, beside the file. */
function blame(card, errors) {
  unsay(card);
  for (const [name, said] of Object.entries(errors ?? {})) {
    if (OF_PAGE.has(name)) continue;
    const control = card.querySelector(`[data-word="${PLACES[name] ?? name}"]`);
    if (control) say(said.join(" "), { after: control.closest("label"), controls: [control] });
    else say(said.join(" "), { place: card.querySelector("[data-photo-file]"), controls: [card] });
  }
}

const fieldsOf = (card, names) => [...names].map((name) => card.querySelector(`[data-word="${name}"]`).closest(".field"));
const without = (errors, names) => Object.fromEntries(Object.entries(errors).filter(([name]) => !names.has(PLACES[name] ?? name)));
