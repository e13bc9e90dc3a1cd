// Viewport of the map: initial zoom, bounds, moves, format in the address.

import { params } from "../address.js";
import { afterNextPaint, byId, embedded, reducedMotion } from "../dom.js";
import { boundsOf, digitsAt, round } from "./geometry.js";
import { liveMap, mapState, nearestCopy, plotElement, toNumbers } from "./live.js";

// The same breakpoints as in the style sheet, so that the live map matches its picture.
function layoutSize() {
  if (matchMedia("(max-width: 899px), (min-width: 1100px) and (max-width: 1199px)").matches) return "narrow";
  return matchMedia("(max-width: 1299px), (max-height: 859px)").matches ? "medium" : "wide";
}

// A very large page has a higher zoom, as the style sheet enlarges its picture. The world is never narrower than the
// map, or it would repeat.
export const fullWorld = () => Math.max(-2, Math.log2(byId("page-map").clientWidth / 512));

// Height in pixels of the initial view at the zoom of narrow pages, and of the attribution below it.
const [NEEDED_HEIGHT, SOURCES_HEIGHT] = [317, 32];

/** @param {Record<string, number>} zooms for each layout */
export function firstZoom(zooms) {
  const zoom = zooms[layoutSize()];
  if (params().has("view")) return Math.max(zoom, fullWorld());
  const large = matchMedia("(min-width: 2200px) and (min-height: 1200px)").matches ? 0.75 : 0;
  const room = (byId("page-map").clientHeight - SOURCES_HEIGHT) / NEEDED_HEIGHT;
  const low = embedded ? Math.min(0, Math.log2(Math.max(room, 0.25))) : 0;
  return Math.max(zoom + large + low, fullWorld());
}

/** @type {Record<string, Box>} */
const BOUNDS = {
  europe: [
    [-25, 33],
    [42, 66],
  ],
  world: [
    [-150, -50],
    [170, 72],
  ],
};

/** The live map, if the caller knows that it exists. */
const map = () => /** @type {LiveMap} */ (liveMap());

export const currentZoom = () => map().getZoom();

export function currentView() {
  const centre = map().getCenter().wrap();
  return [
    round(centre.lat, digitsAt(currentZoom(), 3)),
    round(centre.lng, digitsAt(currentZoom(), 3)),
    round(currentZoom(), 2),
  ].join(",");
}

export function visibleBox() {
  const [bounds, digits] = [map().getBounds(), digitsAt(currentZoom(), 1)];
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
    .map((side) => round(side, digits))
    .join(",");
}

/**
 * Move like a visitor, so that Plotly adopts the new view and never resets it.
 *
 * @param {CameraMove} move
 */
export function moveMap(move) {
  const live = liveMap();
  if (!live) return;
  const options = {
    padding: { top: 64, bottom: 64, left: 84, right: 104 },
    maxZoom: 9,
    duration: reducedMotion() ? 0 : 700,
    essential: true,
  };
  const gesture = { originalEvent: new Event("button") };
  if (move.box) {
    live.fitBounds(move.box, { ...options, linear: true, padding: move.tight ? 8 : options.padding }, gesture);
  } else if (reducedMotion()) live.jumpTo(move, gesture);
  else live.easeTo({ ...move, duration: 400 }, gesture);
}

function matchingPoints() {
  /** @type {Point[]} */
  const points = [];
  for (const trace of plotElement()?.data || []) {
    if (trace.meta !== "matching") continue;
    const [lats, lons] = [toNumbers(trace.lat), toNumbers(trace.lon)];
    for (let i = 0; i < lats.length; i += 1) points.push([lons[i], lats[i]]);
  }
  return points;
}

function openedPoints() {
  const live = map();
  /** @type {Map<string, Point>} */
  const points = new Map();
  for (const trace of plotElement()?.data || []) {
    if (trace.meta !== "opened") continue;
    const [lats, lons] = [toNumbers(trace.lat), toNumbers(trace.lon)];
    // A circle is made of several discs at one place.
    lats.forEach((lat, i) => points.set(lons[i] + "," + lat, nearestCopy(live, [lons[i], lat])));
  }
  return [...points.values()];
}

/** @type {Record<string, () => void>} */
export const MOVES = {
  in: () => moveMap({ zoom: currentZoom() + 1 }),
  out: () => moveMap({ zoom: currentZoom() - 1 }),
  europe: () => moveMap({ box: BOUNDS.europe, tight: true }),
  world: () => moveMap({ box: BOUNDS.world, tight: true }),
  fit: () => {
    const points = mapState.clusters && mapState.clusters.bounds ? mapState.clusters.bounds : matchingPoints();
    if (points.length) moveMap({ box: boundsOf(points) });
  },
  // What is opened keeps the view; this button leads to it where it is outside.
  opened: () => {
    const points = openedPoints();
    if (points.length === 1) moveMap({ center: points[0], zoom: Math.max(currentZoom(), 3) });
    else if (points.length) moveMap({ box: boundsOf(points) });
  },
};

/**
 * A new figure for another theme keeps the current view.
 *
 * @param {Figure} figure
 */
export function keepView(figure) {
  const live = liveMap();
  if (!live) return;
  figure.layout.map.center = { lon: live.getCenter().lng, lat: live.getCenter().lat };
  figure.layout.map.zoom = live.getZoom();
  afterNextPaint(() => {
    const [center, zoom] = [live.getCenter(), live.getZoom()];
    live.once("styledata", () => live.jumpTo({ center, zoom }));
  });
}

// Back and Forward restore map views too; an address without a view has the initial one.
export function restoreView() {
  const live = liveMap();
  const [lat, lon, zoom] = (params().get("view") || "").split(",").map(Number);
  if (!live || !mapState.home) return;
  live.jumpTo(Number.isFinite(zoom) ? { center: [lon, lat], zoom } : mapState.home, {
    originalEvent: new Event("history"),
  });
  mapState.view = currentView();
}
