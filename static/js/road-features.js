// Fetches a journey for its map; without it the map gives way, and the page is complete without one.

/** The GeoJSON features at `url`; when they do not come, `element` is hidden and the error goes on. */
export async function roadFeatures(url, element) {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return (await response.json()).features;
  } catch (error) {
    element.hidden = true;
    throw error;
  }
}
