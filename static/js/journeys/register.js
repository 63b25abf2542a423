// The service worker of a journey's writing pages: they, and the sheets of the leg, open without a network.

export async function register({ worker, scope }) {
  if (!("serviceWorker" in navigator)) return null;
  try {
    const registration = await navigator.serviceWorker.register(worker, { scope, type: "module", updateViaCache: "none" });
    // One that was installed while this page was open takes over at the next page: both speak to the same server.
    registration.addEventListener("updatefound", () => { document.documentElement.dataset.worker = "updated"; });
    return registration;
  } catch {
    return null; // a private window, a browser without module workers: drafts are kept all the same
  }
}

/** Ask the browser to wake the worker when there is a network, even if no page is open then. */
export async function wakeLater(registration, tag) {
  try {
    await registration?.sync?.register(tag);
  } catch {
    // refused by the person or unknown to the browser: open pages try by themselves
  }
}
