// Move the first HTML into the frame that Dash has built, and put the panel where the screen has it.

import { decorate } from "./decorate.js";
import { byId, root } from "./dom.js";
import { showHint } from "./hint.js";
import { attachMap } from "./map/events.js";
import { SLOTS } from "./slots.js";

// The parts of the first HTML move into the frame that Dash has built; the picture of the map goes last, when the live
// map is drawn. Returns whether that was done before: if not, what is shown is what the address asks for.
export function takeOverFirstPage() {
  const first = byId("first-page");
  if (!first) return true;
  const entry = byId("react-entry-point");
  const focused = first.contains(document.activeElement) ? document.activeElement : null;
  const [x, y] = [scrollX, scrollY];
  const scrolled = new Map();
  for (const slot of ["page-search", ...SLOTS, "page-panel", "map-outside", "map-poster"]) {
    const [old, wanted] = [first.querySelector("#" + slot), entry.querySelector("#" + slot)];
    scrolled.set(wanted, old.scrollTop);
    wanted.replaceChildren(...old.childNodes);
  }
  const filters = first.querySelector("#page-filters").scrollTop;
  const same = focused && !document.contains(focused) ? null : focused;
  const href = focused && focused.getAttribute("href");
  first.remove();
  root.dataset.app = "";
  scrolled.forEach((top, slot) => (slot.scrollTop = top));
  entry.querySelector("#page-filters").scrollTop = filters;
  scrollTo(x, y);
  if (same && document.contains(same)) same.focus({ preventScroll: true });
  else if (focused && (focused.id || href)) {
    const twin = focused.id ? byId(focused.id) : entry.querySelector('[href="' + CSS.escape(href) + '"]');
    if (twin) twin.focus({ preventScroll: true });
  }
  window.dispatchEvent(new Event("resize"));
  decorate();
  entry.querySelector("[data-drawer=open]").setAttribute("aria-expanded", "false");
  attachMap();
  showHint();
  orderPanelForScreen();
  PHONE.addEventListener("change", orderPanelForScreen);
  return false;
}

// On a phone the panel stands below the tables; there it comes after them for the Tab key and for screen readers too.
const PHONE = matchMedia("(max-width: 43.6875em)");

function orderPanelForScreen() {
  byId(PHONE.matches ? "page-footer" : "page-events").before(byId("page-panel"));
}
