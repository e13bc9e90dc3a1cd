// The search box: a combobox whose hits come from the server.

import { FILTERS, canonicalQuery, params } from "./address.js";
import { byId, root } from "./dom.js";
import { focusState } from "./focus.js";
import { dismissHint } from "./hint.js";
import { navigate } from "./navigation.js";

// The hits for what stands in the box come by GET as it is typed; an answer that a later key has overtaken is dropped.
const hitCache = new Map();

const searchState = {
  wanted: "",
  shown: null,
  entered: null,
  moved: false,
  asking: null,
  waiting: 0,
  telling: 0,
  took: 0,
};

const searchInput = () => byId("search-input");

const hitOptions = () => [...byId("search-hits").querySelectorAll("[role=option]")];

const selectedHit = () => byId("search-hits").querySelector("[aria-selected=true]");

export function prepareSearch() {
  if (!searchInput()) return;
  searchInput().setAttribute("role", "combobox");
  searchInput().setAttribute("aria-autocomplete", "list");
  searchInput().setAttribute("aria-expanded", "false");
}

// The address of the hits for what stands in the box.
function searchQuery() {
  const asked = new URLSearchParams(canonicalQuery([...FILTERS.filter((name) => name !== "q"), "compare"]));
  if (searchInput().value.trim()) asked.set("q", searchInput().value.trim());
  return canonicalQuery([...asked.keys()], asked.toString());
}

function runSearch() {
  const query = searchQuery();
  if (searchState.asking && searchState.wanted !== query) searchState.asking.abort();
  clearTimeout(searchState.waiting);
  searchState.wanted = query;
  if (hitCache.has(query)) showHits(hitCache.get(query), query);
  else if (searchState.took > 150) searchState.waiting = setTimeout(() => fetchHits(query), 100);
  else fetchHits(query);
}

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
    if (hitCache.size > 400) hitCache.delete(hitCache.keys().next().value);
    // The server has not opened its list of places elsewhere yet: this answer is not the last word.
    if (view.later) setTimeout(() => searchState.wanted === query && fetchHits(query), 1000);
    else hitCache.set(query, view);
    if (searchState.wanted === query) showHits(view, query);
  } catch (error) {
    // Overtaken, or the server is away: what is shown stays, and the next key asks again.
    if (searchState.entered === query) submitSearch();
  }
}

function showHits(view, query) {
  if (document.activeElement !== searchInput()) return;
  // What the visitor has moved to stays marked when a late answer comes; else the best hit is.
  const marked = searchState.moved && selectedHit() && selectedHit().getAttribute("href");
  byId("search-hits").innerHTML = view.hits;
  searchState.shown = query;
  // The box keeps the focus and arrows choose: neither the hits nor the list that scrolls is a stop of the Tab key.
  for (const part of [byId("search-hits"), ...hitOptions()]) part.tabIndex = -1;
  searchInput().removeAttribute("aria-activedescendant");
  selectHit(
    (marked && hitOptions().find((option) => option.getAttribute("href") === marked)) ||
      (searchInput().value.trim() ? hitOptions()[0] : null),
  );
  searchInput().closest("form").toggleAttribute("data-open", true);
  searchInput().setAttribute("aria-expanded", String(hitOptions().length > 0));
  if (hitOptions().length) searchInput().setAttribute("aria-controls", searchInput().dataset.list);
  clearTimeout(searchState.telling);
  searchState.telling = setTimeout(() => {
    if (searchInput() === document.activeElement) byId("page-status").textContent = view.said;
  }, 600);
  if (searchState.entered === query && selectedHit()) selectedHit().click();
}

function closeHits() {
  clearTimeout(searchState.telling);
  clearTimeout(searchState.waiting);
  searchState.wanted = searchState.shown = searchState.entered = null;
  searchInput().closest("form").removeAttribute("data-open");
  searchInput().setAttribute("aria-expanded", "false");
  searchInput().removeAttribute("aria-activedescendant");
  searchInput().removeAttribute("aria-controls");
  byId("search-hits").replaceChildren();
}

function moveSelection(step) {
  const all = hitOptions();
  if (!all.length) return;
  const next = all[(Math.max(all.indexOf(selectedHit()), step > 0 ? -1 : 0) + step + all.length) % all.length];
  searchState.moved = true;
  selectHit(next);
}

// Open the marked hit, or the best one as soon as the answer for what stands in the box is there.
function openBestHit() {
  searchState.entered = searchQuery();
  if (searchState.shown === searchState.entered && selectedHit()) selectedHit().click();
  else if (searchState.wanted !== searchState.entered) runSearch();
}

function selectHit(next) {
  hitOptions().forEach((option) => option.setAttribute("aria-selected", String(option === next)));
  if (!next) return;
  searchInput().setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

// What stands in the box is the filter of the address, unless the visitor is typing.
export function syncInput() {
  if (searchInput() && !searchInput().closest("form").hasAttribute("data-open")) {
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

export function install() {
  document.addEventListener("input", (event) => {
    if (event.target !== searchInput()) return;
    dismissHint();
    searchState.moved = false;
    searchState.entered = null;
    runSearch();
  });

  document.addEventListener("focusin", (event) => {
    if (event.target === searchInput()) runSearch();
  });

  document.addEventListener("focusout", (event) => {
    const form = event.target.closest && event.target.closest("#page-search");
    if (
      form &&
      searchInput() &&
      !(event.relatedTarget && form.contains(event.relatedTarget)) &&
      document.hasFocus() &&
      form.contains(searchInput())
    ) {
      closeHits();
    }
  });

  document.addEventListener("submit", (event) => {
    if (event.target.id === "page-search") submitSearch();
  });

  document.addEventListener("click", (event) => {
    if (event.target === searchInput() && !searchInput().closest("form").hasAttribute("data-open")) runSearch();
    if (!event.target.closest("#search-hits a")) return;
    focusState.opener = searchInput();
    closeHits();
    syncInput();
  });

  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || !searchInput()) return;
    if (event.key === "/" && !event.target.closest("input,textarea,select,[contenteditable]")) {
      event.preventDefault();
      searchInput().focus();
      searchInput().select();
    }
    if (event.target !== searchInput()) return;
    const open = searchInput().closest("form").hasAttribute("data-open");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) moveSelection(event.key === "ArrowDown" ? 1 : -1);
      else runSearch();
    } else if (event.key === "Enter" && searchInput().value.trim()) {
      event.preventDefault();
      openBestHit();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      closeHits();
    }
  });
}
