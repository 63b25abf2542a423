// The place of a form: a town chosen in the list is sent by its number, words that were typed by themselves.

/** `box`: gazetteerBox. What the form remembered of a place before (hidden fields) gives way to what is chosen or typed. */
export function placeField(form, box) {
  const where = form.elements.where;
  const forget = () => {
    for (const field of form.querySelectorAll("input[type=hidden]:is([name=place], [name=near])")) field.remove();
  };
  box(where.closest("[data-combobox]"), {
    language: document.documentElement.lang,
    onChoose: ({ id }) => {
      forget();
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "place", value: id }));
      where.name = "";
    },
    onClear: forget,
  });
  where.addEventListener("input", () => {
    forget();
    where.name = "where";
  });
}
