// The one spelling of an address: what equal views share, and what the server writes.
import assert from "node:assert/strict";
import { test } from "node:test";

// What the first HTML says of the keys (dashboard/web/views.py), as far as these tests need it.
const filters = ["attended", "country", "lang", "match", "q", "role", "topic"];
const opened = ["about", "city", "compare", "event"];
const keys = { filters, opened, page: [...filters, "tab"], panel: [...filters, ...opened] };
globalThis.document = { getElementById: () => ({ textContent: JSON.stringify(keys) }) };
const { FILTERS, OPENED, PAGE, PANEL, canonicalQuery, params } = await import("../../assets/src/address.js");

const NAMES = [...PAGE, ...PANEL, "view"];

const CASES = [
  ["", ""],
  ["?q=caf%C3%A9+bar&city=rome", "city=rome&q=caf%C3%A9%20bar"],
  ["q=it's (here)!*", "q=it%27s%20%28here%29%21%2A"],
  ["view=48%2E1%2C11%2C4", "view=48.1,11,4"],
  ["city=&q=x", "q=x"],
  ["utm_source=mail&city=rome", "city=rome"],
  ["topic=b&topic=a", "topic=a&topic=b"],
  ["q=a%3Ab", "q=a:b"],
];

for (const [written, wanted] of CASES) {
  test(`"${written}" is spelled "${wanted}"`, () => {
    assert.equal(canonicalQuery(NAMES, written), wanted);
  });
}

test("the spelling of a spelling is itself", () => {
  for (const [, wanted] of CASES) assert.equal(canonicalQuery(NAMES, wanted), wanted);
});

test("a view depends on its own keys alone", () => {
  assert.equal(canonicalQuery(FILTERS, "city=rome&topic=ict&theme=dark"), "topic=ict");
  assert.equal(canonicalQuery(OPENED, "city=rome&topic=ict&theme=dark"), "city=rome");
});

test("parameters are read from any query", () => {
  assert.deepEqual(
    [...params("?topic=a&topic=b")],
    [
      ["topic", "a"],
      ["topic", "b"],
    ],
  );
});
