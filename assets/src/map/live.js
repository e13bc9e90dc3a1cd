// Access to the live map (MapLibre) inside the plotly figure.

export const mapState = {
  // Where there are too many places to draw each, what is drawn depends on the visible part of the map.
  clusters: null,
  webgl: null,
  view: "",
  home: null,
};

export function hasWebGL() {
  if (mapState.webgl === null) mapState.webgl = Boolean(document.createElement("canvas").getContext("webgl2"));
  return mapState.webgl;
}

// The map may show a place east or west of ±180°: the copy that is nearest to its middle counts.
export const nearestCopy = (live, [lon, lat]) => [lon + 360 * Math.round((live.getCenter().lng - lon) / 360), lat];

export const project = (live, place) => live.project(nearestCopy(live, place));

export const plotElement = () => document.querySelector("#map-graph .js-plotly-plot");

export function liveMap() {
  const figure = plotElement();
  const subplot = figure && figure._fullLayout && figure._fullLayout.map && figure._fullLayout.map._subplot;
  return subplot ? subplot.map : null;
}

export const toNumbers = (array) => (array && array._inputArray ? array._inputArray : array) || [];
