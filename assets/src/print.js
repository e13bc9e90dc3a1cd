// Prepare the page for print.

import { all, root, sleep } from "./dom.js";

const printMaps = () => /** @type {HTMLImageElement[]} */ (all(".print-map"));

// Create print-only content on demand: load the small map, and write a line with address and date.
function preparePrint() {
  for (const image of printMaps()) image.loading = "eager";
  for (const line of all("[data-printed]")) {
    const date = new Intl.DateTimeFormat(root.lang === "en" ? "en-GB" : root.lang, { dateStyle: "long" }).format(
      new Date(),
    );
    line.textContent = location.href + " · " + date;
  }
}

export async function printPage() {
  const waiting = printMaps().filter((image) => !image.naturalWidth);
  const loaded = waiting.map((image) => new Promise((done) => (image.onload = image.onerror = done)));
  preparePrint();
  await Promise.race([Promise.all(loaded), sleep(5000)]);
  window.print();
}

export function install() {
  addEventListener("beforeprint", preparePrint);
}
