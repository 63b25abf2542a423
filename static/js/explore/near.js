// « Near me »: the browser's position, asked for only on a click, and rounded before anything leaves the browser.

const ABOUT_ONE_KM = 2; // decimals of a degree

/** A position no more precise than about a kilometre: [lon, lat]. */
export const rounded = ({ longitude, latitude }) => [longitude, latitude].map((degrees) => Number(degrees.toFixed(ABOUT_ONE_KM)));

/** Resolves to [lon, lat]; rejects with "denied" or "unavailable". */
export function locate(geolocation = navigator.geolocation) {
  return new Promise((resolve, reject) => {
    if (!geolocation) return reject(new Error("unavailable"));
    const failed = ({ code }) => reject(new Error(code === 1 ? "denied" : "unavailable"));
    const options = { enableHighAccuracy: false, timeout: 10_000, maximumAge: 600_000 };
    return geolocation.getCurrentPosition(({ coords }) => resolve(rounded(coords)), failed, options);
  });
}
