// Compute the address that a link of the page leads to.

import { OPENED, canonicalQuery, params } from "./address.js";
import { all } from "./dom.js";
import { invalidate } from "./slots.js";

// A link sets the keys it owns; all others stay as they are now. Views leave the rest of the state out of their links.
/** @param {HTMLAnchorElement} link */
export function targetQuery(link) {
  const [adds, drops] = [link.dataset.adds, link.dataset.drops];
  if (adds || drops) return toggledQuery(adds || drops || "", Boolean(adds));
  const owned = link.dataset.keys ? link.dataset.keys.split(" ") : OPENED;
  const now = [...params()].filter(([name]) => !owned.includes(name) && name !== "embed");
  const set = [...params(linkQuery(link))].filter(([name]) => owned.includes(name));
  if (owned.includes("page") && !set.some(([name]) => name === "page")) {
    now.splice(0, now.length, ...now.filter(([name]) => name !== "page"));
  }
  return canonicalQuery(
    [...now, ...set].map(([name]) => name),
    new URLSearchParams([...now, ...set]).toString(),
  );
}

// A box puts one value in or takes it out, and leaves the others: two may be ticked before the first answer is there.
/**
 * @param {string} pair name=value
 * @param {boolean} wanted
 */
export function toggledQuery(pair, wanted) {
  const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
  const kept = [...params()].filter(
    ([key, one]) => key !== "page" && key !== "embed" && !(key === name && one === value),
  );
  if (wanted) kept.push([name, value]);
  return canonicalQuery(
    kept.map(([key]) => key),
    new URLSearchParams(kept).toString(),
  );
}

// A box is ticked at once, in the filters and in the legend, as boxes are; what comes from the server has the last word.
/** @param {string | undefined} pair name=value */
export function toggleOptimistically(pair) {
  for (const box of all("[role=checkbox]")) {
    const { adds, drops } = box.dataset;
    if ((adds || drops) !== pair) continue;
    box.setAttribute("aria-checked", String(Boolean(adds)));
    delete box.dataset.adds;
    delete box.dataset.drops;
    box.dataset[adds ? "drops" : "adds"] = pair;
  }
  invalidate();
}

// Circles of the picture of the map are links too; in SVG an address is no plain text.
export const LINKS = "a[data-keys], .picture a";

/** @param {Element} link */
export const linkQuery = (link) => "?" + ((link.getAttribute("href") || "").split("?")[1] || "").split("#")[0];
