// « See what it gives » without leaving the form.

const button = document.querySelector("[data-preview]");
const shown = document.querySelector("#preview");
const form = button.form;

button.addEventListener("click", async (event) => {
  event.preventDefault();
  const body = new FormData();
  body.set("text", form.elements.text.value);
  body.set("language", button.dataset.language);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(button.dataset.preview, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    shown.innerHTML = await answer.text(); // cleaned by the server (places/prose.py)
    shown.hidden = false;
  } catch {
    shown.hidden = false;
    shown.textContent = form.dataset.offline;
  }
});
