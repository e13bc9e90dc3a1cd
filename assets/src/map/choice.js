// Menu for circles that overlap at the place of a click.

import { OPENED, params } from "../address.js";
import { afterNextPaint, all, byId, closest, focused, root } from "../dom.js";
import { linkQuery } from "../links.js";
import { drawnCircles, liveMap } from "./live.js";
import { showTooltip } from "./tooltip.js";

// Circles under the pointer: a finger covers more than the tip of a mouse pointer.
let finger = false;

/** @param {MouseEvent} event */
function citiesUnder(event) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const live = root.dataset.mapReady !== undefined && liveMap();
  /** @type {(city: string | null, text: string, x: number, y: number, reach: number) => void} */
  const reached = (city, text, x, y, reach) => {
    if (city && Math.hypot(event.clientX - x, event.clientY - y) <= (finger ? Math.max(reach, 22) : reach + 1)) {
      found.set(city, text);
    }
  };
  if (live) {
    for (const { city, text, x, y, radius } of drawnCircles()) reached(city, text, x, y, radius);
  } else {
    for (const link of document.querySelectorAll("#map-poster a")) {
      const box = /** @type {Element} */ (link.querySelector("circle")).getBoundingClientRect();
      if (box.width) {
        reached(
          params(linkQuery(link)).get("city"),
          link.querySelector("title")?.textContent ?? "",
          box.x + box.width / 2,
          box.y + box.height / 2,
          box.width / 2,
        );
      }
    }
  }
  return found;
}

/** @type {HTMLElement | null} */
let focusedBefore = null;

// Overlapping circles open a menu of their cities at the position of the click.
function closeChoice() {
  const menu = byId("map-choice");
  if (!menu) return;
  const within = menu.contains(document.activeElement);
  menu.remove();
  if (within) focusedBefore?.focus({ preventScroll: true });
}

/** @param {MouseEvent} event */
export function offerChoice(event) {
  const found = citiesUnder(event);
  if (found.size < 2) return false;
  closeChoice();
  showTooltip(null);
  focusedBefore = focused();
  const [menu, room] = [document.createElement("div"), byId("page-map").getBoundingClientRect()];
  Object.assign(menu, { id: "map-choice", className: "card choice" });
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", byId("map-card").dataset.choice);
  for (const [city, text] of found) {
    const link = document.createElement("a");
    link.setAttribute("role", "menuitem");
    link.dataset.keys = OPENED.join(" ");
    link.href = "?city=" + encodeURIComponent(city);
    link.append(
      ...text
        .split("\n")
        .map((line, i) => Object.assign(document.createElement(i ? "span" : "strong"), { textContent: line })),
    );
    menu.append(link);
  }
  byId("page-map").append(menu);
  menu.style.left = Math.max(8, Math.min(event.clientX - room.x + 8, room.width - menu.offsetWidth - 8)) + "px";
  menu.style.top = Math.max(8, Math.min(event.clientY - room.y + 8, room.height - menu.offsetHeight - 8)) + "px";
  all("a", menu)[0].focus({ preventScroll: true });
  return true;
}

export function install() {
  document.addEventListener(
    "pointerdown",
    (event) => {
      finger = event.pointerType === "touch";
      if (!closest(event, "#map-choice")) closeChoice();
    },
    true,
  );

  document.addEventListener(
    "keydown",
    (event) => {
      const menu = byId("map-choice");
      if (!menu || !closest(event, "#map-choice")) return;
      const links = all("a", menu);
      /** @type {Record<string, number>} */
      const steps = { ArrowDown: 1, ArrowUp: links.length - 1 };
      const step = steps[event.key];
      if (step) links[(links.findIndex((link) => link === event.target) + step) % links.length].focus();
      else if (event.key === "Escape" || event.key === "Tab") closeChoice();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  document.addEventListener("click", (event) => closest(event, "#map-choice a") && afterNextPaint(closeChoice));
}
