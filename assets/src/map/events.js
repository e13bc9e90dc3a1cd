// Events of the live map: click, hover, move, idle.

import { OPENED, OUTSIDE, canonicalQuery, params } from "../address.js";
import { comparisonWith } from "../compare.js";
import { afterNextPaint, byId, embedded, root } from "../dom.js";
import { focusState } from "../focus.js";
import { dismissHint } from "../hint.js";
import { offerChoice } from "./choice.js";
import { useCooperativeGestures } from "./gestures.js";
import { placeLabels } from "./label_placement.js";
import { hideClippedLabels } from "./labels.js";
import { hasWebGL, liveMap, mapState, plotElement } from "./live.js";
import { updateScale } from "./scale.js";
import { showTooltip } from "./tooltip.js";
import { currentView, currentZoom, fullWorld, moveMap, visibleBox } from "./viewport.js";
import { navigate, updateViews } from "../navigation.js";
import { renderSlot } from "../slots.js";
import { fetchView, prefetch } from "../views.js";

/** @param {MapClick} data */
function onMapClick(data) {
  const point = data.points && data.points[0];
  if (data.event && offerChoice(data.event)) return;
  if (point && point.customdata) openCity(point.customdata);
  else if (point && mapState.clusters) moveMap({ center: [point.lon, point.lat], zoom: currentZoom() + 2 });
}

/** @param {string} city */
function openCity(city) {
  const comparison = !embedded && comparisonWith(city);
  if (comparison) return navigate(comparison);
  const next = params();
  OPENED.forEach((name) => next.delete(name));
  next.set("city", city);
  if (embedded) {
    next.delete("embed");
    window.open("?" + canonicalQuery([...next.keys()], next.toString()), "_blank", "noopener");
    return;
  }
  focusState.opener = null;
  navigate(canonicalQuery([...next.keys()], next.toString()));
}

export function attachMap() {
  if (!hasWebGL()) return;
  const live = liveMap();
  if (!live) {
    setTimeout(attachMap, 50);
    return;
  }
  if (live.watched) return;
  live.watched = true;
  // The canvas is an image with the summary as text alternative; the region around it has a name already.
  live.getCanvas().setAttribute("role", "img");
  const figure = /** @type {PlotElement} */ (plotElement());
  for (const layer of figure.querySelectorAll("svg")) layer.setAttribute("aria-hidden", "true");
  const text = document.querySelector("#map-poster svg")?.getAttribute("aria-label");
  if (text) live.getCanvas().setAttribute("aria-label", text);
  const ready = () =>
    afterNextPaint(() => {
      root.dataset.mapReady = "";
      const poster = byId("map-poster");
      if (poster) poster.replaceChildren();
      updateOffscreen();
      if (mapState.clusters) window.dash_clientside.set_props("page-address", { data: location.search + "#" });
      afterNextPaint(prefetch);
    });
  if (live.loaded()) ready();
  else live.once("idle", ready);
  live.setMinZoom(fullWorld());
  live.on("resize", () => live.setMinZoom(fullWorld()));
  mapState.view = currentView();
  mapState.home = { center: live.getCenter(), zoom: live.getZoom() };
  live.on("moveend", onMoveEnd);
  live.on("move", updateScale);
  live.on("move", hideClippedLabels);
  live.on("resize", hideClippedLabels);
  live.on("idle", placeLabels);
  live.on("idle", hideClippedLabels);
  live.doubleClickZoom.enable();
  useCooperativeGestures(live);
  figure.on("plotly_click", onMapClick);
  figure.on("plotly_hover", (event) => showTooltip(event.points[0]));
  figure.on("plotly_unhover", () => showTooltip(null));
  updateScale();
}

// Update the address when the map is idle. Replace it, do not push it: Back returns to actions, not to every pan.
let resting = 0;

function onMoveEnd() {
  clearTimeout(resting);
  resting = setTimeout(() => {
    const view = currentView();
    if (view !== mapState.view) {
      mapState.view = view;
      const next = params();
      next.set("view", view);
      history.replaceState(history.state, "", "?" + canonicalQuery([...next.keys()], next.toString()));
      dismissHint();
      if (mapState.clusters) updateViews();
    }
    updateOffscreen();
  }, 250);
}

export async function updateOffscreen() {
  const live = liveMap();
  const slot = byId("map-outside");
  if (!live || !slot) return;
  const query = canonicalQuery(OUTSIDE);
  const view = await fetchView("outside", (query ? query + "&" : "") + "box=" + visibleBox());
  if (query !== canonicalQuery(OUTSIDE)) return;
  renderSlot("map-outside", view["map-outside"]);
  placeLabels(); // the button covers a part of the map
}
