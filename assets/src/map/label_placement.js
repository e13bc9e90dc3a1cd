// Place the names of cities without overlaps, with leader lines where needed.

import { dimCities, labelBox, labelState } from "./labels.js";
import { liveMap, mapState, project } from "./live.js";

// Each name that matches gets a place: on the usual side of its circle, on another side, or away from it with a line.
// The same candidates in the same order as on the server. In a long list, names keep the places from there.
const MOST_ARRANGED = 80;

const DISTANCES = [14, 26, 38, 52, 68, 86, 110];

const ANGLES = [0, 8, 14, 2, 10, 6, 4, 12, 1, 15, 7, 9, 3, 13, 5, 11].map((step) => (step * Math.PI) / 8);

const SIDES = { left: [1, 0], right: [-1, 0], bottom: [0, -1], top: [0, 1] };

export const placements = new Map();

let arrangement = "";

const circleRadius = ({ properties: { offset } }) => Math.hypot(...offset) * 12 - 5;

function* candidates(name) {
  const { anchor, offset } = name.properties;
  const [reach, first] = [circleRadius(name), { anchor, offset }];
  yield [first];
  const near = Object.keys(SIDES).filter((side) => side !== anchor);
  yield near.map((side) => ({ anchor: side, offset: SIDES[side].map((way) => (way * (reach + 5)) / 12) }));
  yield DISTANCES.flatMap((distance) =>
    ANGLES.flatMap((angle) => {
      const [across, down] = [Math.cos(angle), Math.sin(angle)];
      const line = [reach + 1, reach + distance].flatMap((far) => [across * far, down * far]);
      const at = (anchor, x, y) => ({ anchor, offset: [(line[2] + x) / 12, (line[3] + y) / 12], line });
      const found = Math.abs(across) > 0.35 ? [across > 0 ? at("left", 2, 0) : at("right", -2, 0)] : [];
      const [side, y] = down < 0 ? ["bottom", -2] : ["top", 2];
      if (Math.abs(down) > 0.35) found.push(at(side, 0, y), at(side + "-left", -2, y), at(side + "-right", 2, y));
      return found;
    }),
  );
}

// Small boxes along a line, so that it keeps clear of names and circles, and they of it; a neighbour may lie at its start.
const lineBoxes = ([x1, y1, x2, y2]) => {
  const long = Math.hypot(x2 - x1, y2 - y1);
  return Array.from({ length: Math.max(1, Math.floor((long - 6) / 5)) }, (_, i) => {
    const share = 1 - (i * 5) / long;
    const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
    return [x - 2, y - 2, x + 2, y + 2];
  });
};

export function placeLabels() {
  const live = liveMap();
  const source = live && live.getSource("cities");
  if (!source || live.isMoving()) return;
  const room = live.getCanvas().getBoundingClientRect();
  const faded = new Set(dimCities.view ? dimCities.view.faded : []);
  const inside = ({ geometry }) => {
    const { x, y } = project(live, geometry.coordinates);
    return x > -4 && y > -4 && x < room.width + 4 && y < room.height + 4;
  };
  const all = mapState.clusters
    ? []
    : labelState.names.filter(
        (name) => !(dimCities.view && dimCities.view.hidden && faded.has(name.id)) && inside(name),
      );
  placements.clear();
  if (all.length && all.length <= MOST_ARRANGED) assignPlaces(live, room, all, faded);
  const key = JSON.stringify([...placements]);
  drawLeaderLines();
  if (arrangement === key && placeLabels.source === source) return;
  [arrangement, placeLabels.source] = [key, source];
  if (mapState.clusters) return;
  const features = labelState.names.map((name) => {
    const own = placements.get(name.id);
    const rank = name.properties.rank + (faded.has(name.id) ? 10 : 0);
    return own ? { ...name, properties: { ...name.properties, ...own, zoom: own.free ? 0 : 99, rank } } : name;
  });
  source.setData({ type: "FeatureCollection", features });
}

