// The only door to Leaflet, which a classic script puts on the page; undefined under node, where pure modules are tested.
export const L = globalThis.L;
