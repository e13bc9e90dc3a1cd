// A change of the address updates the views that have subscribed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "./dom_globals.js";

const { install, navigate, onChange } = await import("../../assets/src/navigation.js");
let calls = 0;
onChange(() => (calls += 1));
install();

test("a new address calls the subscriber once the application runs, the same address does not", () => {
  visit("");
  calls = 0;
  navigate("topic=energy");
  assert.equal(calls, 0);
  globalThis.document.documentElement.dataset.app = "";
  navigate("topic=mobility");
  navigate("topic=mobility");
  assert.equal(calls, 1);
  assert.equal(globalThis.location.search, "?topic=mobility");
});

test("Back calls the subscriber", () => {
  calls = 0;
  globalThis.window.dispatchEvent(new globalThis.window.Event("popstate"));
  assert.equal(calls, 1);
});