function assignPlaces(live, room, all, faded) {
  const ground = [...document.querySelectorAll("#page-map :is(.views > *, .zoom, .scale, .attribution)")]
    .map((thing) => thing.getBoundingClientRect())
    .filter((box) => box.width)
    .map((box) => [box.left - room.x - 4, box.top - room.y - 4, box.right - room.x + 4, box.bottom - room.y + 4]);
  for (const name of all) {
    const [{ x, y }, reach] = [project(live, name.geometry.coordinates), circleRadius(name) + 2.5];
    ground.push([x - reach, y - reach, x + reach, y + reach, name.id]);
  }
  const order = [...all].sort(
    (a, b) => faded.has(a.id) - faded.has(b.id) || a.properties.rank - b.properties.rank || a.id - b.id,
  );
  const tries = new Map(order.map((name) => [name, [...candidates(name)]]));
  // Names that found no room go first in the next try.
  const hard = new Set();
  let best = null;
  for (let tried = 0; tried < 8; tried += 1) {
    const found = candidateOrder(live, room, [...ground], order, tries, faded, hard);
    const without = order.filter((name) => !faded.has(name.id) && !found.has(name.id));
    if (!best || without.length < best.count) best = { found, count: without.length };
    if (!without.length || without.every((name) => hard.has(name))) break;
    without.forEach((name) => hard.add(name));
  }
  best.found.forEach((own, id) => placements.set(id, own));
  for (const {
    id,
    properties: { anchor, offset },
  } of all) {
    if (!placements.has(id)) placements.set(id, { anchor, offset, free: false });
  }
}

function candidateOrder(live, room, ground, order, tries, faded, hard) {
  const found = new Map();
  const free = ([left, top, right, bottom], own) =>
    !ground.some((box) => box[4] !== own && left < box[2] && right > box[0] && top < box[3] && bottom > box[1]);
  const put = (name, turn) => {
    if (found.has(name.id)) return;
    const { x, y } = project(live, name.geometry.coordinates);
    for (const tried of tries.get(name)[turn]) {
      const { left, top, width, height } = labelBox(live, name, tried);
      const box = [left - 2, top - 2, left + width + 2, top + height + 2];
      const lines = tried.line ? lineBoxes(tried.line.map((value, i) => value + (i % 2 ? y : x))) : [];
      const whole = left >= 1 && top >= 1 && left + width <= room.width - 1 && top + height <= room.height - 1;
      if (!whole || !free(box, null) || !lines.every((part) => free(part, name.id))) continue;
      ground.push(box, ...lines);
      found.set(name.id, { ...tried, free: true });
      return;
    }
  };
  for (const name of order) if (hard.has(name)) [0, 1, 2].forEach((turn) => put(name, turn));
  for (const matching of [true, false]) {
    for (const turn of matching ? [0, 1, 2] : [0, 1]) {
      for (const name of order) if (faded.has(name.id) !== matching) put(name, turn);
    }
  }
  return found;
}

// The lines lie on the canvas, where they follow every frame of a move.
export function drawLeaderLines() {
  const live = liveMap();
  const SVG = "http://www.w3.org/2000/svg";
  const container = live.getCanvasContainer();
  let svg = container.querySelector(".leaders");
  if (!svg) {
    svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "leaders");
    svg.setAttribute("aria-hidden", "true");
    container.append(svg);
  }
  const wanted = labelState.names.filter(({ id }) => placements.has(id) && placements.get(id).line);
  while (svg.childNodes.length > wanted.length) svg.lastChild.remove();
  wanted.forEach(({ id, geometry }, i) => {
    const line = svg.childNodes[i] || svg.appendChild(document.createElementNS(SVG, "line"));
    const at = project(live, geometry.coordinates);
    placements
      .get(id)
      .line.forEach((value, n) => line.setAttribute(["x1", "y1", "x2", "y2"][n], value + (n % 2 ? at.y : at.x)));
  });
}
