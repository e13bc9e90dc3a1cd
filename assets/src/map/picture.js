// The SVG picture of the map for browsers without WebGL2.

import { FIGURE, canonicalQuery } from "../address.js";
import { byId, noUpdate, root } from "../dom.js";
import { mapState } from "./live.js";
import { renderSlot } from "../slots.js";
import { fetchView } from "../views.js";

// Without WebGL2 the picture stays, follows the address, and its circles are links.
export async function renderPicture() {
  root.dataset.noWebgl = "";
  const query = canonicalQuery([...FIGURE, "theme"]);
  const view = await fetchView("picture", canonicalQuery(FIGURE));
  if (query === canonicalQuery([...FIGURE, "theme"])) renderSlot("map-poster", view["map-poster"]);
  limitTabStops();
  return noUpdate();
}

// Circles clipped by the edge of the map are not tab stops; the list has links to their cities.
function limitTabStops() {
  const room = byId("map-poster").getBoundingClientRect();
  for (const link of document.querySelectorAll("#map-poster a")) {
    const box = link.getBoundingClientRect();
    const within = box.left > room.left && box.right < room.right && box.top > room.top && box.bottom < room.bottom;
    if (within || !box.width) link.removeAttribute("tabindex");
    else link.setAttribute("tabindex", "-1");
  }
}

export function install() {
  addEventListener("resize", () => mapState.webgl === false && limitTabStops());
}
