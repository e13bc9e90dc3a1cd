// The hint for the first visit.

import { FILTERS, OPENED, canonicalQuery } from "./address.js";
import { byId, embedded } from "./dom.js";

const HINT = "hint-seen";

function shouldShowHint() {
  try {
    return !embedded && !localStorage.getItem(HINT);
  } catch (error) {
    return false;
  }
}

// It stands in the flow of the page and ends with the first act of the visitor.
export function showHint() {
  const hint = byId("first-hint");
  if (!hint || !shouldShowHint() || canonicalQuery([...FILTERS, ...OPENED])) return;
  if (matchMedia("(min-width: 43.75em)").matches) byId("page-panel").querySelector("header")?.append(hint);
  else byId("page-sentence").append(hint);
  hint.hidden = false;
}

export function dismissHint() {
  const hint = byId("first-hint");
  if (!hint || hint.hidden) return;
  hint.hidden = true;
  try {
    localStorage.setItem(HINT, "1");
  } catch (error) {
    // Without a store the hint comes back; it was not shown without one.
  }
}
