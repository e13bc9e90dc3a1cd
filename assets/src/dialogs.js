// Open, fill and close the dialogs; each one has an address (#name).

import { FILTERS, PAGE, PANEL, canonicalQuery, params } from "./address.js";
import { byId, root } from "./dom.js";
import { dismissHint } from "./hint.js";
import { fetchView } from "./views.js";

const openDialogElement = () => document.querySelector("dialog[open]");

// A dialog has an address, and Back closes it. The browser itself keeps focus inside and gives it back.
export function openDialog(name) {
  if (!byId(name) || openDialogElement()) return;
  dismissHint();
  history.pushState({ dialog: true }, "", location.pathname + location.search + "#" + name);
  showDialog();
}

function showDialog() {
  const wanted = location.hash && document.querySelector("dialog#" + CSS.escape(location.hash.slice(1)));
  if (openDialogElement() && openDialogElement() !== wanted) openDialogElement().close();
  if (!wanted || wanted.open) return;
  fillDialog();
  wanted.showModal();
  wanted.querySelector("h2").focus();
  wanted.firstElementChild.scrollTop = 0;
}

// What is shared and exported is what is on the screen, without what the address got wrong.
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
  const all = new URLSearchParams([...pairs.values()]).toString();
  const query = canonicalQuery([...PAGE, ...PANEL, "view"], all);
  const page = location.origin + location.pathname;
  byId("share-link").textContent = page + (query ? "?" + query : "");
  byId("export-sentence").textContent = ofPage.said;
  for (const link of document.querySelectorAll("a[data-export]")) {
    link.search = query;
    if (link.dataset.needs) link.parentElement.hidden = !new URLSearchParams(query).has(link.dataset.needs);
  }
  fillCounts(canonicalQuery([...FILTERS, "city", "event"], all));
  const form = byId("share-form");
  if (!form) return;
  const chosen = new FormData(form);
  const [width, height] = chosen.get("share-size").split("x");
  const theme = chosen.get("share-theme") === "auto" ? [] : [["theme", chosen.get("share-theme")]];
  const framed = new URLSearchParams([...new URLSearchParams(query), ["embed", "1"], ...theme]).toString();
  const frame = document.createElement("iframe");
  const source = page + "?" + canonicalQuery([...PAGE, ...PANEL, "view", "embed", "theme"], framed);
  for (const [name, value] of Object.entries({
    src: source,
    title: ofPanel.title,
    width,
    height,
    loading: "lazy",
    allowfullscreen: "",
  })) {
    frame.setAttribute(name, value);
  }
  byId("share-frame").textContent = frame.outerHTML;
}

async function fillCounts(query) {
  const counts = await fetchView("exports", query);
  for (const count of document.querySelectorAll("[data-export-count]")) {
    count.textContent = counts[count.dataset.exportCount];
  }
}

export function install() {
  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest('a[href^="#"]');
    if (link && link.closest("dialog") && link.dataset.dialogClose) {
      event.preventDefault();
      openDialogElement().close();
    } else if (link && link.hash.length > 1 && document.querySelector("dialog" + link.hash)) {
      event.preventDefault();
      openDialog(link.hash.slice(1));
    } else if (event.target === openDialogElement()) {
      openDialogElement().close();
    }
    if (event.target.closest("[data-hint]")) dismissHint();
  });

  document.addEventListener("change", (event) => {
    if (event.target.closest("#share-form")) fillDialog();
  });

  // The event does not bubble; it is caught on its way down.
  document.addEventListener(
    "close",
    (event) => {
      if (location.hash !== "#" + event.target.id) return;
      if (history.state && history.state.dialog) history.back();
      else history.replaceState(history.state, "", location.pathname + location.search);
    },
    true,
  );

  window.addEventListener("hashchange", showDialog);

  root.dataset.dialogs = "";

  showDialog();
}
