// The callbacks that Dash calls: each part of the page follows the address. The graph is in dashboard/web/callbacks.py.

import { FIGURE, OPENED, PAGE, PANEL, canonicalQuery } from "./address.js";
import { afterNextPaint, byId, noUpdate, root } from "./dom.js";
import { focusState, moveFocus } from "./focus.js";
import { rememberCity } from "./history.js";
import { updateOffscreen } from "./map/events.js";
import { hasWebGL, liveMap } from "./map/live.js";
import { renderPicture } from "./map/picture.js";
import { syncInput } from "./search.js";
import { SLOTS, renderSlot, slotState } from "./slots.js";
import { takeOverFirstPage } from "./takeover.js";
import { fetchView, prefetch } from "./views.js";

/** Show the parts that follow the filters. The first call shows nothing: the HTML document has all parts already. */
export async function page() {
  const unchanged = SLOTS.map(noUpdate);
  if (!takeOverFirstPage()) {
    syncInput();
    rememberCity();
    return unchanged;
  }
  const query = canonicalQuery(PAGE);
  const view = await fetchView("page", query);
  if (query !== canonicalQuery(PAGE)) return unchanged;
  if (query !== slotState.query) showPage(query, view);
  syncInput();
  return SLOTS.map((slot) => view[slot]);
}

/**
 * @param {string} query
 * @param {Views["page"]} view
 */
function showPage(query, view) {
  slotState.query = query;
  SLOTS.forEach((slot) => renderSlot(slot, view[slot]));
  byId("page-status").textContent = document.activeElement === byId("page-title") ? "" : view.announcement;
  liveMap()?.getCanvas().setAttribute("aria-label", view.alt_text);
  afterNextPaint(updateOffscreen);
  afterNextPaint(prefetch);
}

/** Show what is opened, else the overview. */
export async function panel() {
  const query = canonicalQuery(PANEL);
  const view = await fetchView("panel", query);
  if (query !== canonicalQuery(PANEL)) return noUpdate();
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
  rememberCity();
  return view["page-panel"];
}

/** Draw the picture of the map, in a browser that cannot draw the live one. */
export async function picture() {
  if (hasWebGL()) return noUpdate();
  const query = canonicalQuery([...FIGURE, "theme"]);
  const view = await fetchView("picture", canonicalQuery(FIGURE));
  if (query !== canonicalQuery([...FIGURE, "theme"])) return noUpdate();
  renderPicture(view["map-poster"]);
  renderSlot("map-outside", view["map-outside"]);
  return view["map-poster"];
}
