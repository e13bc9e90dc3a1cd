// Changing one DOM tree into another in place.
import assert from "node:assert/strict";
import { test } from "node:test";
import { element } from "./dom_globals.js";

const { morph } = await import("../../assets/src/morph.js");

function morphed(before, after) {
  const box = element(before);
  morph(box, element(after));
  return box;
}

test("the result has the HTML that was wanted", () => {
  for (const [before, after] of [
    ["", "<p>a</p>"],
    ["<p>a</p>", ""],
    ["<p>a</p><p>b</p>", "<p>b</p>"],
    ["<p class=x>a</p>", "<p id=y>a</p>"],
    ["a", "b"],
    ["<p>a</p>", "<ul><li>a</li></ul>text"],
  ]) {
    assert.equal(morphed(before, after).innerHTML, element(after).innerHTML);
  }
});

test("nodes that stay are the same nodes", () => {
  const box = element('<a href="?a">old</a>');
  const [link] = box.children;
  morph(box, element('<a href="?b">new</a>'));
  assert.equal(box.firstChild, link);
  assert.equal(link.getAttribute("href"), "?b");
  assert.equal(link.textContent, "new");
});

test("details that the visitor opened stay open", () => {
  const [fold] = morphed("<details open>a</details>", "<details>b</details>").children;
  assert.ok(fold.hasAttribute("open"));
});

test("details with data-fold stay closed, others open as wanted", () => {
  const after = "<details data-fold open>b</details>";
  assert.ok(!morphed("<details data-fold>a</details>", after).children[0].hasAttribute("open"));
  assert.ok(morphed("<details>a</details>", after).children[0].hasAttribute("open"));
});

test("the filter of a long list keeps what was typed", () => {
  const box = morphed('<div data-narrow="list"><input></div>', '<div data-narrow="list"></div>');
  assert.ok(box.querySelector("input"));
});
