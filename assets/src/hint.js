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

// It is in the normal flow of the page and disappears with the first action of the visitor.
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
    // Without storage the hint is never shown; see shouldShowHint.
  }
}
