// slots

import { PAGE, canonicalQuery } from "./address.js";
import { decorate } from "./decorate.js";
import { byId } from "./dom.js";
import { morph } from "./morph.js";

export const slotState = {
  query: canonicalQuery(PAGE),
};

// What is shown was changed here; the next view is put in place whatever was shown before.
export function invalidate() {
  slotState.query = null;
  rendered.clear();
}

const rendered = new Map();

// Put a part into its slot. Only what differs is touched, so that focus, scroll position and open details stay.
export function renderSlot(slot, part) {
  if (rendered.get(slot) === part || !byId(slot)) return;
  rendered.set(slot, part);
  const wanted = document.createElement("template");
  wanted.innerHTML = part;
  const focused = byId(slot).contains(document.activeElement) && document.activeElement;
  morph(byId(slot), wanted.content);
  decorate();
  // What had the focus may be gone, as the cross of a filter is: the focus goes to what was changed.
  if (focused && document.activeElement === document.body && slot !== "page-panel") {
    byId("page-title").focus({ preventScroll: true });
  }
}

export const SLOTS = ["page-sentence", "filters-body", "map-legend", "page-tables", "page-events"];
