// The desk of a journey: its stages in another order, what waits in this browser, the worker that keeps its pages.
import { orderable } from "./order.js";
import { queue } from "./queue.js";
import { register } from "./register.js";

const config = JSON.parse(document.querySelector("#field-config").textContent);
const form = document.querySelector("form[data-order]");

if (form) orderable(form);
const waiting = queue(config, { onSent: () => location.reload() });
waiting.show();
if (navigator.onLine) waiting.flush();
register(config.urls);
