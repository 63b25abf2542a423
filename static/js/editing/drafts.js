// The drafts of this browser, each to be gone on with or thrown away.
import * as store from "./store.js";

const list = document.querySelector("[data-drafts]");
const said = document.querySelector("[data-drafts-said]");

function row(draft) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: draft.path, textContent: draft.title || draft.key });
  const when = Object.assign(document.createElement("time"), { dateTime: new Date(draft.at).toISOString() });
  when.textContent = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small" });
  button.textContent = list.dataset.throw;
  button.setAttribute("aria-label", `${list.dataset.throw} : ${link.textContent}`);
  button.addEventListener("click", () => {
    store.drop(draft.key);
    show();
    said.textContent = list.dataset.thrown;
  });
  item.append(link, when, button);
  return item;
}

function show() {
  const drafts = store.all().filter((draft) => draft.path?.startsWith("/"));
  list.replaceChildren(...drafts.map(row));
  if (!drafts.length) list.append(Object.assign(document.createElement("li"), { textContent: list.dataset.none }));
}

show();
