// What a form holds as pairs of names and words, and the way back into it.

const OURS = new Set(["csrfmiddlewaretoken", "opened", "homepage", "from"]);

/** [[name, value], …] as a form sends them, without files and what the server gave for this page alone. */
export function fields(form) {
  return [...new FormData(form)].filter(([name, value]) => !OURS.has(name) && typeof value === "string");
}

export function fill(form, kept) {
  const values = Map.groupBy ? Map.groupBy(kept, ([name]) => name) : group(kept);
  for (const control of form.elements) {
    if (!control.name || OURS.has(control.name) || control.type === "submit" || control.type === "file") continue;
    const given = (values.get(control.name) ?? []).map(([, value]) => value);
    if (control.type === "checkbox" || control.type === "radio") control.checked = given.includes(control.value);
    else if (given.length) control.value = given[0];
    if (given[0] && control.type !== "hidden") control.closest("details")?.setAttribute("open", "");
  }
  for (const picker of form.querySelectorAll("point-picker")) picker.dispatchEvent(new Event("change", { bubbles: true }));
}

function group(pairs) {
  const groups = new Map();
  for (const pair of pairs) groups.set(pair[0], [...(groups.get(pair[0]) ?? []), pair]);
  return groups;
}
