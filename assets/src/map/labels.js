// Names on the map: dim, measure, and hide those that are clipped.

import { byId } from "../dom.js";
import { COUNTRY_FONT, labelBox, labelState, placements, textWidth } from "./label_state.js";
import { drawLeaderLines, placeLabels } from "./label_placement.js";
import { liveMap, project } from "./live.js";

/** @type {{ lines: object } | null} */
let eventView = null;

let waiting = false;

/**
 * Set the lines of an event as data of the style, as soon as it is loaded.
 *
 * @param {{ lines: object }} view
 */
export function updateEventLines(view) {
  eventView = view;
  const source = liveMap()?.getSource("lines");
  if (source) source.setData(view.lines);
  else setTimeout(() => eventView === view && updateEventLines(view), 50);
}

/**
 * Dim or hide the names of cities that do not match, with their circles.
 *
 * @param {Dimmed} view
 */
export function dimCities(view) {
  labelState.view = view;
  const live = liveMap();
  if (!live || !live.getSource("cities")) {
    if (!waiting) {
      waiting = true;
      setTimeout(() => {
        waiting = false;
        dimCities(labelState.view);
      }, 50);
    }
    return;
  }
  live.removeFeatureState({ source: "cities" });
  for (const id of view.dimmed) live.setFeatureState({ source: "cities", id }, { dimmed: true, hidden: view.hidden });
  labelState.names.forEach(({ id }) => clippedLabels.delete("cities" + id));
  placeLabels();
  hideClippedLabels();
}

// Hide a name that the edge of the map or a button would clip; show it when it fits again.
const clippedLabels = new Map();

export function hideClippedLabels() {
  const live = liveMap();
  if (!live || !live.getSource("cities")) return;
  const room = live.getCanvas().getBoundingClientRect();
  placeScale(live, room);
  if (placements.size) drawLeaderLines();
  const things = document.querySelectorAll("#page-map :is(.views > *, .zoom, .scale, .attribution)");
  const taken = [...things].map((thing) => thing.getBoundingClientRect()).filter((box) => box.width);
  /** @type {(source: string, id: number, left: number, top: number, width: number, height: number) => void} */
  const mark = (source, id, left, top, width, height) => {
    const [right, bottom] = [left + width, top + height];
    const whole = left >= room.left && right <= room.right && top >= room.top && bottom <= room.bottom;
    const now =
      !whole || taken.some((box) => left < box.right && right > box.left && top < box.bottom && bottom > box.top);
    if (now === Boolean(clippedLabels.get(source + id))) return;
    clippedLabels.set(source + id, now);
    live.setFeatureState({ source, id }, { cut: now });
  };
  for (const name of labelState.names) {
    const { left, top, width, height } = labelBox(live, name);
    mark("cities", name.id, room.x + left, room.y + top, width, height);
  }
  if (live.isMoving() || !live.getLayer("country-names")) return;
  for (const { id, geometry, properties } of live.queryRenderedFeatures({ layers: ["country-names"] })) {
    const at = project(live, geometry.coordinates);
    const width = Math.min(textWidth(properties.name, COUNTRY_FONT) * 1.12, 84);
    mark("countries", id, room.x + at.x - width / 2, room.y + at.y - 7, width, 14);
  }
}

/**
 * Move the scale bar away from cities, to the next free position on its line, if any.
 *
 * @param {LiveMap} live
 * @param {DOMRect} room
 */
function placeScale(live, room) {
  const [line, limit] = [byId("map-scale"), document.querySelector("#page-map .attribution")];
  if (!line || !limit || !line.offsetWidth) return;
  const [width, bottom] = [line.offsetWidth, line.getBoundingClientRect().bottom - room.y + 12];
  const taken = labelState.names
    .map((name) => ({ at: project(live, name.geometry.coordinates), name: labelBox(live, name) }))
    .filter(({ at }) => at.y > bottom - 48 && at.y < bottom);
  const last = limit.getBoundingClientRect().left - room.x - width - 12;
  /** @type {(left: number, city: (typeof taken)[number]) => boolean} */
  const hits = (left, { at, name }) =>
    Math.max(at.x, name.left + name.width) > left - 12 && Math.min(at.x, name.left) < left + width + 12;
  const free = (/** @type {number} */ left) => left <= last && !taken.some((each) => hits(left, each));
  const left = [12, 52, 92, 132, 172, 212, 252].find(free) ?? 12;
  line.style.left = left + "px";
}
