// The map's colours and fonts are the style sheet's: read from custom properties, read again when the scheme changes.

const LIGHT = {
  sea: "#d3dfe2",
  land: "#f6f2e7",
  coast: "#8fa3a8",
  border: "#a99f8d",
  lake: "#d3dfe2",
  river: "#a6c0c8",
  label: "#4b463d",
  halo: "#f6f2e7",
  "label-water": "#6f8990",
  "label-soft": "#857d6f",
};

/** A reader of tokens, as `element` sees them now: name → value; each is asked once. */
export function colorsOf(element) {
  const style = getComputedStyle(element);
  const known = {};
  return (name) => (known[name] ??= style.getPropertyValue(`--${name}`).trim());
}

/** The colours by name, as `element` sees them; the light defaults stand in for what is not set. */
export function palette(element) {
  const set = colorsOf(element);
  return Object.fromEntries(Object.entries(LIGHT).map(([name, color]) => [name, set(name) || color]));
}

/** Call back whenever light turns dark or the reverse; returns a function that stops it. */
export function onThemeChange(callback) {
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(callback);
  scheme.addEventListener("change", callback);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    scheme.removeEventListener("change", callback);
    observer.disconnect();
  };
}
