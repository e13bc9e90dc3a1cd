// Render the parts of the page that depend on the address.

import { OPENED, PAGE, PANEL, canonicalQuery } from "./address.js";
import { afterNextPaint, byId, root } from "./dom.js";
import { focusState, moveFocus } from "./focus.js";
import { rememberCity } from "./history.js";
import { updateOffscreen } from "./map/events.js";
import { liveMap } from "./map/live.js";
import { syncInput } from "./search.js";
import { SLOTS, renderSlot, slotState } from "./slots.js";
import { takeOverFirstPage } from "./takeover.js";
import { fetchView, prefetch } from "./views.js";

// On the first call the HTML document already matches the address; later calls update the parts.
export async function renderParts() {
  if (takeOverFirstPage()) await Promise.all([renderPage(), renderPanel()]);
  syncInput();
  rememberCity();
}

async function renderPage() {
  const query = canonicalQuery(PAGE);
  if (query === slotState.query) return;
  const view = await fetchView("page", query);
  if (query !== canonicalQuery(PAGE)) return;
  slotState.query = query;
  SLOTS.forEach((slot) => renderSlot(slot, view[slot]));
  byId("page-status").textContent = document.activeElement === byId("page-title") ? "" : view.said;
  liveMap()?.getCanvas().setAttribute("aria-label", view.alternative);
  afterNextPaint(updateOffscreen);
  afterNextPaint(prefetch);
}

async function renderPanel() {
  const query = canonicalQuery(PANEL);
  const view = await fetchView("panel", query);
  if (query !== canonicalQuery(PANEL)) return;
  const opened = canonicalQuery(OPENED);
  if (focusState.opened !== opened) {
    for (const fold of byId("page-panel").querySelectorAll("details")) fold.open = false;
  }
  renderSlot("page-panel", view["page-panel"]);
  document.title = view.title;
  root.toggleAttribute("data-opened", byId("page-panel").querySelector("[data-close]") !== null);
  const closed = focusState.opened;
  if (closed !== opened) {
    afterNextPaint(() => moveFocus(opened, closed));
    afterNextPaint(updateOffscreen);
  }
  focusState.opened = opened;
}
