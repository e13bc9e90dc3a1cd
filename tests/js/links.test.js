// The address that a link leads to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { element, visit } from "./dom_globals.js";

const { linkQuery, targetQuery, toggledQuery } = await import("../../assets/src/links.js");
const link = (html) => element(html).querySelector("a");

test("a box adds its value to those that are there", () => {
  visit("?topic=energy&city=nantes");
  assert.equal(toggledQuery("topic=mobility", true), "city=nantes&topic=energy&topic=mobility");
});

test("a box takes out its own value alone", () => {
  visit("?topic=energy&topic=mobility&role=energy");
  assert.equal(toggledQuery("topic=energy", false), "role=energy&topic=mobility");
});

test("a value that is there already is not added twice", () => {
  visit("?topic=energy");
  assert.equal(toggledQuery("topic=energy", true), "topic=energy");
});

test("a filter starts again at the first page and leaves the embedding", () => {
  visit("?page=3&embed=1");
  assert.equal(toggledQuery("topic=energy", true), "topic=energy");
});

test("a value may hold an equals sign", () => {
  visit("");
  assert.equal(toggledQuery("topic=a=b", true), "topic=a%3Db");
});

test("a link sets the keys that it owns and keeps the others", () => {
  visit("?city=nantes&topic=energy");
  assert.equal(targetQuery(link('<a data-keys="city" href="?city=helsinki">')), "city=helsinki&topic=energy");
  assert.equal(targetQuery(link('<a data-keys="city" href="?">')), "topic=energy");
});

test("a link without keys owns what is opened", () => {
  visit("?event=launch&city=nantes&topic=energy");
  assert.equal(targetQuery(link('<a href="?city=helsinki">')), "city=helsinki&topic=energy");
});

test("the query of a link has no fragment, and a link without an address has an empty one", () => {
  assert.equal(linkQuery(link('<a href="?city=nantes#part">')), "?city=nantes");
  assert.equal(linkQuery(link('<a href="#part">')), "?");
  assert.equal(linkQuery(link("<a>")), "?");
});
