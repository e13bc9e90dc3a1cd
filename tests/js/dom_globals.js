// A small DOM for the modules under test: the globals that a browser has.
import { Window } from "happy-dom";

const window = new Window({ url: "http://localhost/" });
for (const name of ["window", "document", "location", "history", "Node", "Element", "CSS", "matchMedia"]) {
  globalThis[name] = name === "window" ? window : window[name];
}
// What the first HTML says of the views (dashboard/web/views.py).
window.document.body.innerHTML =
  '<script id="view-keys" type="application/json">{"filters":["topic"],"opened":["about","city","compare","event"],' +
  '"page":["topic","tab"],"panel":["topic","city"],"figure":["topic"],"picture":["view"]}</script>';
globalThis.requestAnimationFrame = (act) => setTimeout(act, 0);

/** Set the query of the page. */
export const visit = (query) => window.happyDOM.setURL("http://localhost/" + query);

/** An element with this HTML inside. */
export function element(html) {
  const box = window.document.createElement("div");
  box.innerHTML = html;
  return box;
}
