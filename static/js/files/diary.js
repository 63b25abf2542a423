// The diary on the map of a USB stick: small marks one reaches with Tab, each with how its pages begin.
// It is written into the page after stick.js, and asks nobody for anything.
import { element, keepFitting, opens } from "./stick.js";

const FREE = [-3, 22]; // screen points, so that the mark of a stage at the same place stays free

/** A page as the popup shows it. */
function leaf({ title, signed, words, language, url, photo }) {
  const body = element("article", "", { lang: language });
  const heading = element("h2", "", { dir: "auto" });
  heading.append(element("a", title, { href: url }));
  body.append(heading);
  if (signed) body.append(element("p", signed, { class: "when" }));
  if (photo) body.append(picture(photo));
  if (words) body.append(element("p", words, { class: "note", dir: "auto" }));
  return body;
}

function picture({ src, alt, author, licence, deed }) {
  const figure = element("figure");
  const credit = element("figcaption", `${author} · `);
  credit.append(element("a", licence, { href: deed }));
  figure.append(element("img", "", { src, alt }), credit);
  return figure;
}

function mark({ lat, lon, beside, label }, L) {
  const html = element("i", "", { class: "leaf" });
  const icon = L.divIcon({ className: "leaf-mark", html, iconSize: [24, 24], ...(beside ? { iconAnchor: FREE } : {}) });
  const marker = L.marker([lat, lon], { icon, riseOnHover: true, zIndexOffset: 50 });
  marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
  return marker;
}

/** `marks`: {lon, lat, beside, label, pages: [{title, signed, words, language, url, photo}]}; `words`: of stick.js. */
export function tellDiary(map, L, { marks, words }) {
  const markers = marks.map((place) => {
    const marker = mark(place, L);
    const body = () => {
      const all = element("div");
      all.append(...place.pages.map(leaf));
      return all;
    };
    opens(marker, body, words);
    return marker.addTo(map);
  });
  keepFitting(map, markers);
}
