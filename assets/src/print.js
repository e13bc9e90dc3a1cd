// Print a profile: load the small map for paper, write the address and the date.

import { root, sleep } from "./dom.js";

// What only paper shows is made when it is needed: the small map is loaded, and a line says address and date.
function preparePrint() {
  for (const image of document.querySelectorAll(".print-map")) image.loading = "eager";
  for (const line of document.querySelectorAll("[data-printed]")) {
    const date = new Intl.DateTimeFormat(root.lang === "en" ? "en-GB" : root.lang, { dateStyle: "long" }).format(
      new Date(),
    );
    line.textContent = location.href + " · " + date;
  }
}

export async function printPage() {
  const waiting = [...document.querySelectorAll(".print-map")].filter((image) => !image.naturalWidth);
  const loaded = waiting.map((image) => new Promise((done) => (image.onload = image.onerror = done)));
  preparePrint();
  await Promise.race([Promise.all(loaded), sleep(5000)]);
  window.print();
}

export function install() {
  addEventListener("beforeprint", preparePrint);
}
