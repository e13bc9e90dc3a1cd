// Clicks on links and buttons of the page, and prefetch on hover.

import { OPENED, PAGE, PANEL, canonicalQuery, params } from "./address.js";
import { copyText } from "./clipboard.js";
import { comparisonWith } from "./compare.js";
import { afterNextPaint, byId, closest, embedded, hasModifier, root } from "./dom.js";
import { toggleDrawer } from "./drawer.js";
import { focusState, moveFocus, scrollToTarget } from "./focus.js";
import { dismissHint } from "./hint.js";
import { LINKS, linkQuery, targetQuery, toggleOptimistically } from "./links.js";
import { offerChoice } from "./map/choice.js";
import { liveMap } from "./map/live.js";
import { findPoint, showTooltip } from "./map/tooltip.js";
import { MOVES } from "./map/viewport.js";
import { navigate } from "./navigation.js";
import { printPage } from "./print.js";
import { invalidate } from "./slots.js";
import { applyTheme } from "./theme.js";
import { fetchView } from "./views.js";

/** @param {MouseEvent} event */
function onClick(event) {
  if (root.dataset.app === undefined || event.defaultPrevented || event.button !== 0) return;
  const plain = !(hasModifier(event) || event.shiftKey);
  const link = /** @type {HTMLAnchorElement | null} */ (closest(event, LINKS));
  if (link && embedded) return;
  if (link && plain) followLink(event, link);
  else pressButton(event, plain);
}

/**
 * @param {MouseEvent} event
 * @param {HTMLAnchorElement} link
 */
function followLink(event, link) {
  event.preventDefault();
  // A keyboard click has no pointer position, and its link is already chosen.
  if (link.closest(".picture") && event.detail && offerChoice(event)) return;
  const inPanel = byId("page-panel").contains(link);
  const query = (!inPanel && comparisonWith(params(linkQuery(link)).get("city"))) || targetQuery(link);
  setControl(link);
  if (!inPanel && (link.dataset.keys || "city").split(" ").includes("city")) focusState.opener = link;
  else if (!canonicalQuery(OPENED)) focusState.opener = null;
  focusState.target = (link.getAttribute("href") || "").split("#")[1] || "";
  if (query === canonicalQuery([...params().keys()])) afterNextPaint(() => moveFocus(canonicalQuery(OPENED)));
  if (focusState.target === "page-tables") afterNextPaint(scrollToTarget);
  navigate(query);
  applyTheme();
}

/**
 * Show the new state of a checkbox or switch before the server answers.
 *
 * @param {HTMLAnchorElement} link
 */
function setControl(link) {
  const role = link.getAttribute("role");
  if (role === "checkbox") toggleOptimistically(link.dataset.adds || link.dataset.drops);
  else if (role === "switch") link.setAttribute("aria-checked", String(link.getAttribute("aria-checked") !== "true"));
  else return;
  invalidate();
}

/**
 * @param {MouseEvent} event
 * @param {boolean} plain
 */
function pressButton(event, plain) {
  const button = closest(event, "[data-map],[data-copy],[data-drawer],[data-jump],[data-print]");
  if (!button) return;
  const { map, copy, drawer, jump, print } = button.dataset;
  if (map) dismissHint();
  if (print) printPage();
  if (jump && plain) {
    event.preventDefault();
    focusState.target = /** @type {HTMLAnchorElement} */ (button).hash.slice(1);
    scrollToTarget();
  }
  if (map && liveMap()) MOVES[map]();
  if (copy) copyText(button);
  if (drawer) {
    event.preventDefault();
    toggleDrawer(drawer === "open");
  }
}

/**
 * Complete the address of a link, which views shorten, so that visitors can copy it or open it in a new tab; prefetch
 * its target and show its tooltip.
 *
 * @param {Event} event
 */
function prepareLink(event) {
  const link =
    root.dataset.app !== undefined && /** @type {HTMLAnchorElement | null} */ (closest(event, "a[data-keys]"));
  if (link) {
    link.href = "?" + targetQuery(link) + link.hash;
    const city = params(linkQuery(link)).get("city");
    if (link.dataset.keys.split(" ").includes("city")) {
      fetchView("panel", canonicalQuery(PANEL, linkQuery(link)));
    } else if (link.getAttribute("role") === "tab") fetchView("page", canonicalQuery(PAGE, linkQuery(link)));
    showTooltip(city && link.classList.contains("city-link") ? findPoint(city) : null);
  } else if (event.type === "focusin") showTooltip(null);
}

export function install() {
  document.addEventListener("click", onClick);
  document.addEventListener("pointerover", prepareLink);
  document.addEventListener("focusin", prepareLink);
  document.addEventListener("submit", (event) => event.preventDefault());
}
