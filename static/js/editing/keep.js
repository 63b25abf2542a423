// <form data-keep="key">: what is typed is kept in this browser until the server says that it has it (data-kept="key").
// A reload, a lost network, a log-in that ended: the form comes back as it was.
import { fields, fill } from "./fields.js";
import * as store from "./store.js";

const PAUSE = 250; // ms without a key before keeping

for (const done of document.querySelectorAll("[data-kept]")) store.drop(done.dataset.kept);

const form = document.querySelector("form[data-keep]");
if (form) keep(form);

function keep(form) {
  const key = form.dataset.keep;
  const asGiven = JSON.stringify(fields(form));
  const draft = store.has(key) ? store.read(key) : null;
  const said = makeNotice(form);
  let timer;

  function save() {
    clearTimeout(timer);
    const now = fields(form);
    if (JSON.stringify(now) === asGiven && !form.hasAttribute("data-typed") && !store.has(key)) return;
    const kept = store.write(key, { title: form.dataset.title, path: location.pathname + location.search, fields: now });
    if (!kept) said.tell(form.dataset.unkept);
  }
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }
  function throwAway() {
    store.drop(key);
    form.removeEventListener("input", soon);
    removeEventListener("pagehide", save);
    document.removeEventListener("visibilitychange", save);
    location.assign(location.pathname + location.search);
  }

  // The server's own answer holds what was just typed: it is the newest there is.
  if (draft && !form.hasAttribute("data-typed") && JSON.stringify(draft.fields) !== asGiven) {
    fill(form, draft.fields);
    said.tell(form.dataset.found, form.dataset.throw, throwAway);
    form.dispatchEvent(new CustomEvent("kept", { bubbles: true }));
  }
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", save); // a telephone may close the page without another word
  form.addEventListener("submit", (event) => {
    save();
    if (navigator.onLine) return;
    event.preventDefault();
    said.tell(form.dataset.offline);
  });
  if (form.hasAttribute("data-typed")) {
    save();
    document.querySelector("#problems")?.focus();
  }
}

function makeNotice(form) {
  const element = Object.assign(document.createElement("div"), { className: "kept-notice" });
  element.setAttribute("role", "status");
  form.prepend(element);
  return {
    tell(words, way, act) {
      const line = Object.assign(document.createElement("p"), { className: "notice", textContent: `${words} ` });
      if (way) {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", textContent: way });
        button.addEventListener("click", act);
        line.append(button);
      }
      element.replaceChildren(line);
    },
  };
}
