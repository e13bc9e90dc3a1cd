// main

import { OPENED, PAGE, PANEL, canonicalQuery, params } from "./address.js";
import { renderParts } from "./app.js";
import { copyText } from "./clipboard.js";
import { comparisonWith } from "./compare.js";
import { afterNextPaint, byId, embedded, noUpdate, root } from "./dom.js";
import { toggleDrawer } from "./drawer.js";
import { focusState, moveFocus, scrollToTarget } from "./focus.js";
import { dismissHint } from "./hint.js";
import { LINKS, linkQuery, targetQuery, toggleOptimistically } from "./links.js";
import { offerChoice } from "./map/choice.js";
import { updateFigure } from "./map/figure.js";
import { liveMap } from "./map/live.js";
import { findPoint, showTooltip } from "./map/tooltip.js";
import { MOVES, restoreView } from "./map/viewport.js";
import { navigate, updateViews } from "./navigation.js";
import { printPage } from "./print.js";
import { prepareSearch } from "./search.js";
import { invalidate } from "./slots.js";
import { applyTheme } from "./theme.js";
import { fetchView } from "./views.js";
import { install as install_map_picture } from "./map/picture.js";
import { install as install_map_choice } from "./map/choice.js";
import { install as install_decorate } from "./decorate.js";
import { install as install_drawer } from "./drawer.js";
import { install as install_keyboard } from "./keyboard.js";
import { install as install_focus } from "./focus.js";
import { install as install_print } from "./print.js";
import { install as install_search } from "./search.js";
import { install as install_dialogs } from "./dialogs.js";

export function install() {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    applyTheme();
    updateViews();
    if (window.dash_clientside) {
      updateFigure().then(
        (figure) => figure !== noUpdate() && window.dash_clientside.set_props("map-graph", { figure }),
      );
    }
  });

  document.addEventListener("click", (event) => {
    if (root.dataset.app === undefined || event.defaultPrevented || event.button !== 0) return;
    const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    const link = event.target.closest(LINKS);
    if (link && embedded) return;
    if (link && plain) {
      event.preventDefault();
      // By keyboard a link has been chosen already; the click has no place.
      if (link.closest(".picture") && event.detail && offerChoice(event)) return;
      const leads =
        (!byId("page-panel").contains(link) && comparisonWith(params(linkQuery(link)).get("city"))) ||
        targetQuery(link);
      if (link.getAttribute("role") === "checkbox") toggleOptimistically(link.dataset.adds || link.dataset.drops);
      if (link.getAttribute("role") === "switch") {
        link.setAttribute("aria-checked", String(link.getAttribute("aria-checked") !== "true"));
        invalidate();
      }
      if ((link.dataset.keys || "city").split(" ").includes("city") && !byId("page-panel").contains(link)) {
        focusState.opener = link;
      } else if (!canonicalQuery(OPENED)) focusState.opener = null;
      focusState.target = (link.getAttribute("href") || "").split("#")[1] || "";
      if (leads === canonicalQuery([...params().keys()])) afterNextPaint(() => moveFocus(canonicalQuery(OPENED)));
      if (focusState.target === "page-tables") afterNextPaint(scrollToTarget);
      navigate(leads);
      applyTheme();
      return;
    }
    const button = event.target.closest("[data-map],[data-copy],[data-drawer],[data-jump],[data-print]");
    if (!button) return;
    if (button.dataset.map) dismissHint();
    if (button.dataset.print) printPage();
    if (button.dataset.jump && plain) {
      event.preventDefault();
      focusState.target = button.hash.slice(1);
      scrollToTarget();
    }
    if (button.dataset.map && liveMap()) MOVES[button.dataset.map]();
    if (button.dataset.copy) copyText(button);
    if (button.dataset.drawer) {
      event.preventDefault();
      toggleDrawer(button.dataset.drawer === "open");
    }
  });

  // An address that is copied or opened in a new tab holds the whole state, also where the view left it out.
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const link = root.dataset.app !== undefined && event.target.closest && event.target.closest("a[data-keys]");
      if (link) {
        link.href = "?" + targetQuery(link) + link.hash;
        const city = params(linkQuery(link)).get("city");
        const leads = link.classList.contains("city-link") && city;
        if (link.dataset.keys.split(" ").includes("city")) fetchView("panel", canonicalQuery(PANEL, linkQuery(link)));
        else if (link.getAttribute("role") === "tab") fetchView("page", canonicalQuery(PAGE, linkQuery(link)));
        showTooltip(leads ? findPoint(city) : null);
      } else if (kind === "focusin") showTooltip(null);
    });
  }

  document.addEventListener("submit", (event) => event.preventDefault());

  window.addEventListener("popstate", () => {
    applyTheme();
    restoreView();
    updateViews();
  });

  applyTheme();

  prepareSearch();

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    view: { parts: renderParts, map: updateFigure },
  });
}

install_map_picture();
install_map_choice();
install_decorate();
install();
install_drawer();
install_keyboard();
install_focus();
install_print();
install_search();
install_dialogs();
