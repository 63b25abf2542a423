// The map of the explore page: initiatives, the road, the origin of « near me », and what opens on a click.
import { breathe } from "../breathe.js";
import { initiativesLayer, openSign } from "../map/initiatives-layer.js";
import { alone, slugs } from "../map/cells.js";
import { journeyLayer } from "../map/journey-layer.js";
import { L } from "../map/leaflet.js";
import { createMap } from "../map/map.js";
import { signsList } from "../map/signs-list.js";

const ROAD_COUNTRIES = [[-9, -6], [61, 126]]; // the first view: from Lille to Lake Baikal and Timor
const NEAR_METRES = 120_000; // how wide a look at a place without a radius is, at least
const FAR_KM = 5000; // and at most, around it
const TINY = 2e-5; // degrees, about two metres: the rounding of a cell's box

export async function fetchJson(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/** `covered()`: how many screen points of the map's foot the list hides. `config`: the page's JSON; callbacks: onMove(place and bounds), onPick([lon, lat]), onHover(slugs), onFailure(). */
export async function mapSide(element, config, { view, onMove, onPick, onHover, onFailure, tilesAsked, covered = () => 0 }) {
  const start = view.view
    ? { center: [view.view.lat, view.view.lng], zoom: view.view.zoom }
    : { bounds: corners(view.box) ?? ROAD_COUNTRIES, fit: view.box ? {} : uncovered(0) };
  const map = createMap(element, { ...config.map, ...start });
  await breathe();
  const origin = L.layerGroup().addTo(map);
  let quiet = false;
  let picking = false;
  let size = map.getSize();

  const layer = initiativesLayer({ tilesUrl: config.urls.tiles, fetchJson, onHover, onFailure, onOpen: open }).addTo(map);
  const list = signsList(map, layer, {
    label: config.strings.signs,
    name: (sign) => signName(sign, config),
    onOpen: open,
    onFocus: (sign) => onHover(sign ? members(sign) : []),
  });
  layer.ask(tilesAsked);

  function open(sign) {
    if (!picking) openSign(map, sign, show);
  }
  async function show(sign) {
    const content = L.DomUtil.create("div", "map-popup");
    const byKeyboard = element.contains(document.activeElement);
    const popup = L.popup({ minWidth: 220, ...besideControls() }).setLatLng([sign.y, sign.x]).setContent(content).openOn(map);
    content.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      popup.close();
      list.focus();
    });
    content.append(...(await entries(sign)));
    popup.update();
    if (byKeyboard) content.querySelector("a")?.focus();
  }
  /** Popups open clear of the legend, the buttons and, on phones, the list. */
  function besideControls() {
    const { x, y } = map.getSize();
    const narrow = x < 600;
    const [top, right, bottom] = [narrow ? 64 : 12, narrow ? 60 : 12, 12 + covered()];
    return {
      autoPanPaddingTopLeft: [12, top],
      autoPanPaddingBottomRight: [right, bottom],
      maxWidth: narrow ? 240 : 300,
      maxHeight: Math.max(110, Math.min(280, y - top - bottom - 60)),
    };
  }
  async function entries(sign) {
    if (sign.n === 1) return [entry(config, sign.cells[0])];
    const [west, south, east, north] = sign.box;
    const params = new URLSearchParams(layer.query);
    params.set("bbox", [west - TINY, south - TINY, east + TINY, north + TINY].map((degrees) => degrees.toFixed(6)).join(","));
    params.set("lang", config.map.language);
    const found = await fetchJson(`${config.urls.list}?${params}`).catch(() => null);
    if (!found) return [paragraph(config.strings.failed)];
    const list = document.createElement("ul");
    list.append(...found.features.map(({ properties }) => Object.assign(document.createElement("li"), {}).appendChild(entry(config, properties)).parentElement));
    const more = found.numberMatched - found.numberReturned;
    return [paragraph(config.strings.here.replace("{n}", found.numberMatched), "strong"), list, ...(more > 0 ? [paragraph(config.strings.more.replace("{n}", more))] : [])];
  }

  map.on("moveend", () => {
    const resized = !map.getSize().equals(size);
    size = map.getSize();
    if (!quiet && !resized) onMove(inView());
  });
  function inView() {
    const bounds = map.getBounds();
    const { lat, lng } = map.getCenter().wrap();
    const turn = map.getCenter().lng - lng;
    return { west: bounds.getWest() - turn, south: bounds.getSouth(), east: bounds.getEast() - turn, north: bounds.getNorth(), lat, lng, zoom: map.getZoom() };
  }
  map.on("click", ({ latlng }) => picking && pick(latlng));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== element) return;
    if (picking) return void pick(map.getCenter());
    const sign = layer.at(map.latLngToLayerPoint(map.getCenter()));
    if (sign) open(sign);
  });
  function pick(latlng) {
    const { lng, lat } = latlng.wrap();
    onPick([lng, lat]);
  }
  function uncovered(margin = 20) {
    return { animate: false, paddingTopLeft: [margin, margin], paddingBottomRight: [margin, margin + covered()] };
  }
  let road = null;
  let roadOf = "";
  let roadOn = false;
  function calmly(move) {
    quiet = true;
    move();
    quiet = false;
  }

  return {
    map,
    layer,
    ask: (query) => layer.ask(query),
    light: (slug) => layer.light(slug),
    inView,
    setPicking(on) {
      picking = on;
      element.classList.toggle("is-picking", on);
    },
    /** Draw where « near me » is. With `go`, bring it into view: its radius, else the nearest few, `reach` away; both in km. */
    setOrigin(point, { radius, reach, go }) {
      origin.clearLayers();
      if (!point) return;
      const circle = radius ? L.circle(point, { radius: radius * 1000, className: "origin-circle", interactive: false }).addTo(origin) : null;
      L.circleMarker(point, { radius: 7, className: "origin-mark", interactive: false }).addTo(origin);
      if (!go) return;
      const there = circle?.getBounds() ?? L.latLng(point).toBounds(Math.max(NEAR_METRES, Math.min(reach, FAR_KM) * 2200));
      calmly(() => map.fitBounds(there, uncovered()));
    },
    /** Stand where an address says. */
    goTo({ view: there, box }) {
      if (there) calmly(() => map.setView([there.lat, there.lng], there.zoom, { animate: false }));
      else calmly(() => map.fitBounds(corners(box) ?? ROAD_COUNTRIES, box ? { animate: false } : uncovered(0)));
    },
    toggleRoad(on) {
      roadOn = on;
      if (on) road?.addTo(map);
      else road?.remove();
    },
    async showRoad(slug) {
      if (!slug || slug === roadOf) return;
      roadOf = slug;
      const { features } = await fetchJson(config.urls.road.replace("SLUG", slug));
      if (roadOf !== slug) return; // another one was asked for meanwhile
      const onStage = (stage, point) => {
        if (!picking && !layer.at(point)) location.assign(features.find(({ properties }) => properties.slug === stage).properties.url);
      };
      road?.remove();
      road = journeyLayer({ features, onStage });
      if (roadOn) road.addTo(map);
    },
  };
}

/** Slugs of a sign's members, for lighting the list. */
export const members = (sign) => slugs(sign) ?? [];

/** A sign in words: whose it is, or how many and what they mostly provide. */
export function signName(sign, { strings, resources }) {
  const one = alone(sign);
  if (one) return [one.name, resources[one.resource], one.precision === "site" ? "" : strings.coarse].filter(Boolean).join(", ");
  const most = Object.entries(sign.mix).sort((a, b) => b[1] - a[1]).slice(0, 3);
  return strings.several.replace("{n}", sign.n).replace("{mix}", most.map(([code]) => resources[code]).join(", "));
}

const corners = (box) => box && [[box.south, box.west], [box.north, box.east]];

function paragraph(text, tag = "p") {
  return Object.assign(document.createElement(tag), { textContent: text });
}

function entry(config, { slug, name, url, locality }) {
  const link = Object.assign(document.createElement("a"), { href: url ?? config.urls.sheet.replace("SLUG", slug), textContent: name });
  const box = document.createElement("div");
  box.append(link, ...(locality ? [Object.assign(document.createElement("span"), { className: "soft", textContent: ` ${locality}` })] : []));
  return box;
}
