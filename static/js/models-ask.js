// The questionnaire's place.
import { gazetteerBox } from "./forms/gazetteer-box.js";
import { placeField } from "./models/place-field.js";

placeField(document.getElementById("ask-form"), gazetteerBox);
document.documentElement.classList.add("is-ready");
