// Build and patch the figure of the map.

import { CELLS, FIGURE, PAGE, PANEL, canonicalQuery } from "../address.js";
import { noUpdate } from "../dom.js";
import { labelState } from "./label_state.js";
import { dimCities, updateEventLines } from "./labels.js";
import { round } from "./geometry.js";
import { hasWebGL, liveMap, mapState, plotElement } from "./live.js";
import { firstZoom, keepView, visibleBox } from "./viewport.js";
import { activeTheme } from "../theme.js";
import { fetchView } from "../views.js";

// The complete figure once per theme, then patches of its traces; they never contain the view of the map.
/** @type {string | null} */
let drawnTheme = null;

// What the figure shows, read from it: Dash may discard a patch, if another one follows.
const appliedQuery = () => plotElement()?.layout?.meta?.query;

const wantedQuery = () => canonicalQuery([...PAGE, ...PANEL]) + visibleClusters();

export async function updateFigure() {
  if (!hasWebGL()) return noUpdate();
  const theme = activeTheme();
  if (drawnTheme !== theme) {
    const query = canonicalQuery(FIGURE);
    const wanted = new URLSearchParams(query);
    wanted.set("theme", theme);
    const figure = structuredClone(await fetchView("figure", wanted.toString()));
    const { layout } = figure;
    for (const source of Object.values(layout.map.style.sources)) {
      if (source.tiles) source.tiles = source.tiles.map((/** @type {string} */ url) => location.origin + url);
    }
    layout.map.zoom = firstZoom(layout.meta.zoom);
    labelState.names = layout.map.style.sources.cities.data.features;
    mapState.clusters = layout.meta.clusters;
    keepView(figure);
    drawnTheme = theme;
    layout.meta.query = canonicalQuery([...PAGE, ...PANEL]);
    dimCities(layout.meta);
    return figure;
  }
  const [wanted, part] = [wantedQuery(), visibleClusters()];
  const [ofPage, ofPanel, ofClusters] = await Promise.all([
    fetchView("page", canonicalQuery(PAGE)),
    fetchView("panel", canonicalQuery(PANEL)),
    part ? fetchView("cells", part) : null,
  ]);
  if (wanted !== wantedQuery() || wanted === appliedQuery()) return noUpdate();
  if (ofClusters) {
    labelState.names = ofClusters.names.features;
    liveMap()?.getSource("cities")?.setData(ofClusters.names);
    mapState.clusters = ofClusters;
  }
  dimCities(ofClusters || ofPage);
  updateEventLines(ofPanel);
  const [selection, opened] = [(ofClusters || ofPage).map[theme], ofPanel.map[theme]];
  const query = { operation: "Assign", location: ["layout", "meta", "query"], params: { value: wanted } };
  return { ...selection, operations: [...selection.operations, ...opened.operations, query] };
}

function visibleClusters() {
  const live = mapState.clusters && liveMap();
  if (!live || !live.getSource("cities")) return "";
  const filters = canonicalQuery(CELLS);
  return (filters ? filters + "&" : "") + "box=" + visibleBox() + "&zoom=" + round(live.getZoom(), 1);
}
