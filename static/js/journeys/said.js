// What is wrong, said beside the control it is about and tied to it: announced, read with the control, gone once it is mended.

const TYPED = "input, select, textarea";
let count = 0;

/** `words` at the end of `place`, or right `after` something; about `controls`, of which those one fills in are wrong. */
export function say(words, { place, after, controls }) {
  const line = Object.assign(document.createElement("p"), { className: "problem", id: `said-${(count += 1)}`, textContent: words });
  line.dataset.said = "";
  line.setAttribute("role", "alert");
  for (const control of controls) {
    control.setAttribute("aria-describedby", [...described(control), line.id].join(" "));
    if (control.matches(TYPED)) control.setAttribute("aria-invalid", "true");
  }
  if (after) after.after(line);
  else place.append(line);
  return line;
}

/** Nothing is wrong any more in this part of a page. */
export function unsay(place) {
  for (const line of place.querySelectorAll("[data-said]")) {
    for (const control of line.ownerDocument.querySelectorAll(`[aria-describedby~="${line.id}"]`)) {
      const left = described(control).filter((id) => id !== line.id);
      if (left.length) control.setAttribute("aria-describedby", left.join(" "));
      else control.removeAttribute("aria-describedby");
      control.removeAttribute("aria-invalid");
    }
    line.remove();
  }
}

const described = (control) => (control.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean);
