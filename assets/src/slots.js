// Put HTML from the server into the slots of the page.

import { PAGE, canonicalQuery } from "./address.js";
import { decorate } from "./decorate.js";
import { byId } from "./dom.js";
import { morph } from "./morph.js";

/** @type {{ query: string | null }} */
export const slotState = {
  query: canonicalQuery(PAGE),
};

// The script changed the content; insert the next view even if its query is the same.
export function invalidate() {
  slotState.query = null;
  rendered.clear();
}

const rendered = new Map();

// Put a part into its slot. Change only the differences, so that focus, scroll position and open details stay.
/**
 * @param {string} slot
 * @param {string} part HTML
 */
export function renderSlot(slot, part) {
  const place = document.getElementById(slot);
  if (rendered.get(slot) === part || !place) return;
  rendered.set(slot, part);
  const wanted = document.createElement("template");
  wanted.innerHTML = part;
  const hadFocus = place.contains(document.activeElement);
  morph(place, wanted.content);
  decorate();
  // If the focused element is gone, such as the cross of a filter, move the focus to the changed part.
  if (hadFocus && document.activeElement === document.body && slot !== "page-panel") {
    byId("page-title").focus({ preventScroll: true });
  }
}

export const SLOTS = ["page-sentence", "filters-body", "map-legend", "page-tables", "page-events"];

/**
 * The Dash component of dashboard/components/slot.py: its element, whose content is morphed when `html` changes. React
 * renders no children, so it leaves the content alone.
 *
 * @param {{ id: string, element: string, html?: string } & Record<string, unknown>} props
 */
function Slot({ id, element, html, className, role, tabIndex, ...others }) {
  window.React.useLayoutEffect(() => {
    if (html) renderSlot(id, html);
  }, [html]);
  return window.React.createElement(element, { id, className, role, tabIndex, "aria-label": others["aria-label"] });
}

export function defineSlot() {
  window.network_components = { Slot };
}
