// A page of the diary: kept in the browser as one writes, its photos too; sent when there is a network; mended when it is refused.
import { fields, fill } from "../editing/fields.js";
import { photoCards } from "./photos.js";
import { queue, TAG } from "./queue.js";
import { register, wakeLater } from "./register.js";
import { say, unsay } from "./said.js";

const PAUSE = 250; // ms without a key before keeping
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const NOBODY = "00000000-0000-0000-0000-000000000000";

const config = JSON.parse(document.querySelector("#field-config").textContent);
const form = document.querySelector("form[data-entry]");
const notice = document.querySelector("[data-kept-notice]");
const network = document.querySelector("[data-network]");
const key = config.key || UUID.exec(location.hash)?.[0] || crypto.randomUUID();
const path = config.key ? location.pathname : `${config.urls.new}#${key}`;
let timer;
let asGiven;
let leaving = false;

form.elements.key.value = key;
const waiting = queue(config, { onSent: sent });
const { store } = waiting;
const cards = photoCards(document.querySelector("[data-photos]"), {
  template: document.querySelector("#photo-template"), store, entry: () => key, words: config.words, where, onChange: soon,
});

async function begin() {
  const draft = await store.entry(key).catch(() => null);
  asGiven = JSON.stringify(fields(form));
  if (draft && draft.person === config.person) {
    fill(form, draft.fields);
    for (const photo of await store.photos(key)) await cards.show(photo);
    blame(draft);
    if (draft.state === "draft") tell(config.words.back);
  }
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("placed", placed);
  form.querySelector("point-picker").addEventListener("input", placed);
  document.addEventListener("visibilitychange", () => { if (!leaving) save(); });
  addEventListener("pagehide", () => { if (!leaving) save(); });
  for (const input of form.querySelectorAll("input[type=file]")) input.addEventListener("change", takeFiles);
  form.addEventListener("submit", submit);
  addEventListener("online", line);
  addEventListener("offline", line);
  line();
  await waiting.show();
  form.dataset.ready = "";
  const registration = await register(config.urls);
  if (navigator.onLine) await waiting.flush();
  return registration;
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

/** Whatever is typed is kept; what was sent already and has changed since goes again. */
async function save(state) {
  clearTimeout(timer);
  const now = fields(form);
  const known = await store.entry(key).catch(() => null);
  if (!state && !known && JSON.stringify(now) === asGiven && !cards.size) return null;
  const same = known && JSON.stringify(known.fields) === JSON.stringify(now);
  const entry = {
    ...begun(known), ...known, fields: now, title: form.elements.title.value, path,
    state: state ?? (known?.state === "refused" || known?.state === "ready" ? known.state : "draft"),
    arrived: Boolean(known?.arrived && same), rev: (known?.rev ?? 0) + (same ? 0 : 1),
  };
  try {
    await store.put(entry);
  } catch {
    tell(config.words.unkept);
    return null;
  }
  if (!config.key && location.hash !== `#${key}`) history.replaceState(history.state, "", `#${key}`);
  await waiting.show();
  return entry;
}

function begun() {
  const urls = Object.fromEntries(Object.entries(config.urls).map(([name, url]) => [name, url.replace(NOBODY, key)]));
  return { key, person: config.person, journey: config.journey, urls, base: Number(form.elements.base.value || 0), at: Date.now(), errors: {} };
}

async function takeFiles({ target }) {
  const files = [...target.files];
  target.value = ""; // they wait in the browser from now on
  for (const file of files) {
    try {
      await cards.add(file);
    } catch {
      tell(config.words.unkept);
    }
  }
  await save();
}

async function submit(event) {
  event.preventDefault();
  await cards.save();
  if (!(await save("ready"))) { // this browser keeps nothing: then as a plain form
    leaving = true;
    form.submit();
    return;
  }
  tell(navigator.onLine ? config.words.sending : config.words.offline);
  await wakeLater(await navigator.serviceWorker?.getRegistration(config.urls.scope), TAG);
  const outcome = navigator.onLine ? await waiting.flush() : "offline";
  if (leaving) return;
  const draft = await store.entry(key);
  await cards.refresh(key);
  if (!draft) return sent({ key }); // the worker was quicker: it is there
  blame(draft);
  if (outcome === "offline") tell(config.words.offline);
  if (outcome === "login") tell(config.words.login, config.urls.login);
}

/** It is there: on to the journey, unless another page was meant. */
function sent(entry) {
  if (entry.key !== key) return;
  leaving = true;
  tell(config.words.sent);
  location.assign(`${config.urls.scope}#diary`);
}

/** What the server said, beside the fields it is about; what is about none of them, at the top. */
function blame(draft) {
  unsay(form);
  cards.blame();
  if (draft.state !== "refused") return;
  const rest = [];
  for (const [name, said] of Object.entries({ ...cards.ofPage(), ...draft.errors })) {
    const control = form.querySelector(`[name="${name}"], [name="${name}_0"], [name="${name}_day"], [name="${name}_lon"]`);
    const place = control?.closest(".field");
    if (place) say(said.join(" "), { place, controls: place.querySelectorAll("input, select, textarea") });
    else rest.push(...said);
    place?.closest("details")?.setAttribute("open", "");
  }
  for (const { label, theirs } of draft.clashes ?? []) rest.push(config.words.theirs.replace("{label}", () => label).replace("{words}", () => theirs));
  if (draft.base) form.elements.base.value = draft.base; // sent again, it is read against what was just shown
  tell([config.words.mend, ...rest].join(" "));
  (form.querySelector("[data-said]") ?? notice).scrollIntoView({ block: "center" });
}

function tell(words, link) {
  const line = Object.assign(document.createElement("p"), { className: "notice", textContent: `${words} ` });
  if (link) line.append(Object.assign(document.createElement("a"), { href: `${link}?next=${encodeURIComponent(location.pathname)}`, textContent: config.words.enter }));
  notice.replaceChildren(line);
}

/** Where a photo would be by one of its choices, as the page stands now: [lon, lat], or null when nothing here tells. */
function where(place) {
  const [lon, lat] = [...form.querySelectorAll("[data-place] point-picker input")].map(({ value }) => (value === "" ? NaN : Number(value)));
  const byHand = place === "hand" || form.elements.placed.value === "hand";
  if (byHand && Number.isFinite(lon) && Number.isFinite(lat)) return [lon, lat];
  return place === "stage" || place === "exif" ? config.stages[form.elements.stage.value] ?? null : null;
}

function placed() {
  const choice = form.querySelector("[name=placed][value=hand]");
  if (form.querySelector("point-picker input").value) choice.checked = true;
  soon();
}

function line() {
  network.textContent = navigator.onLine ? "" : config.words.offlineNow;
}

const preview = form.querySelector("[data-preview]");
preview.hidden = false;
preview.addEventListener("click", async () => {
  const shown = document.querySelector("#preview");
  const body = new FormData();
  body.set("text", form.elements.text.value);
  body.set("language", form.elements.language.value);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  shown.hidden = false;
  try {
    const answer = await fetch(preview.dataset.preview, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    shown.innerHTML = await answer.text(); // cleaned by the server (places/prose.py)
  } catch {
    shown.textContent = config.words.offlineNow;
  }
});

begin();
