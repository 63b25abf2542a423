// The list beside the map: one window of the road at a time, as the server wrote it; another is fetched when one goes there.

/** `element`: #story; `slugs`: of all stages in order; onEnter(slug), onLeave(): a stage is pointed at, or no longer. */
export function storyList(element, { slugs, onEnter = () => {}, onLeave = () => {}, fetchPage = (url) => fetch(url) }) {
  let latest = new AbortController();
  let current = "";

  const items = () => [...element.querySelectorAll("[data-stage]")];
  const find = (slug) => items().find((item) => item.dataset.stage === slug);
  const first = () => Number(element.dataset.first);

  for (const type of ["pointerover", "focusin"]) element.addEventListener(type, ({ target }) => onEnter(target.closest?.("[data-stage]")?.dataset.stage ?? ""));
  for (const type of ["pointerleave", "focusout"]) element.addEventListener(type, () => onLeave());

  /** The stage's item, its window fetched if need be; null when something else was asked for meanwhile, or it did not come. */
  async function reach(slug) {
    latest.abort();
    const mine = (latest = new AbortController());
    if (!find(slug)) {
      const url = new URL(location.href);
      url.searchParams.set("from", slug);
      url.hash = "";
      const page = await windowAt(url.href, mine.signal).catch(() => null);
      if (mine !== latest || !page) return null;
      element.dataset.first = page.dataset.first;
      element.replaceChildren(...page.childNodes);
      mark();
    }
    return find(slug) ?? null;
  }

  async function windowAt(url, signal) {
    const response = await fetchPage(url, { signal });
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html").getElementById(element.id);
  }

  function mark(slug = current) {
    current = slug;
    for (const item of items()) {
      if (item.dataset.stage === slug) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    }
  }

  function light(slug) {
    for (const item of items()) item.classList.toggle("is-lit", item.dataset.stage === slug);
  }

  /** The stage whose window is shown, "" for the first. */
  const from = () => (first() ? slugs[first()] : "");

  return { reach, mark, light, from, note: (slug) => document.getElementById(`note-${slug}`) };
}
