// The state of the page is its query string: the keys of each view, in a canonical form.

// The keys of the address that each view depends on: the server's registry of views, in the HTML document.
/** @type {Record<string, string[]>} */
const KEYS = JSON.parse(globalThis.document?.getElementById("view-keys")?.textContent ?? "{}");

export const { filters: FILTERS, opened: OPENED, share: SHARE } = KEYS;

export const { page: PAGE, panel: PANEL, panels: PANELS, outside: OUTSIDE, cells: CELLS } = KEYS;

export const { search: SEARCH, exports: EXPORTS } = KEYS;

export const FIGURE = [KEYS.figure, KEYS.picture].flat(); // of the live map and of the picture that replaces it

export const params = (query = location.search) => new URLSearchParams(query);

// Encode a value like the server: percent-encode "!'()*" too, but not "," and ":".
/** @param {string} value */
const encodeValue = (value) =>
  encodeURIComponent(value)
    .replace(/[!'()*]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase())
    .replace(/%2C/g, ",")
    .replace(/%3A/g, ":");

// The part of an address that a view depends on, in canonical form, so that equal views share one request.
/**
 * @param {string[]} names the keys that count
 * @param {string} query
 */
export function canonicalQuery(names, query = location.search) {
  const pairs = [...params(query)].filter(([name, value]) => names.includes(name) && value !== "");
  pairs.sort((a, b) => (a[0] + "\u0000" + a[1] < b[0] + "\u0000" + b[1] ? -1 : 1));
  return pairs.map(([name, value]) => name + "=" + encodeValue(value)).join("&");
}
