// Place the names of cities without overlaps, with leader lines where needed.

import { candidates, circleRadius, lineBoxes } from "./label_candidates.js";
import { labelBox, labelState, placements } from "./label_state.js";
import { liveMap, mapState, project } from "./live.js";

// Place each matching name: on the preferred side of its circle, on another side, or farther away with a leader line.
// The candidates and their order are those of the server. In a long list, names keep the server's positions.
const MAX_PLACED = 80;

const SVG = "http://www.w3.org/2000/svg";

let arrangement = "";

/** @type {object | null} */
let placedSource = null;

export function placeLabels() {
  const live = liveMap();
  const source = live && live.getSource("cities");
  if (!source || live.isMoving()) return;
  const room = live.getCanvas().getBoundingClientRect();
  const dimmed = new Set(labelState.view.dimmed);
  const inside = (/** @type {Label} */ { geometry }) => {
    const { x, y } = project(live, geometry.coordinates);
    return x > -4 && y > -4 && x < room.width + 4 && y < room.height + 4;
  };
  const shown = mapState.clusters
    ? []
    : labelState.names.filter((name) => !(labelState.view.hidden && dimmed.has(name.id)) && inside(name));
  placements.clear();
  if (shown.length && shown.length <= MAX_PLACED) assignPlaces(live, room, shown, dimmed);
  const key = JSON.stringify([...placements]);
  drawLeaderLines();
  if (arrangement === key && placedSource === source) return;
  [arrangement, placedSource] = [key, source];
  if (mapState.clusters) return;
  const features = labelState.names.map((name) => {
    const own = placements.get(name.id);
    const rank = name.properties.rank + (dimmed.has(name.id) ? 10 : 0);
    return own ? { ...name, properties: { ...name.properties, ...own, zoom: own.free ? 0 : 99, rank } } : name;
  });
  source.setData({ type: "FeatureCollection", features });
}

/**
 * @param {LiveMap} live
 * @param {DOMRect} room
 * @param {Label[]} all
 * @param {Set<number>} dimmed
 */
function assignPlaces(live, room, all, dimmed) {
  /** @type {number[][]} */
  const ground = [...document.querySelectorAll("#page-map :is(.views > *, .zoom, .scale, .attribution)")]
    .map((thing) => thing.getBoundingClientRect())
    .filter((box) => box.width)
    .map((box) => [box.left - room.x - 4, box.top - room.y - 4, box.right - room.x + 4, box.bottom - room.y + 4]);
  for (const name of all) {
    const [{ x, y }, reach] = [project(live, name.geometry.coordinates), circleRadius(name) + 2.5];
    ground.push([x - reach, y - reach, x + reach, y + reach, name.id]);
  }
  const order = [...all].sort(
    (a, b) =>
      Number(dimmed.has(a.id)) - Number(dimmed.has(b.id)) || a.properties.rank - b.properties.rank || a.id - b.id,
  );
  const tries = new Map(order.map((name) => [name, [...candidates(name)]]));
  // Names without room go first in the next pass.
  /** @type {Set<Label>} */
  const hard = new Set();
  /** @type {{ found: Map<number, Placement>, count: number } | null} */
  let best = null;
  for (let tried = 0; tried < 8; tried += 1) {
    const found = placeInOrder(live, room, [...ground], order, tries, dimmed, hard);
    const without = order.filter((name) => !dimmed.has(name.id) && !found.has(name.id));
    if (!best || without.length < best.count) best = { found, count: without.length };
    if (!without.length || without.every((name) => hard.has(name))) break;
    without.forEach((name) => hard.add(name));
  }
  // In a small frame with many cities, a line may cross a circle so that each city has a name.
  if (best?.count) best.found = placeInOrder(live, room, [...ground], order, tries, dimmed, hard, true);
  best?.found.forEach((own, id) => placements.set(id, own));
  for (const {
    id,
    properties: { anchor, offset },
  } of all) {
    if (!placements.has(id)) placements.set(id, { anchor, offset, free: false });
  }
}

/**
 * @param {LiveMap} live
 * @param {DOMRect} room
 * @param {number[][]} ground occupied boxes: left, top, right, bottom and the id of the city of the circle
 * @param {Label[]} order
 * @param {Map<Label, Placement[][]>} tries
 * @param {Set<number>} dimmed
 * @param {Set<Label>} hard
 * @param {boolean} crossing whether the line of a name without room may cross something
 */
function placeInOrder(live, room, ground, order, tries, dimmed, hard, crossing = false) {
  /** @type {Map<number, Placement>} */
  const found = new Map();
  /** @type {(area: number[], own: number | null) => boolean} */
  const free = ([left, top, right, bottom], own) =>
    !ground.some((box) => box[4] !== own && left < box[2] && right > box[0] && top < box[3] && bottom > box[1]);
  /** @type {(name: Label, turn: number, crosses?: boolean) => void} */
  const put = (name, turn, crosses = false) => {
    if (found.has(name.id)) return;
    const { x, y } = project(live, name.geometry.coordinates);
    for (const tried of tries.get(name)?.[turn] ?? []) {
      const { left, top, width, height } = labelBox(live, name, tried);
      const box = [left - 2, top - 2, left + width + 2, top + height + 2];
      const lines = tried.line ? lineBoxes(tried.line.map((value, i) => value + (i % 2 ? y : x))) : [];
      const whole = left >= 1 && top >= 1 && left + width <= room.width - 1 && top + height <= room.height - 1;
      if (!whole || !free(box, null) || !(crosses || lines.every((part) => free(part, name.id)))) continue;
      ground.push(box, ...lines);
      found.set(name.id, { ...tried, free: true });
      return;
    }
  };
  for (const name of order) if (hard.has(name)) [0, 1, 2].forEach((turn) => put(name, turn));
  for (const matching of [true, false]) {
    for (const turn of matching ? [0, 1, 2] : [0, 1]) {
      for (const name of order) if (dimmed.has(name.id) !== matching) put(name, turn);
    }
    if (crossing && matching) for (const name of order) if (!dimmed.has(name.id)) put(name, 2, true);
  }
  return found;
}

// The lines are on the canvas, so that they move with every frame.
export function drawLeaderLines() {
  const live = liveMap();
  if (!live) return;
  const container = live.getCanvasContainer();
  let svg = container.querySelector(".leaders");
  if (!svg) {
    svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "leaders");
    svg.setAttribute("aria-hidden", "true");
    container.append(svg);
  }
  const wanted = labelState.names.flatMap(({ id, geometry }) => {
    const line = placements.get(id)?.line;
    return line ? [{ line, at: project(live, geometry.coordinates) }] : [];
  });
  while (svg.children.length > wanted.length) svg.children[wanted.length].remove();
  for (const [i, { line, at }] of wanted.entries()) {
    const drawn = svg.children[i] || svg.appendChild(document.createElementNS(SVG, "line"));
    line.forEach((value, n) => drawn.setAttribute(["x1", "y1", "x2", "y2"][n], String(value + (n % 2 ? at.y : at.x))));
  }
}
