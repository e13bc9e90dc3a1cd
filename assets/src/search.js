// The search box: a combobox whose hits come from the server.

import { SEARCH, canonicalQuery, params } from "./address.js";
import { all, byId, closest, find, hasModifier, root } from "./dom.js";
import { focusState } from "./focus.js";
import { dismissHint } from "./hint.js";
import { EDITABLE } from "./keyboard.js";
import { navigate } from "./navigation.js";

// Fetch the hits with GET as the visitor types; drop a response if the query has changed since.
/** @type {Map<string, SearchHits>} */
const hitCache = new Map();

/**
 * Queries: `wanted` is the last request, `shown` is on the screen, `entered` was confirmed by Enter. Timers: `waiting`
 * before a request, `announcing` before the number of hits is announced. `took` is the last response time in milliseconds.
 *
 * @type {{ wanted: string | null, shown: string | null, entered: string | null, moved: boolean,
 *   asking: AbortController | null, waiting: number, announcing: number, took: number }}
 */
const searchState = {
  wanted: "",
  shown: null,
  entered: null,
  moved: false,
  asking: null,
  waiting: 0,
  announcing: 0,
  took: 0,
};

const searchInput = () => byId("search-input");

const hitOptions = () => all("[role=option]", byId("search-hits"));

const selectedHit = () => find("[aria-selected=true]", byId("search-hits"));

const searchForm = () => /** @type {HTMLFormElement} */ (searchInput().closest("form"));

const isOpen = () => searchForm().hasAttribute("data-open");

export function prepareSearch() {
  if (!searchInput()) return;
  searchInput().setAttribute("role", "combobox");
  searchInput().setAttribute("aria-autocomplete", "list");
  searchInput().setAttribute("aria-expanded", "false");
}

// The address of the hits for the query in the box.
function searchQuery() {
  const asked = new URLSearchParams(canonicalQuery(SEARCH.filter((name) => name !== "q")));
  if (searchInput().value.trim()) asked.set("q", searchInput().value.trim());
  return canonicalQuery([...asked.keys()], asked.toString());
}

function runSearch() {
  const query = searchQuery();
  if (searchState.asking && searchState.wanted !== query) searchState.asking.abort();
  clearTimeout(searchState.waiting);
  searchState.wanted = query;
  const cached = hitCache.get(query);
  if (cached) showHits(cached, query);
  else if (searchState.took > 150) searchState.waiting = setTimeout(() => fetchHits(query), 100);
  else fetchHits(query);
}

/** @param {string} query */
async function fetchHits(query) {
  const start = performance.now();
  searchState.asking = new AbortController();
  try {
    const response = await fetch("view/search" + (query ? "?" + query : ""), {
      signal: searchState.asking.signal,
      headers: { Accept: "application/json" },
    });
    if (!response.ok) return;
    const view = await response.json();
    searchState.took = performance.now() - start;
    if (hitCache.size > 400) hitCache.delete([...hitCache.keys()][0]);
    // The server has not opened the gazetteer yet: this response is not final.
    if (view.later) setTimeout(() => searchState.wanted === query && fetchHits(query), 1000);
    else hitCache.set(query, view);
    if (searchState.wanted === query) showHits(view, query);
  } catch (error) {
    // Aborted or no connection: keep the hits; the next key sends a new request.
    if (searchState.entered === query) submitSearch();
  }
}

/**
 * @param {SearchHits} view
 * @param {string} query
 */
function showHits(view, query) {
  if (document.activeElement !== searchInput()) return;
  // Keep the option that the visitor moved to when a late response arrives; else mark the best hit.
  const marked = searchState.moved && selectedHit()?.getAttribute("href");
  byId("search-hits").innerHTML = view.hits;
  searchState.shown = query;
  // The box keeps the focus and arrows choose: neither the hits nor the scrolling list is a tab stop.
  for (const part of [byId("search-hits"), ...hitOptions()]) part.tabIndex = -1;
  searchInput().removeAttribute("aria-activedescendant");
  selectHit(
    (marked && hitOptions().find((option) => option.getAttribute("href") === marked)) ||
      (searchInput().value.trim() ? hitOptions()[0] : null),
  );
  searchForm().toggleAttribute("data-open", true);
  searchInput().setAttribute("aria-expanded", String(hitOptions().length > 0));
  if (hitOptions().length) searchInput().setAttribute("aria-controls", searchInput().dataset.list);
  clearTimeout(searchState.announcing);
  searchState.announcing = setTimeout(() => {
    if (searchInput() === document.activeElement) byId("page-status").textContent = view.announcement;
  }, 600);
  if (searchState.entered === query) selectedHit()?.click();
}

