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
