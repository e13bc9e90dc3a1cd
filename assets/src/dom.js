// Typed helpers for the DOM.

export const root = document.documentElement;

export const embedded = root.hasAttribute("data-embed");

/**
 * @template {keyof PageElements} K
 * @param {K} id
 */
export const byId = (id) => /** @type {PageElements[K]} */ (document.getElementById(id));

/**
 * All elements that match.
 *
 * @param {string} selector
 * @param {ParentNode} within
 */
export const all = (selector, within = document) => [
  .../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(selector)),
];

/**
 * All links that match.
 *
 * @param {string} selector
 * @param {ParentNode} within
 */
export const allLinks = (selector, within = document) => /** @type {HTMLAnchorElement[]} */ (all(selector, within));

/**
 * The first element that matches.
 *
 * @param {string} selector
 * @param {ParentNode} within
 */
export const find = (selector, within = document) => /** @type {HTMLElement | null} */ (within.querySelector(selector));

/**
 * The nearest ancestor of the target that matches; the target of an event may be the document, which has none.
 *
 * @param {Event} event
 * @param {string} selector
 */
export const closest = (event, selector) =>
  event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest(selector)) : null;

/** @param {MouseEvent | KeyboardEvent} event */
export const hasModifier = (event) => event.metaKey || event.ctrlKey || event.altKey;

export const focused = () => /** @type {HTMLElement | null} */ (document.activeElement);

export const noUpdate = () => window.dash_clientside.no_update;

/** @param {number} milliseconds */
export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** @param {() => void} act */
export function afterNextPaint(act) {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
