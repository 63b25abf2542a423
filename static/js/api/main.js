// The page that tries the API: a form asks its door, and the answer is shown below it.
import { pieces, written } from "./pretty.js";
import { address, curl } from "./request.js";

const MOST_LINES = 400;
const words = document.querySelector("[data-try-api]").dataset;

for (const form of document.querySelectorAll(".door-form")) {
  let asked = new AbortController();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    asked.abort();
    asked = new AbortController();
    ask(form, form.parentElement.querySelector(".door-answer"), asked.signal);
  });
}

openNamed();
addEventListener("hashchange", openNamed);

async function ask(form, answer, signal) {
  const inPath = [...form.querySelectorAll("[data-path-name]")].map((field) => [field.dataset.pathName, field.value.trim()]);
  const url = new URL(address(form.dataset.path, inPath, [...new FormData(form)]), location.href).href;
  const link = answer.querySelector(".door-url");
  link.href = link.textContent = url;
  answer.querySelector(".door-curl").textContent = curl(url);
  answer.hidden = false;
  say(answer, words.waiting);
  const began = performance.now();
  try {
    const response = await fetch(url, { headers: { Accept: "application/json, */*;q=0.5" }, signal });
    const body = await response.arrayBuffer();
    const type = response.headers.get("Content-Type") || "";
    const took = Math.round(performance.now() - began);
    say(answer, `${response.status} · ${type} · ${body.byteLength.toLocaleString(document.documentElement.lang)} ${words.bytes} · ${took} ms`, response.ok);
    show(answer.querySelector(".door-body"), type, body);
  } catch (error) {
    if (error.name !== "AbortError") say(answer, words.failed, false);
  }
}

function say(answer, text, ok = true) {
  const status = answer.querySelector(".door-status");
  status.textContent = text;
  status.classList.toggle("is-refused", !ok);
  answer.querySelector(".door-body").replaceChildren();
}

function show(place, type, body) {
  const text = new TextDecoder().decode(body);
  if (!type.includes("json")) return place.append(/text|yaml/.test(type) ? text : words.binary);
  const { text: shown, whole } = written(JSON.parse(text), MOST_LINES);
  place.append(...pieces(shown).map(([kind, piece]) => (kind ? coloured(kind, piece) : piece)));
  if (!whole) place.append(`\n\n${words.cut}`);
  return place.scrollTo(0, 0);
}

function coloured(kind, text) {
  return Object.assign(document.createElement("span"), { className: `json-${kind}`, textContent: text });
}

function openNamed() {
  const door = document.getElementById(location.hash.slice(1));
  if (door?.matches("details.door")) door.open = true;
}
