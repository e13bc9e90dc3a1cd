// Add to the HTML what only the browser knows: the current link, local times, filters of long lists.

import { OPENED, canonicalQuery } from "./address.js";
import { all, allLinks, closest, root } from "./dom.js";
import { updateTabStops } from "./keyboard.js";
import { linkQuery } from "./links.js";

// The server cannot know these: the current link, local times, filters of long lists.
export function decorate() {
  updateTabStops();
  const opened = canonicalQuery(OPENED);
  for (const link of allLinks("a[data-keys]")) {
    const keys = link.dataset.keys.split(" ");
    if (!keys.includes("city")) continue;
    const leads = canonicalQuery(OPENED, linkQuery(link));
    if (opened && leads === opened) link.setAttribute("aria-current", "true");
    else if (link.hasAttribute("aria-current")) link.removeAttribute("aria-current");
  }
  for (const clock of all("[data-clock]:not([data-formatted])")) {
    try {
      const format = new Intl.DateTimeFormat(clock.dataset.locale, {
        timeZone: clock.dataset.clock,
        hour: "2-digit",
        minute: "2-digit",
        weekday: "short",
        hourCycle: "h23",
      });
      clock.title = clock.dataset.clock;
      clock.textContent = format.format(new Date());
      clock.dataset.formatted = "";
    } catch (error) {
      clock.dataset.formatted = "";
    }
  }
  for (const link of allLinks("a[data-subscribe]")) {
    link.href = link.href.replace(/^https?:/, "webcal:");
  }
  for (const box of all("[data-narrow]:empty")) {
    const input = document.createElement("input");
    Object.assign(input, { type: "search", placeholder: box.dataset.label, autocomplete: "off" });
    input.setAttribute("aria-label", box.dataset.label);
    box.append(input);
  }
}

/**
 * @param {HTMLElement} box
 * @param {string} typed
 */
function filterList(box, typed) {
  const plain = (/** @type {string} */ text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = plain(typed.trim());
  for (const item of all("#" + CSS.escape(box.dataset.narrow) + " > *")) {
    item.hidden = !plain(item.textContent).includes(wanted);
  }
}

let scheduled = false;

export function install() {
  new MutationObserver(() => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      decorate();
      scheduled = false;
    });
  }).observe(root, { childList: true, subtree: true });

  setInterval(() => {
    all("[data-clock][data-formatted]").forEach((clock) => delete clock.dataset.formatted);
    decorate();
  }, 30000);

  document.addEventListener("input", (event) => {
    const box = closest(event, "[data-narrow]");
    if (box) filterList(box, /** @type {HTMLInputElement} */ (event.target).value);
  });
}
