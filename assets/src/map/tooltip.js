// Tooltip of a circle.

import { byId } from "../dom.js";
import { liveMap, plotElement, project, toNumbers } from "./live.js";

// Name, country, role and number of topics, next to the circle, on hover and on keyboard focus.
/** @param {MapPoint | null} point */
export function showTooltip(point) {
  const box = byId("map-card");
  const live = liveMap();
  if (!box || !live) return;
  box.hidden = !point?.hovertext;
  if (!point?.hovertext) return;
  box.replaceChildren(
    ...point.hovertext
      .split("\n")
      .map((line, i) => Object.assign(document.createElement(i ? "div" : "strong"), { textContent: line })),
  );
  const at = project(live, [point.lon, point.lat]);
  const room = byId("page-map").getBoundingClientRect();
  box.style.left = Math.max(8, Math.min(at.x + 14, room.width - box.offsetWidth - 8)) + "px";
  box.style.top = (at.y + 16 + box.offsetHeight > room.height ? at.y - 14 - box.offsetHeight : at.y + 14) + "px";
}

/** @param {string} city */
export function findPoint(city) {
  for (const trace of plotElement()?.data || []) {
    const i = trace.hovertext ? toNumbers(trace.customdata).indexOf(city) : -1;
    if (i >= 0) return { lat: toNumbers(trace.lat)[i], lon: toNumbers(trace.lon)[i], hovertext: trace.hovertext[i] };
  }
  return null;
}
