// Hydration: move the content of the HTML document into the layout that Dash has rendered.

import { decorate } from "./decorate.js";
import { byId, find, focused, root } from "./dom.js";
import { showHint } from "./hint.js";
import { attachMap } from "./map/events.js";
import { SLOTS } from "./slots.js";

/**
 * @param {HTMLElement} layout
 * @param {string} id
 */
const part = (layout, id) => /** @type {HTMLElement} */ (find("#" + id, layout));

// Move the parts of the HTML document into the layout of Dash; the picture of the map goes last, when the live map is
// drawn. Returns whether this was done before: if not, the content matches the address.
export function takeOverFirstPage() {
  const first = byId("first-page");
  if (!first) return true;
  const entry = byId("react-entry-point");
  const active = first.contains(document.activeElement) ? focused() : null;
  const [x, y] = [scrollX, scrollY];
  const scrolled = new Map();
  for (const slot of ["page-search", ...SLOTS, "page-panel", "map-outside", "map-poster"]) {
    const [old, wanted] = [part(first, slot), part(entry, slot)];
    scrolled.set(wanted, old.scrollTop);
    wanted.replaceChildren(...old.childNodes);
  }
  const filters = part(first, "page-filters").scrollTop;
  const href = active && active.getAttribute("href");
  first.remove();
  root.dataset.app = "";
  scrolled.forEach((top, slot) => (slot.scrollTop = top));
  part(entry, "page-filters").scrollTop = filters;
  scrollTo(x, y);
  if (active) restoreFocus(active, entry, href);
  window.dispatchEvent(new Event("resize"));
  decorate();
  find("[data-drawer=open]", entry)?.setAttribute("aria-expanded", "false");
  attachMap();
  showHint();
  orderPanelForScreen();
  PHONE.addEventListener("change", orderPanelForScreen);
  return false;
}

// On a phone the panel is below the tables, so it comes after them in tab order and for screen readers too.
const PHONE = matchMedia("(max-width: 43.6875em)");

function orderPanelForScreen() {
  byId(PHONE.matches ? "page-footer" : "page-events").before(byId("page-panel"));
}

/**
 * Restore the focus to the same element, or to the one with its id or address.
 *
 * @param {HTMLElement} active
 * @param {HTMLElement} entry
 * @param {string | null} href
 */
function restoreFocus(active, entry, href) {
  const twin = active.id ? "#" + CSS.escape(active.id) : href && '[href="' + CSS.escape(href) + '"]';
  const target = document.contains(active) ? active : twin && find(twin, entry);
  if (target) target.focus({ preventScroll: true });
}
