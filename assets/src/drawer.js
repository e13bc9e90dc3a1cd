// The drawer of filters on narrow screens.

import { byId, closest, find, focused, root } from "./dom.js";

// A tap outside the drawer closes it, and so does tabbing out of it: nothing behind it can have the focus.
const isOverlay = () => root.hasAttribute("data-drawer") && getComputedStyle(byId("page-filters")).position === "fixed";

/** @type {HTMLElement | null} */
let drawerOpener = null;

/** @param {boolean} open */
export function toggleDrawer(open) {
  if (open) drawerOpener = focused();
  root.toggleAttribute("data-drawer", open);
  find("[data-drawer=open]")?.setAttribute("aria-expanded", String(open));
  const filters = byId("page-filters");
  if (open) (find("[role=checkbox]", filters) || filters).focus();
  else if (drawerOpener) drawerOpener.focus();
}

export function install() {
  document.addEventListener("click", (event) => {
    if (isOverlay() && closest(event, ".page") === event.target) toggleDrawer(false);
  });

  document.addEventListener("focusin", (event) => {
    if (!isOverlay() || closest(event, "#page-filters,dialog")) return;
    drawerOpener = null;
    toggleDrawer(false);
  });
}
