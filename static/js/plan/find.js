// One more initiative for the plan, looked for as one types; without a script the form does the same.

const PAUSE = 250; // ms without a key before asking
const SHORTEST = 2;

/** `say(text)` tells what was found to who does not see it. The form and its list come anew with each plan: they are looked up. */
export function finder(say) {
  let asked = new AbortController();
  let timer;

  async function look(form) {
    clearTimeout(timer);
    asked.abort();
    const mine = (asked = new AbortController());
    const list = form.parentElement.querySelector("[data-found]");
    if (form.elements.q.value.trim().length < SHORTEST) return list.replaceChildren();
    try {
      const answer = await fetch(`${form.dataset.find}?${new URLSearchParams(new FormData(form))}`, { signal: mine.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== asked) return undefined;
      list.replaceChildren(...page.body.childNodes);
      say(list.querySelector("[data-found-count]")?.textContent ?? list.textContent.trim());
    } catch (error) {
      if (error.name !== "AbortError") say(form.dataset.failed, true);
    }
    return undefined;
  }

  document.addEventListener("input", ({ target }) => {
    if (!target.closest("[data-find]")) return;
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE, target.form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-find]")) return;
    event.preventDefault();
    look(event.target);
  });
}
