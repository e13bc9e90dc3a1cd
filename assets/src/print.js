// Prepare the page for paper.

import { all, root, sleep } from "./dom.js";

const printMaps = () => /** @type {HTMLImageElement[]} */ (all(".print-map"));

// What only paper shows is made when it is needed: the small map is loaded, and a line says address and date.
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
