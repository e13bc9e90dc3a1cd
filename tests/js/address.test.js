// The canonical spelling of the state.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "./dom_globals.js";

const { canonicalQuery, params } = await import("../../assets/src/address.js");

test("keys come sorted, and those that do not count are left out", () => {
  assert.equal(canonicalQuery(["topic", "city"], "?utm=1&topic=mobility&city=nantes"), "city=nantes&topic=mobility");
});

test("values of one key come sorted", () => {
  assert.equal(canonicalQuery(["topic"], "?topic=b&topic=a"), "topic=a&topic=b");
});

test("a key that is the start of another one comes first", () => {
  assert.equal(canonicalQuery(["a", "a-b"], "?a-b=1&a=2"), "a=2&a-b=1");
});

test("empty values are left out", () => {
  assert.equal(canonicalQuery(["q", "city"], "?q=&city="), "");
  assert.equal(canonicalQuery(["q"], ""), "");
});

test("values are spelled as the server spells them", () => {
  assert.equal(canonicalQuery(["q"], "?" + new URLSearchParams({ q: "!'()*" })), "q=%21%27%28%29%2A");
  assert.equal(canonicalQuery(["q"], "?" + new URLSearchParams({ q: "a,b:c" })), "q=a,b:c");
  assert.equal(
    canonicalQuery(["q"], "?" + new URLSearchParams({ q: "Bydgoszcz ł&=+" })),
    "q=Bydgoszcz%20%C5%82%26%3D%2B",
  );
});

test("the canonical query of a canonical query is itself", () => {
  const once = canonicalQuery(["q", "topic"], "?topic=x&q=a+b%2Cc&topic=%28y%29");
  assert.equal(canonicalQuery(["q", "topic"], "?" + once), once);
});

test("without a query the address of the page counts", () => {
  visit("?city=nantes");
  assert.equal(canonicalQuery(["city"]), "city=nantes");
  assert.equal(params().get("city"), "nantes");
});
