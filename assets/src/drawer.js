// The drawer of filters on narrow pages.

import { byId, root } from "./dom.js";

// A tap beside the drawer closes it, and so does the Tab key that leaves it: nothing is focused behind it.
const isOverlay = () => root.hasAttribute("data-drawer") && getComputedStyle(byId("page-filters")).position === "fixed";

let drawerOpener = null;

export function toggleDrawer(open) {
  if (open) drawerOpener = document.activeElement;
  root.toggleAttribute("data-drawer", open);
  document.querySelector("[data-drawer=open]").setAttribute("aria-expanded", String(open));
  const filters = byId("page-filters");
  if (open) (filters.querySelector("[role=checkbox]") || filters).focus();
  else if (drawerOpener) drawerOpener.focus();
}

export function install() {
  document.addEventListener("click", (event) => {
    if (isOverlay() && event.target.matches(".page")) toggleDrawer(false);
  });

  document.addEventListener("focusin", (event) => {
    if (!isOverlay() || event.target.closest("#page-filters,dialog")) return;
    drawerOpener = null;
    toggleDrawer(false);
  });
}
