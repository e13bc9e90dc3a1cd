// Light and dark theme.

import { params } from "./address.js";
import { all, allLinks, find, root } from "./dom.js";

export function activeTheme() {
  const asked = params().get("theme");
  if (asked === "light" || asked === "dark") return asked;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function applyTheme() {
  const asked = params().get("theme");
  if (asked === "light" || asked === "dark") root.dataset.theme = asked;
  else root.removeAttribute("data-theme");
  const header = find(".header");
  for (const bar of /** @type {HTMLMetaElement[]} */ (all("meta[name=theme-color]"))) {
    if (header) bar.content = getComputedStyle(header).backgroundColor;
  }
  const [link] = allLinks("#react-entry-point [data-theme-switch]");
  if (link) link.href = "?theme=" + (activeTheme() === "dark" ? "light" : "dark");
}
