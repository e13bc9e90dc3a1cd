// Change the address and update the views that depend on it.

import { canonicalQuery, params } from "./address.js";
import { root } from "./dom.js";
import { dismissHint } from "./hint.js";
import { restoreView } from "./map/viewport.js";
import { applyTheme } from "./theme.js";

/** @type {(() => void)[]} */
const listeners = [];

// Call a function after each change of the address, also after Back and Forward.
/** @param {() => void} listener */
export const onChange = (listener) => listeners.push(listener);

/**
 * @param {string} query
 * @param {{ replace?: boolean }} options
 */
export function navigate(query, { replace = false } = {}) {
  const here = canonicalQuery([...params().keys()]);
  if (query === here) return;
  if (!replace) dismissHint();
  const url = query ? "?" + query : location.pathname;
  if (replace) history.replaceState(history.state, "", url);
  else history.pushState({}, "", url);
  updateViews();
}

// Notify Dash of the new address. Dash is slow to call the callbacks, so update the parts of the page first.
export function updateViews() {
  if (root.dataset.app !== undefined) listeners.forEach((listener) => listener());
  if (window.dash_clientside && window.dash_clientside.set_props) {
    window.dash_clientside.set_props("page-address", { data: location.search });
  }
}

export function install() {
  window.addEventListener("popstate", () => {
    applyTheme();
    restoreView();
    updateViews();
  });
}
