// Add cities to a comparison.

import { canonicalQuery, params } from "./address.js";

// While a comparison waits for its second city, a link to a city adds it.
/** @param {string | null} city */
export function comparisonWith(city) {
  const compared = params().getAll("compare");
  if (!city || compared.length !== 1 || compared[0] === city) return null;
  const next = params();
  next.append("compare", city);
  return canonicalQuery([...next.keys()], next.toString());
}
