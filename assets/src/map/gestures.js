// Cooperative gestures: one finger and the wheel scroll the page.

import { byId, embedded, root } from "../dom.js";

// One finger and the wheel scroll the page; two fingers, and the wheel with a key, move the map. If the page does not
// scroll, the wheel zooms.
/** @param {LiveMap} live */
export function useCooperativeGestures(live) {
  const apple = /Mac|iP(hone|ad)/.test(navigator.platform);
  const scrolls = () => root.scrollHeight > innerHeight + 1;
  live.cooperativeGestures.isBypassed = (event) => event.metaKey || !scrolls();
  if (matchMedia("(any-pointer: coarse)").matches || !embedded) live.cooperativeGestures.enable();
  const note = byId("map-fingers");
  const touch = note.textContent;
  let showing = 0;
  live.on("cooperativegestureprevented", ({ gestureType }) => {
    note.textContent = gestureType === "wheel_zoom" ? note.dataset.wheel.replace("{key}", apple ? "⌘" : "Ctrl") : touch;
    if (note.hidden) byId("page-status").textContent = note.textContent;
    note.hidden = false;
    clearTimeout(showing);
    showing = setTimeout(() => (note.hidden = true), 1500);
  });
}
