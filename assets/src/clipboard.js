// Copy a text, and say so.

import { byId, sleep } from "./dom.js";

export async function copyText(button) {
  const label = button.textContent;
  const box = byId(button.dataset.copy);
  const text = box ? box.textContent : location.href;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset.done;
    byId("page-status").textContent = button.dataset.done;
  } catch (error) {
    prompt(label, text);
  }
  await sleep(2000);
  button.textContent = label;
}
