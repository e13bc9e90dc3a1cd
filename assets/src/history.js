// history

import { params } from "./address.js";

// Cities that were opened, the last one last: a comparison can take up the one seen before.
const visitedCities = [];

export function rememberCity() {
  const city = params().get("city");
  if (city && visitedCities.at(-1) !== city) visitedCities.push(city);
  for (const link of document.querySelectorAll("a[data-before]")) {
    const beside = params().getAll(link.dataset.before);
    const before = visitedCities.filter((one) => !beside.includes(one)).at(-1);
    link.hidden = before === undefined;
    if (before !== undefined) {
      link.href = "?" + [...beside, before].map((one) => link.dataset.before + "=" + encodeURIComponent(one)).join("&");
    }
  }
}
