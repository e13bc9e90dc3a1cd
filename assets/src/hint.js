// The hint for the first visit.

import { FILTERS, OPENED, canonicalQuery } from "./address.js";
import { byId, embedded, root } from "./dom.js";

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
  const above = hint.getBoundingClientRect().bottom <= 0;
  const height = root.scrollHeight;
  hint.hidden = true;
  // Here and not by the browser's scroll anchoring, which comes after the history has stored the scroll position.
  if (above) scrollBy({ top: root.scrollHeight - height, behavior: "instant" });
  try {
    localStorage.setItem(HINT, "1");
  } catch (error) {
    // Without storage the hint is never shown; see shouldShowHint.
  }
}
