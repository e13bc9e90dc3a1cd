// Events of the live map: click, hover, move, idle.

import { FILTERS, OPENED, OUTSIDE, canonicalQuery, params } from "../address.js";
import { comparisonWith } from "../compare.js";
import { afterNextPaint, byId, embedded, noUpdate, root, sleep } from "../dom.js";
import { focusState } from "../focus.js";
import { dismissHint } from "../hint.js";
import { offerChoice } from "./choice.js";
import { useCooperativeGestures } from "./gestures.js";
import { placeLabels } from "./label_placement.js";
import { hideClippedLabels } from "./labels.js";
import { drawnCircles, hasWebGL, liveMap, mapState, nearestCopy, plotElement } from "./live.js";
import { updateScale } from "./scale.js";
import { findPoint, showTooltip } from "./tooltip.js";
import { currentView, currentZoom, fullWorld, moveMap, visibleBox } from "./viewport.js";
import { navigate, updateViews } from "../navigation.js";
import { renderSlot } from "../slots.js";
import { fetchView, prefetch } from "../views.js";

const MIN_REACH = 22; // pixels: half the size of a touch target

/**
 * Open the city of a clicked circle, or zoom to a clicked cluster; where circles overlap, offer a choice.
 *
 * @param {MapClick} clicked
 */
function onMapClick({ event }) {
  if (!event || offerChoice(event)) return;
  const circle = circleAt(event);
  if (circle?.city) openCity(circle.city);
  else if (circle && mapState.clusters) moveMap({ center: [circle.lon, circle.lat], zoom: currentZoom() + 2 });
}

/**
 * The circle under the pointer. Plotly reports the one that it hovered last, which is another one after a quick click.
 *
 * @param {MouseEvent} event
 */
function circleAt(event) {
  const distance = (/** @type {Circle} */ { x, y }) => Math.hypot(x - event.clientX, y - event.clientY);
  return drawnCircles()
    .filter((circle) => distance(circle) <= Math.max(circle.radius, MIN_REACH))
    .sort((a, b) => distance(a) - distance(b))[0];
}

/**
 * The callback of a click on the map. `onMapClick` has set the address already: waiting for Dash to call this took 83 ms
 * from the click to the panel; now it takes 22 ms (medians of 70 clicks).
 */
export const open = () => noUpdate();

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
      if (mapState.clusters) window.dash_clientside.set_props("page-address", { data: location.search + "#" });
      afterNextPaint(updateOffscreen);
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
const REST_MILLISECONDS = 250;

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
    if (root.dataset.mapReady !== undefined) updateOffscreen(); // also after moves that plotly does not report: Back, another size of the window
  }, REST_MILLISECONDS);
}

let moves = 0;

/** Count the cities outside the view when the map is idle. */
export async function outside() {
  const move = (moves += 1);
  await sleep(REST_MILLISECONDS);
  const html = move === moves && root.dataset.mapReady !== undefined && (await updateOffscreen());
  return html || noUpdate();
}

/**
 * What is opened counts only where it is outside: opening a city in view asks for nothing.
 *
 * @param {LiveMap} live
 */
function offscreenQuery(live) {
  const bounds = live.getBounds();
  const seen = [...params().getAll("city"), ...params().getAll("compare")].every((city) => {
    const point = findPoint(city);
    return point && bounds.contains(nearestCopy(live, [point.lon, point.lat]));
  });
  const query = canonicalQuery(seen ? FILTERS : OUTSIDE);
  return (query ? query + "&" : "") + "box=" + visibleBox();
}

export async function updateOffscreen() {
  const live = liveMap();
  const slot = byId("map-outside");
  if (!live || !slot) return;
  const query = offscreenQuery(live);
  const view = await fetchView("outside", query);
  if (query !== offscreenQuery(live)) return;
  renderSlot("map-outside", view["map-outside"]);
  placeLabels(); // the button covers a part of the map
  return view["map-outside"];
}
