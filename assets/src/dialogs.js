// Open, fill and close the dialogs; each one has an address (#name).

import { EXPORTS, PAGE, PANEL, SHARE, canonicalQuery, params } from "./address.js";
import { all, allLinks, byId, closest, find, hasModifier, root } from "./dom.js";
import { dismissHint } from "./hint.js";
import { fetchView } from "./views.js";

/** @param {string} selector */
const findDialog = (selector) => /** @type {HTMLDialogElement | null} */ (find("dialog" + selector));

const openDialogElement = () => findDialog("[open]");

// A dialog has an address, and Back closes it. The browser traps and restores the focus.
/** @param {string} name its id */
export function openDialog(name) {
  if (!document.getElementById(name) || openDialogElement()) return;
  dismissHint();
  history.pushState({ dialog: true }, "", location.pathname + location.search + "#" + name);
  showDialog();
}

/** @param {string} hash */
const named = (hash) => (hash.length > 1 ? document.getElementById(hash.slice(1)) : null);

// An address may name a dialog, or a section of one.
/** @param {string} hash */
const dialogOf = (hash) => named(hash)?.closest("dialog") ?? null;

function showDialog() {
  const wanted = dialogOf(location.hash);
  const current = openDialogElement();
  if (current && current !== wanted) current.close();
  if (!wanted || wanted.open) return;
  fillDialog();
  wanted.showModal();
  const part = named(location.hash);
  if (part && part !== wanted) {
    part.tabIndex = -1;
    part.focus();
    return;
  }
  find("h2", wanted)?.focus();
  wanted.children[0].scrollTop = 0;
}

// Share and export use the current view, without invalid values of the address.
async function fillDialog() {
  const [ofPage, ofPanel] = await Promise.all([
    fetchView("page", canonicalQuery(PAGE)),
    fetchView("panel", canonicalQuery(PANEL)),
  ]);
  const pairs = new Map(
    [...params(ofPage.query), ...params(ofPanel.query), ...[...params()].filter(([name]) => name === "view")].map(
      (pair) => [pair.join("="), pair],
    ),
  );
  const whole = new URLSearchParams([...pairs.values()]).toString();
  const query = canonicalQuery(SHARE, whole);
  const page = location.origin + location.pathname;
  byId("share-link").textContent = page + (query ? "?" + query : "");
  byId("export-sentence").textContent = ofPage.announcement;
  for (const link of allLinks("a[data-export]")) {
    link.search = query;
    const item = link.parentElement;
    if (link.dataset.needs && item) item.hidden = !params(query).has(link.dataset.needs);
  }
  fillCounts(canonicalQuery(EXPORTS, whole));
  const form = byId("share-form");
  if (form) byId("share-frame").textContent = frameHtml(page, query, ofPanel.title, new FormData(form));
}

/**
 * The HTML that embeds the page in another site.
 *
 * @param {string} page address without query
 * @param {string} query
 * @param {string} title
 * @param {FormData} chosen size and theme
 */
function frameHtml(page, query, title, chosen) {
  const [width, height] = String(chosen.get("share-size")).split("x");
  const theme = String(chosen.get("share-theme"));
  const framed = params(query);
  framed.append("embed", "1");
  if (theme !== "auto") framed.append("theme", theme);
  const frame = document.createElement("iframe");
  const source = page + "?" + canonicalQuery([...framed.keys()], framed.toString());
  for (const [name, value] of Object.entries({
    src: source,
    title,
    width,
    height,
    loading: "lazy",
    allowfullscreen: "",
  })) {
    frame.setAttribute(name, value);
  }
  return frame.outerHTML;
}

/** @param {string} query */
async function fillCounts(query) {
  const counts = await fetchView("exports", query);
  for (const count of all("[data-export-count]")) {
    count.textContent = counts[count.dataset.exportCount];
  }
}

/** @param {MouseEvent} event */
function onClick(event) {
  if (event.button !== 0 || hasModifier(event) || event.shiftKey) return;
  const link = /** @type {HTMLAnchorElement | null} */ (closest(event, 'a[href^="#"]'));
  if (link && link.closest("dialog") && link.dataset.dialogClose) {
    event.preventDefault();
    openDialogElement()?.close();
  } else if (link && dialogOf(link.hash)) {
    event.preventDefault();
    openDialog(link.hash.slice(1));
  } else if (event.target === openDialogElement()) {
    openDialogElement()?.close();
  }
  if (closest(event, "[data-hint]")) dismissHint();
}

/** @param {Event} event */
function onClose(event) {
  if (dialogOf(location.hash) !== event.target) return;
  if (history.state && history.state.dialog) history.back();
  else history.replaceState(history.state, "", location.pathname + location.search);
}

export function install() {
  document.addEventListener("click", onClick);
  document.addEventListener("change", (event) => {
    if (closest(event, "#share-form")) fillDialog();
  });
  // The event does not bubble; handle it in the capture phase.
  document.addEventListener("close", onClose, true);
  window.addEventListener("hashchange", showDialog);
  root.dataset.dialogs = "";
  showDialog();
}
