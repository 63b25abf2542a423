// Light or dark: the reader's system decides, unless they chose here. A classic script, read before the page is drawn,
// so that a dark page does not first flash white. The choice stays in this browser (localStorage), and is no cookie.
{
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  const remember = (theme) => {
    try {
      if (theme) localStorage.setItem("theme", theme);
      else localStorage.removeItem("theme");
    } catch {} // a browser that keeps nothing still switches
  };

  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  try {
    apply(localStorage.getItem("theme"));
  } catch {}

  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      const say = () => {
        const words = isDark() ? button.dataset.toLight : button.dataset.toDark;
        button.setAttribute("aria-label", words);
        button.title = words;
      };
      button.addEventListener("click", () => {
        const wished = isDark() ? "light" : "dark";
        const theme = (wished === "dark") === system.matches ? "" : wished; // back to the system's: nothing to remember
        apply(theme);
        remember(theme);
        say();
      });
      system.addEventListener("change", say);
      say();
      button.hidden = false;
    }
  });
}
