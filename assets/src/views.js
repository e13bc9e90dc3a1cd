// Fetch the views of the server by GET: cache, retry, prefetch.

import { PAGE, PANEL, PANELS, canonicalQuery } from "./address.js";
import { byId, root, sleep } from "./dom.js";
import { mapState } from "./map/live.js";

const viewCache = new Map();

// Fetch a view once; while the server does not respond, show a notice and retry.
/**
 * @template {keyof Views} K
 * @param {K} name
 * @param {string} query
 * @returns {Promise<Views[K]>}
 */
export function fetchView(name, query) {
  const url = document.baseURI.split(/[?#]/)[0].replace(/[^/]*$/, "") + "view/" + name + (query ? "?" + query : "");
  if (!viewCache.has(url)) {
    if (viewCache.size > 400) viewCache.delete([...viewCache.keys()][0]);
    viewCache.set(url, fetchWithRetry(url, 0));
  }
  return viewCache.get(url);
}

/**
 * @param {string} url
 * @param {number} tries
 * @returns {Promise<any>}
 */
async function fetchWithRetry(url, tries) {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    if (response.ok) {
      root.removeAttribute("data-lost");
      const version = response.headers.get("Data-Version");
      if (!version || version === root.dataset.version) return await response.json();
      await reloadForNewData();
      return fetchWithRetry(url, tries);
    }
    if (response.status < 500 && response.status !== 429) {
      throw Object.assign(new Error(url + ": " + response.status), { final: true });
    }
  } catch (error) {
    if (/** @type {{ final?: boolean }} */ (error).final) {
      viewCache.delete(url);
      throw error;
    }
  }
  if (root.dataset.lost === undefined) byId("page-status").textContent = root.dataset.lostText;
  root.dataset.lost = "";
  await sleep(Math.min(500 * 2 ** tries, 8000));
  return fetchWithRetry(url, tries + 1);
}

// The data have changed: reload the page. A page that has just loaded waits: another process may still have old data.
async function reloadForNewData() {
  if (performance.now() > 5000) {
    location.reload();
    await sleep(60000);
  }
  await sleep(1000);
}

// Prefetch the panels of the list when idle, so that a click shows its city in the next frame.
export async function prefetch() {
  if (root.dataset.mapReady === undefined && mapState.webgl !== false) return;
  fetchView("page", canonicalQuery(PAGE));
  const query = canonicalQuery(PANELS);
  const found = await fetchView("panels", query);
  const base = document.baseURI.split(/[?#]/)[0].replace(/[^/]*$/, "") + "view/panel?";
  for (const [panelQuery, view] of Object.entries(found)) {
    const url = base + canonicalQuery(PANEL, panelQuery);
    if (!viewCache.has(url)) viewCache.set(url, Promise.resolve(view));
  }
}
