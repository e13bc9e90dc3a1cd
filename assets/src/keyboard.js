// Shortcuts and roving focus: arrows, Home, End, Escape, [ and ], f and ?.

import { params } from "./address.js";
import { openDialog } from "./dialogs.js";
import { all, byId, closest, find, focused, hasModifier, root } from "./dom.js";
import { toggleDrawer } from "./drawer.js";
import { liveMap } from "./map/live.js";
import { MOVES } from "./map/viewport.js";

export const EDITABLE = "input,textarea,select,[contenteditable]";

const PRESSED_BY_SPACE = ["checkbox", "switch", "radio", "button", "tab"].map((role) => `[role=${role}]`).join();

const ROVING = "[role=tablist],table[data-grid]";

// A tab list and a grid are one tab stop each; arrows, Home and End move within them.
export function updateTabStops() {
  for (const list of all(ROVING)) {
    const links = all("a", list);
    const active = focused();
    const chosen = find("[aria-selected=true]", list) || find('a[tabindex="0"]', list) || links[0];
    const stop = active && links.includes(active) ? active : chosen;
    for (const link of links) link.tabIndex = link === stop ? 0 : -1;
  }
}

/**
 * @param {HTMLElement} from
 * @param {string} key
 */
function moveRovingFocus(from, key) {
  const list = /** @type {HTMLElement} */ (from.closest(ROVING));
  const cell = /** @type {HTMLTableCellElement | null} */ (from.closest("td,th"));
  let line = all("a", list);
  if (cell) {
    const cells = /Up|Down/.test(key)
      ? [.../** @type {HTMLTableElement} */ (list).rows].map((row) => row.cells[cell.cellIndex])
      : [.../** @type {HTMLTableRowElement} */ (cell.parentElement).cells];
    line = cells.flatMap((one) => find("a", one) ?? []);
  }
  const at = line.indexOf(from);
  const round = (/** @type {number} */ i) => (cell ? i : (i + line.length) % line.length);
  /** @type {Record<string, number>} */
  const targets = { Home: 0, End: line.length - 1, ArrowLeft: round(at - 1), ArrowUp: round(at - 1) };
  const to = targets[key] ?? round(at + 1);
  if (line[to]) line[to].focus();
  updateTabStops();
}

// From the open or focused event, wrapping at the ends; else from the ends.
/** @param {"next" | "previous"} way */
function stepEvent(way) {
  if (params().has("event")) return clickPanelLink('[data-step="' + way + '"]');
  const links = all('a[data-keys~="event"]', byId("page-events"));
  const at = links.findIndex((link) => link === focused());
  const next = at < 0 ? (way === "next" ? 0 : -1) : (at + (way === "next" ? 1 : -1)) % links.length;
  if (links.length) links.at(next)?.click();
}

// Click the link of a part of the page.
/** @param {string} selector */
function clickPanelLink(selector) {
  find(selector, byId("page-panel"))?.click();
}

/**
 * The next element of a line, wrapping at the ends.
 *
 * @param {HTMLElement} target
 * @param {string} key
 */
function moveRadio(target, key) {
  const radios = all("[role=radio]", target.parentElement ?? document);
  const step = /Down|Right/.test(key) ? 1 : radios.length - 1;
  const next = radios[(radios.indexOf(target) + step) % radios.length];
  next.focus();
  next.click();
}

/**
 * Move to the city in the next row; returns whether there is one.
 *
 * @param {HTMLElement} target
 * @param {string} key
 */
function moveRow(target, key) {
  const links = all("th a", target.closest("tbody") ?? document);
  const next = links[links.indexOf(target) + (key === "ArrowDown" ? 1 : -1)];
  if (next) next.focus();
  return Boolean(next);
}

/**
 * Handle the keys of the focused widget; returns whether it handles the key.
 *
 * @param {HTMLElement} target
 * @param {string} key
 */
function pressInWidget(target, key) {
  const role = target.getAttribute && target.getAttribute("role");
  if (role === "radio" && key.startsWith("Arrow")) moveRadio(target, key);
  else if (/^(Arrow|Home|End)/.test(key) && target.closest(ROVING)) moveRovingFocus(target, key);
  else return /^Arrow(Down|Up)$/.test(key) && target.closest("tbody") !== null && moveRow(target, key);
  return true;
}

/** @param {string} key */
function pressShortcut(key) {
  if (key === "[" || key === "]") stepEvent(key === "]" ? "next" : "previous");
  else if (key === "f" && liveMap()) MOVES.fit();
  else if (key === "?") openDialog("help");
}

/** @param {boolean} typing */
function pressEscape(typing) {
  if (root.hasAttribute("data-drawer")) toggleDrawer(false);
  else if (!typing) clickPanelLink("[data-close]");
}

/** @param {KeyboardEvent} event */
function onKeydown(event) {
  if (hasModifier(event) || find("dialog[open]")) return;
  const target = /** @type {HTMLElement} */ (event.target);
  const typing = Boolean(closest(event, EDITABLE));
  if (event.key === " " && closest(event, PRESSED_BY_SPACE) === target) {
    event.preventDefault();
    target.click();
  } else if (event.key === "Escape") pressEscape(typing);
  else if (typing) return;
  else if (pressInWidget(target, event.key)) event.preventDefault();
  else pressShortcut(event.key);
}

export function install() {
  document.addEventListener("keydown", onKeydown);
}
