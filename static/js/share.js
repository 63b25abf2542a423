// What a script makes possible for an address to pass on: copying it, and printing the page.

/** Every [data-copy] copies the [data-address] beside it; every [data-print] prints. Both are hidden without a script. */
export function shareButtons(root = document) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    const field = button.closest(".field");
    const address = field.querySelector("[data-address]");
    address.addEventListener("focus", () => address.select());
    button.addEventListener("click", async () => {
      address.select();
      const copied = await navigator.clipboard?.writeText(address.value).then(() => true, () => false);
      field.querySelector("[data-copy-said]").textContent = copied ? button.dataset.copied : button.dataset.kept;
    });
    button.hidden = false;
  }
  for (const button of root.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => print());
    button.hidden = false;
  }
}
