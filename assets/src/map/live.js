// Access to the live map (MapLibre) inside the plotly figure.

import { find } from "../dom.js";

/** @type {{ clusters: Clusters | null, webgl: boolean | null, view: string, home: object | null }} */
export const mapState = {
  // With too many places for individual markers, the clusters depend on the viewport.
  clusters: null,
  webgl: null,
  view: "",
  home: null,
};

export function hasWebGL() {
  if (mapState.webgl === null) mapState.webgl = Boolean(document.createElement("canvas").getContext("webgl2"));
  return mapState.webgl;
}

/**
 * The map may show a place east or west of ±180°: use the copy nearest to its centre.
 *
 * @param {LiveMap} live
 * @param {Point} place
 * @returns {Point}
 */
export const nearestCopy = (live, [lon, lat]) => [lon + 360 * Math.round((live.getCenter().lng - lon) / 360), lat];

/**
 * @param {LiveMap} live
 * @param {Point} place
 */
export const project = (live, place) => live.project(nearestCopy(live, place));

export const plotElement = () => /** @type {PlotElement | null} */ (find("#map-graph .js-plotly-plot"));

export function liveMap() {
  return plotElement()?._fullLayout?.map?._subplot?.map ?? null;
}

/**
 * The values of a column, also where plotly wraps a typed array.
 *
 * @template T
 * @param {Column<T> | undefined} array
 * @returns {T[]}
 */
export const toNumbers = (array) => array?._inputArray ?? array ?? [];

/**
 * The circles on the map, in pixels of the window, in drawing order.
 *
 * @returns {Circle[]}
 */
export function drawnCircles() {
  const live = liveMap();
  if (!live) return [];
  const room = live.getCanvas().getBoundingClientRect();
  return (plotElement()?.data ?? []).flatMap((trace) => {
    const [lats, lons, sizes] = [trace.lat, trace.lon, trace.marker.size].map(toNumbers);
    const cities = toNumbers(trace.customdata);
    const ring = trace.meta === "opened" ? 3 : 0; // around what is open; not a part of the circle
    return lats.map((lat, i) => {
      const at = project(live, [lons[i], lat]);
      const place = { lat, lon: lons[i], x: room.x + at.x, y: room.y + at.y };
      return { ...place, radius: sizes[i] / 2 - ring, city: cities[i], text: trace.hovertext[i] };
    });
  });
}
