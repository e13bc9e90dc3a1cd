// Copy a text or the address of the page to the clipboard.

import { byId, sleep } from "./dom.js";

/** @param {HTMLElement} button its `data-copy` names the element with the text, or nothing for the address */
export async function copyText(button) {
  const label = button.textContent;
  const { copy, done } = button.dataset;
  const box = document.getElementById(copy);
  const text = box?.textContent ?? location.href;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = done;
    byId("page-status").textContent = done;
  } catch (error) {
    prompt(label, text);
  }
  await sleep(2000);
  button.textContent = label;
}
