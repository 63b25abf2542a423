// A plan on paper: the button that prints it.
import { shareButtons } from "./share.js";

shareButtons();
document.documentElement.classList.add("is-ready");
