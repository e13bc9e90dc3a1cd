// Keys: shortcuts, roving focus in tabs and matrices, steps through events.

import { params } from "./address.js";
import { openDialog } from "./dialogs.js";
import { byId, root } from "./dom.js";
import { toggleDrawer } from "./drawer.js";
import { liveMap } from "./map/live.js";
import { MOVES } from "./map/viewport.js";

const ROVING = "[role=tablist],table[data-grid]";

// A row of tabs and a grid are one stop of the Tab key each; arrows, Home and End move within them.
export function updateTabStops() {
  for (const list of document.querySelectorAll(ROVING)) {
    const links = [...list.querySelectorAll("a")];
    const chosen = list.querySelector("[aria-selected=true]") || list.querySelector('a[tabindex="0"]') || links[0];
    const stop =
      list.contains(document.activeElement) && links.includes(document.activeElement) ? document.activeElement : chosen;
    for (const link of links) link.tabIndex = link === stop ? 0 : -1;
  }
}

function moveRovingFocus(from, key) {
  const list = from.closest(ROVING);
  const cell = from.closest("td,th");
  let line = [...list.querySelectorAll("a")];
  if (cell) {
    const cells = /Up|Down/.test(key)
      ? [...list.rows].map((row) => row.cells[cell.cellIndex])
      : [...cell.parentElement.cells];
    line = cells.map((one) => one.querySelector("a")).filter(Boolean);
  }
  const at = line.indexOf(from);
  const round = (i) => (cell ? i : (i + line.length) % line.length);
  const to = { Home: 0, End: line.length - 1, ArrowLeft: round(at - 1), ArrowUp: round(at - 1) }[key] ?? round(at + 1);
  if (line[to]) line[to].focus();
  updateTabStops();
}

// From the event that is open, or from the one that has the focus, around the ends of the line; or else from its ends.
function stepEvent(way) {
  if (params().has("event")) return clickPanelLink('[data-step="' + way + '"]');
  const links = [...byId("page-events").querySelectorAll('a[data-keys~="event"]')];
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (way === "next" ? 0 : -1) : (at + (way === "next" ? 1 : -1)) % links.length;
  if (links.length) links.at(next).click();
}

// Follow the link of a part of the page as if it had been clicked.
function clickPanelLink(selector) {
  const link = byId("page-panel").querySelector(selector);
  if (link) link.click();
}

export function install() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input,textarea,select,[contenteditable]");
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const role = event.target.getAttribute && event.target.getAttribute("role");
    if (event.key === " " && ["checkbox", "switch", "radio", "button", "tab"].includes(role)) {
      event.preventDefault();
      event.target.click();
    } else if (event.key === "Escape") {
      if (root.hasAttribute("data-drawer")) toggleDrawer(false);
      else if (!typing) clickPanelLink("[data-close]");
    } else if (typing) {
      return;
    } else if (role === "radio" && event.key.startsWith("Arrow")) {
      event.preventDefault();
      const radios = [...event.target.parentElement.querySelectorAll("[role=radio]")];
      const next =
        radios[(radios.indexOf(event.target) + (/Down|Right/.test(event.key) ? 1 : radios.length - 1)) % radios.length];
      next.focus();
      next.click();
    } else if (/^(Arrow|Home|End)/.test(event.key) && event.target.closest(ROVING)) {
      event.preventDefault();
      moveRovingFocus(event.target, event.key);
    } else if (event.key === "[" || event.key === "]") {
      stepEvent(event.key === "]" ? "next" : "previous");
    } else if (event.target.closest("tbody") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const links = [...event.target.closest("tbody").querySelectorAll("th a")];
      const next = links[links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    } else if (event.key === "f" && liveMap()) {
      MOVES.fit();
    } else if (event.key === "?") {
      openDialog("help");
    }
  });
}
