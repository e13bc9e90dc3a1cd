// Change a DOM tree into another one in place.

/**
 * Change only the differences, so that focus, scroll position and open details stay.
 *
 * @param {Node & ParentNode} from the tree to change
 * @param {ParentNode & Node} to the tree to change it into; its nodes may be moved out of it
 */
export function morph(from, to) {
  let old = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    if (!old) {
      from.append(wanted);
      continue;
    }
    const next = old.nextSibling;
    if (old.nodeName !== wanted.nodeName) old.replaceWith(wanted);
    else if (old.nodeType === Node.ELEMENT_NODE) {
      morphElement(/** @type {Element} */ (old), /** @type {Element} */ (wanted));
    } else if (old.nodeValue !== wanted.nodeValue) old.nodeValue = wanted.nodeValue;
    old = next;
  }
  while (old) {
    const next = old.nextSibling;
    old.remove();
    old = next;
  }
}

/**
 * The visitor controls `details`: an open one stays open, and one with `data-fold` keeps its state.
 *
 * @param {Element} old
 * @param {Element} wanted
 */
function morphElement(old, wanted) {
  if (old.hasAttribute("data-narrow")) return;
  for (const name of old.getAttributeNames()) {
    if (!wanted.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
  const kept = old.hasAttribute("data-fold") && "open";
  for (const { name, value } of wanted.attributes) {
    if (name !== kept && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  morph(old, wanted);
}
