// Leaving one's account: the pages of writing that this browser had kept are forgotten first. Drafts stay: they are nowhere else.

const PAGES = "atlas-diary-pages-";

export async function forget(caches = globalThis.caches) {
  const names = (await caches?.keys()) ?? [];
  await Promise.all(names.filter((name) => name.startsWith(PAGES)).map((name) => caches.delete(name)));
}

for (const form of globalThis.document?.querySelectorAll("form[data-forget]") ?? []) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await forget().catch(() => {});
    form.submit();
  });
}
