// Rounding and bounds of the viewport.
import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsOf, digitsAt, round } from "../../assets/src/map/geometry.js";

test("rounding drops zeros at the end", () => {
  assert.equal(round(1.25049, 3), 1.25);
  assert.equal(round(-0.6, 0), -1);
});

test("decimals grow with the zoom, and never fall below the least", () => {
  assert.equal(digitsAt(0, 3), 3);
  assert.equal(digitsAt(0, 0), 1);
  assert.equal(digitsAt(9, 1), 3);
  assert.equal(digitsAt(10, 1), 4);
});

test("one point is its own box", () => {
  assert.deepEqual(boundsOf([[5, 50]]), [
    [5, 50],
    [5, 50],
  ]);
});

test("a box holds all of its points", () => {
  assert.deepEqual(
    boundsOf([
      [5, 50],
      [-3, 40],
      [10, 60],
    ]),
    [
      [-3, 40],
      [10, 60],
    ],
  );
});

test("a box crosses the antimeridian where that is narrower", () => {
  assert.deepEqual(
    boundsOf([
      [170, 10],
      [-170, 20],
    ]),
    [
      [170, 10],
      [190, 20],
    ],
  );
});

test("points that are half the world apart keep the box without the antimeridian", () => {
  assert.deepEqual(
    boundsOf([
      [-90, 0],
      [90, 0],
    ]),
    [
      [-90, 0],
      [90, 0],
    ],
  );
});
