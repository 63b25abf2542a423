// The country of a stage follows its point as long as nobody has chosen another; the server fills it in when it stays empty.

const PAUSE = 300; // ms
const area = document.querySelector("[data-country]");
const picker = area.querySelector("point-picker");
const [lon, lat] = picker.querySelectorAll("input");
const { country, place_fr: place } = area.closest("form").elements;
let typed = country.value !== "" && country.value !== area.dataset.found;
let asked = new AbortController();
let timer;

async function look() {
  asked.abort();
  asked = new AbortController();
  if (typed || lon.value === "" || lat.value === "") return;
  const query = new URLSearchParams({ point_lon: lon.value, point_lat: lat.value, place: place.value.slice(0, 160) });
  try {
    const answer = await fetch(`${area.dataset.country}?${query}`, { signal: asked.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const said = await answer.json();
    if (typed) return;
    country.value = said.country;
    country.dispatchEvent(new Event("change", { bubbles: true })); // what is typed is kept
  } catch {
    // without a network it stays to be chosen, or for the server to say
  }
}

country.addEventListener("input", () => { typed = country.value !== ""; });
area.addEventListener("filled", () => { // by a town, which knows better than those around it
  clearTimeout(timer);
  typed = false;
});
for (const kind of ["input", "change"]) {
  picker.addEventListener(kind, () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
}
