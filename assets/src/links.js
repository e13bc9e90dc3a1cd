// Compute the target address of a link.

import { OPENED, canonicalQuery, params } from "./address.js";
import { all } from "./dom.js";

// A link sets the keys that it owns; all others keep their current values. Views omit the rest of the state in links.
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

// A checkbox adds or removes one value and keeps the others: two may be checked before the first response arrives.
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

// Check a box immediately, in the filters and in the legend; the response of the server is final.
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
}

// Circles of the SVG map are links too; in SVG, href is not a string.
export const LINKS = "a[data-keys], .picture a";

/** @param {Element} link */
export const linkQuery = (link) => "?" + ((link.getAttribute("href") || "").split("?")[1] || "").split("#")[0];
