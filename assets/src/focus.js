// Keyboard focus and scroll position when a panel opens or closes.

import { OPENED, canonicalQuery } from "./address.js";
import { all, allLinks, byId, find, root } from "./dom.js";
import { linkQuery } from "./links.js";

/** @type {{ opened: string, opener: HTMLElement | null, target: string, restoring: boolean }} */
export const focusState = {
  opened: canonicalQuery(OPENED),
  opener: null,
  target: "",
  restoring: false, // the focus returns to where it was: nothing opens
};

/**
 * @param {string} opened what is open now
 * @param {string} closed what was open before
 */
export function moveFocus(opened, closed = "") {
  const again = allLinks(".city-link", byId("page-panel")).find(
    (link) => canonicalQuery(OPENED, linkQuery(link)) === closed,
  );
  dockPanel();
  if (opened) {
    const title = byId("page-panel-title");
    if (title) title.focus({ preventScroll: matchMedia("(min-width: 68.75em)").matches });
    byId("page-panel").scrollTop = 0;
    scrollToTarget();
  } else if (focusState.opener && document.contains(focusState.opener)) {
    focusState.restoring = true;
    focusState.opener.focus({ preventScroll: true });
    focusState.restoring = false;
  } else if (again) {
    again.focus({ preventScroll: true });
  } else if (document.activeElement === document.body) {
    const heading = byId("page-title");
    if (heading) heading.focus({ preventScroll: true });
  }
}

// A panel opened from far below the map is shown at the scroll position, and returns when the map is visible again.
function dockPanel() {
  const { top, bottom } = byId("page-map").getBoundingClientRect();
  // From a table, also if the header of the panel is behind that of the page.
  const gone = focusState.opener && focusState.opener.closest("#page-tables") ? top < 40 : bottom < innerHeight / 3;
  const below = matchMedia("(min-width: 43.75em)").matches && gone;
  root.toggleAttribute("data-aside", below && canonicalQuery(OPENED) !== "");
  if (below && focusState.opener && focusState.opener.closest(".grid-box")) {
    focusState.opener.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

export function scrollToTarget() {
  const panel = byId("page-panel");
  const part = focusState.target && document.getElementById(decodeURIComponent(focusState.target));
  focusState.target = "";
  if (part && part.id === "page-tables") part.scrollIntoView();
  if (!part || !panel.contains(part)) return;
  showWithin(panel, part);
}

/**
 * Open the details around a part of the panel, scroll to it and focus it.
 *
 * @param {HTMLElement} panel
 * @param {HTMLElement} part
 */
function showWithin(panel, part) {
  for (let fold = part.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) {
    fold.open = true;
  }
  const head = find(".panel-head", panel);
  const scroller = getComputedStyle(panel).overflowY === "visible" ? root : panel;
  const top = scroller === panel ? panel.getBoundingClientRect().top : 0;
  scroller.scrollTop += part.getBoundingClientRect().top - top - (head ? head.offsetHeight : 0) - 12;
  const stop = find("a", part) || part;
  if (stop === part) part.tabIndex = -1;
  stop.focus({ preventScroll: true });
  if (part.tagName === "H3") return;
  all("[data-goal]", panel).forEach((old) => delete old.dataset.goal);
  part.dataset.goal = "";
}

export function install() {
  addEventListener("scroll", () => root.hasAttribute("data-aside") && dockPanel(), { passive: true });
}