function closeHits() {
  clearTimeout(searchState.announcing);
  clearTimeout(searchState.waiting);
  searchState.wanted = searchState.shown = searchState.entered = null;
  searchForm().removeAttribute("data-open");
  searchInput().setAttribute("aria-expanded", "false");
  searchInput().removeAttribute("aria-activedescendant");
  searchInput().removeAttribute("aria-controls");
  byId("search-hits").replaceChildren();
}

/** @param {1 | -1} step */
function moveSelection(step) {
  const options = hitOptions();
  if (!options.length) return;
  const next =
    options[
      (Math.max(
        options.findIndex((option) => option === selectedHit()),
        step > 0 ? -1 : 0,
      ) +
        step +
        options.length) %
        options.length
    ];
  searchState.moved = true;
  selectHit(next);
}

// Open the marked hit, or the best one as soon as the response for the query arrives.
function openBestHit() {
  searchState.entered = searchQuery();
  const hit = selectedHit();
  if (searchState.shown === searchState.entered && hit) hit.click();
  else if (searchState.wanted !== searchState.entered) runSearch();
}

/** @param {HTMLElement | null | undefined} next */
function selectHit(next) {
  hitOptions().forEach((option) => option.setAttribute("aria-selected", String(option === next)));
  if (!next) return;
  searchInput().setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

// Show the text filter of the address in the box, unless the visitor is typing.
export function syncInput() {
  if (searchInput() && !isOpen()) {
    searchInput().value = params().get("q") || "";
  }
}

function submitSearch() {
  const next = params();
  next.delete("page");
  next.set("q", searchInput().value.trim());
  const query = canonicalQuery([...next.keys()], next.toString());
  closeHits();
  if (root.dataset.app === undefined) location.search = query;
  else navigate(query);
}

/** @param {Event} event */
function onInput(event) {
  if (event.target !== searchInput()) return;
  dismissHint();
  searchState.moved = false;
  searchState.entered = null;
  runSearch();
}

/** @param {FocusEvent} event */
function onFocusOut(event) {
  const form = closest(event, "#page-search");
  if (!form || !form.contains(searchInput()) || !searchInput() || !document.hasFocus()) return;
  if (!form.contains(/** @type {Node | null} */ (event.relatedTarget))) closeHits();
}

/** @param {MouseEvent} event */
function onClick(event) {
  if (event.target === searchInput() && !isOpen()) runSearch();
  if (!closest(event, "#search-hits a")) return;
  focusState.opener = searchInput();
  closeHits();
  syncInput();
  if (matchMedia("(pointer: coarse)").matches) searchInput().blur(); // the keyboard of a phone covers the result
}

/** @param {KeyboardEvent} event */
function onKeydown(event) {
  if (hasModifier(event) || !searchInput()) return;
  if (event.target === searchInput()) {
    if (pressInBox(event.key)) event.preventDefault();
  } else if (event.key === "/" && !closest(event, EDITABLE)) {
    event.preventDefault();
    searchInput().focus();
    searchInput().select();
  }
}

/**
 * Returns whether the combobox handles the key.
 *
 * @param {string} key
 */
function pressInBox(key) {
  if (key === "ArrowDown" || key === "ArrowUp") {
    if (isOpen()) moveSelection(key === "ArrowDown" ? 1 : -1);
    else runSearch();
  } else if (key === "Enter" && searchInput().value.trim()) openBestHit();
  else if (key === "Escape" && isOpen()) closeHits();
  else return false;
  return true;
}

export function install() {
  document.addEventListener("input", onInput);
  document.addEventListener("focusin", (event) => {
    if (event.target === searchInput() && !focusState.restoring) runSearch();
  });
  document.addEventListener("focusout", onFocusOut);
  document.addEventListener("submit", (event) => {
    if (closest(event, "#page-search") === event.target) submitSearch();
  });
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKeydown);
}
