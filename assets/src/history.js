// Remember the cities that were opened, for comparisons.

import { params } from "./address.js";
import { allLinks } from "./dom.js";

// Opened cities, the last one last: a comparison can offer the previous one.
/** @type {string[]} */
const visitedCities = [];

export function rememberCity() {
  const city = params().get("city");
  if (city && visitedCities.at(-1) !== city) visitedCities.push(city);
  for (const link of allLinks("a[data-before]")) {
    const key = link.dataset.before;
    const chosen = params().getAll(key);
    const before = visitedCities.filter((one) => !chosen.includes(one)).at(-1);
    link.hidden = before === undefined;
    if (before !== undefined) {
      link.href = "?" + [...chosen, before].map((one) => key + "=" + encodeURIComponent(one)).join("&");
    }
  }
}
