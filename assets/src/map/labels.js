// Names on the map: dim, measure, and hide those that are clipped.

import { byId } from "../dom.js";
import { drawLeaderLines, placeLabels, placements } from "./label_placement.js";
import { liveMap, project } from "./live.js";

export const labelState = {
  names: [],
};

// The lines of an event are data of the style, as soon as it is there.
export function updateEventLines(view) {
  updateEventLines.view = view;
  const source = liveMap() && liveMap().getSource("lines");
  if (source) source.setData(view.lines);
  else setTimeout(() => updateEventLines.view === view && updateEventLines(view), 50);
}

// Names of cities that do not match fade with their circles, or go with them.
export function dimCities(view) {
  dimCities.view = view;
  const live = liveMap();
  if (!live || !live.getSource("cities")) {
    if (!dimCities.waiting) {
      dimCities.waiting = true;
      setTimeout(() => {
        dimCities.waiting = false;
        dimCities(dimCities.view);
      }, 50);
    }
    return;
  }
  live.removeFeatureState({ source: "cities" });
  for (const id of view.faded) live.setFeatureState({ source: "cities", id }, { faded: true, hidden: view.hidden });
  labelState.names.forEach(({ id }) => clippedLabels.delete("cities" + id));
  placeLabels();
  hideClippedLabels();
}

// A name that the edge of the map or a button would cut is not shown; it comes back as soon as it is whole.
const clippedLabels = new Map();

const textWidths = new Map();

const NAME_FONT = 'bold 12px "Noto Sans Page", system-ui';

const COUNTRY_FONT = '11px "Noto Sans Page", system-ui';

function textWidth(text, font) {
  const key = font + text;
  if (!textWidths.has(key)) {
    textWidth.pen = textWidth.pen || document.createElement("canvas").getContext("2d");
    textWidth.pen.font = font;
    textWidths.set(key, textWidth.pen.measureText(text).width);
  }
  return textWidths.get(key);
}

// Where the name of a city is drawn, in pixels of the map.
export function labelBox(
  live,
  { id, geometry, properties: { name, ...usual } },
  { anchor, offset } = placements.get(id) || usual,
) {
  const at = project(live, geometry.coordinates);
  const width = textWidth(name, NAME_FONT);
  const left = at.x + offset[0] * 12 - width * (/left/.test(anchor) ? 0 : /right/.test(anchor) ? 1 : 0.5);
  const top = at.y + offset[1] * 12 - 14 * (/top/.test(anchor) ? 0 : /bottom/.test(anchor) ? 1 : 0.5);
  return { left, top, width, height: 14 };
}

export function hideClippedLabels() {
  const live = liveMap();
  if (!live || !live.getSource("cities")) return;
  const room = live.getCanvas().getBoundingClientRect();
  placeScale(live, room);
  if (placements.size) drawLeaderLines();
  const things = document.querySelectorAll("#page-map :is(.views > *, .zoom, .scale, .attribution)");
  const taken = [...things].map((thing) => thing.getBoundingClientRect()).filter((box) => box.width);
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

// The scale gives way to a city: it goes to the next free place on its line, where there is one.
function placeScale(live, room) {
  const [line, limit] = [byId("map-scale"), document.querySelector("#page-map .attribution")];
  if (!line || !limit || !line.offsetWidth) return;
  const [width, bottom] = [line.offsetWidth, line.getBoundingClientRect().bottom - room.y + 12];
  const taken = labelState.names
    .map((name) => [project(live, name.geometry.coordinates), labelBox(live, name)])
    .filter(([at]) => at.y > bottom - 48 && at.y < bottom);
  const last = limit.getBoundingClientRect().left - room.x - width - 12;
  const hits = (left, [at, name]) =>
    Math.max(at.x, name.left + name.width) > left - 12 && Math.min(at.x, name.left) < left + width + 12;
  const free = (left) => left <= last && !taken.some((each) => hits(left, each));
  const left = [12, 52, 92, 132, 172, 212, 252].find(free) ?? 12;
  line.style.left = left + "px";
}
