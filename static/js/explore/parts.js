// Parts of the page that the server writes: fetched as HTML and put in place, keeping focus and what was unfolded.
import { breathe } from "../breathe.js";

/** Resolves to the answered results element; rejects when the server does not answer. The latest request wins. */
export function partsLoader(url, root = document) {
  let latest = new AbortController();
  return async function load(query) {
    latest.abort();
    const mine = (latest = new AbortController());
    const response = await fetch(`${url}${query ? `?${query}` : ""}`, { signal: mine.signal });
    if (!response.ok) throw new Error(`${response.status}`);
    const html = await response.text();
    if (mine !== latest) throw superseded();
    const fresh = new DOMParser().parseFromString(html, "text/html");
    for (const part of fresh.querySelectorAll("[data-part]")) {
      put(part, root.querySelector(`[data-part="${part.dataset.part}"]`));
      await breathe(); // two hundred countries beside twenty cards: between them, the reader's hand comes first
      if (mine !== latest) throw superseded();
    }
    return root.querySelector(".results");
  };
}

const superseded = () => new DOMException("superseded", "AbortError");

function put(fresh, place) {
  const unfolded = new Set([...place.querySelectorAll("details[open]")].map((details) => details.dataset.facet));
  const folded = new Set([...place.querySelectorAll("details:not([open])")].map((details) => details.dataset.facet));
  const focused = place.contains(document.activeElement) ? signature(document.activeElement) : null;
  place.replaceChildren(...fresh.childNodes);
  for (const details of place.querySelectorAll("details")) {
    if (unfolded.has(details.dataset.facet)) details.open = true;
    else if (folded.has(details.dataset.facet)) details.open = false;
  }
  if (focused) (place.querySelector(focused) ?? place.querySelector("[data-count-text]"))?.focus({ preventScroll: true });
}

/** A selector for the element that will play the same part after the swap. */
function signature(element) {
  const { name, value, type } = element;
  if (name) return `[name="${CSS.escape(name)}"]${type === "checkbox" ? `[value="${CSS.escape(value)}"]` : ""}`;
  if (element.matches("summary")) return `[data-facet="${element.parentElement.dataset.facet}"] > summary`;
  return element.getAttribute("href") ? `a[href="${CSS.escape(element.getAttribute("href"))}"]` : "[data-count-text]";
}
