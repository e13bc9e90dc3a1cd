// The SVG picture of the map for browsers without WebGL2.

import { params } from "../address.js";
import { byId, root } from "../dom.js";
import { linkQuery } from "../links.js";
import { mapState } from "./live.js";
import { renderSlot } from "../slots.js";

// Without WebGL2 the picture stays, follows the address, and its circles are links.
/** @param {string} svg */
export function renderPicture(svg) {
  root.dataset.noWebgl = "";
  const city = focusedCity();
  renderSlot("map-poster", svg);
  // The opened city is drawn last, so the order of the links has changed: the focus stays with its city.
  if (city) {
    links()
      .find((link) => cityOf(link) === city && shown(link))
      ?.focus({ preventScroll: true });
  }
  limitTabStops();
}

const links = () => /** @type {SVGAElement[]} */ ([...document.querySelectorAll("#map-poster a")]);

/** @param {Element} link */
const cityOf = (link) => params(linkQuery(link)).get("city");

/** @param {Element} link */
const shown = (link) => link.getBoundingClientRect().width > 0;

function focusedCity() {
  const active = document.activeElement;
  return active && active.closest("#map-poster a") && cityOf(active);
}

// Circles clipped by the edge of the map are not tab stops; the list has links to their cities.
function limitTabStops() {
  const room = byId("map-poster").getBoundingClientRect();
  for (const link of links()) {
    const box = link.getBoundingClientRect();
    const within = box.left > room.left && box.right < room.right && box.top > room.top && box.bottom < room.bottom;
    if (within || !box.width) link.removeAttribute("tabindex");
    else link.setAttribute("tabindex", "-1");
  }
}

export function install() {
  addEventListener("resize", () => mapState.webgl === false && limitTabStops());
}
