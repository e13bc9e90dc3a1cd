// morph

export function morph(from, to) {
  let old = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    if (!old) {
      from.append(wanted);
      continue;
    }
    const next = old.nextSibling;
    if (old.nodeName !== wanted.nodeName) old.replaceWith(wanted);
    else if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== wanted.data) old.data = wanted.data;
    } else if (!old.hasAttribute("data-narrow")) {
      for (const { name } of [...old.attributes]) {
        if (!wanted.hasAttribute(name) && name !== "open") old.removeAttribute(name);
      }
      const kept = old.hasAttribute("data-fold") && "open";
      for (const { name, value } of wanted.attributes) {
        if (name !== kept && old.getAttribute(name) !== value) old.setAttribute(name, value);
      }
      morph(old, wanted);
    }
    old = next;
  }
  while (old) {
    const next = old.nextSibling;
    old.remove();
    old = next;
  }
}
