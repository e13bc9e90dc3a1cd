// Places for the name of a city around its circle.
import assert from "node:assert/strict";
import { test } from "node:test";
import { candidates, circleRadius, lineBoxes } from "../../assets/src/map/label_candidates.js";

const label = { properties: { anchor: "left", offset: [1, 0] } };

test("the radius follows from the usual offset", () => {
  assert.equal(circleRadius(label), 7);
});

test("the usual side is tried first, then the three others, then lines", () => {
  const [first, near, lines] = [...candidates(label)];
  assert.deepEqual(first, [{ anchor: "left", offset: [1, 0] }]);
  assert.deepEqual(
    near.map(({ anchor }) => anchor),
    ["right", "bottom", "top"],
  );
  assert.deepEqual(
    near[0].offset.map((part) => part + 0),
    [-1, 0],
  );
  assert.ok(lines.every(({ line }) => line.length === 4));
});

test("lines start at the circle and get longer", () => {
  const [, , lines] = [...candidates(label)];
  const length = ({ line: [x1, y1, x2, y2] }) => Math.hypot(x2 - x1, y2 - y1);
  assert.deepEqual(lines[0].line, [8, 0, 21, 0]);
  assert.deepEqual(lines[0].offset, [23 / 12, 0]);
  assert.ok(Math.abs(length(lines[0]) - 13) < 1e-9);
  assert.ok(Math.abs(length(lines.at(-1)) - 109) < 1e-9);
});

test("a name on a slanted line may hang on its corner", () => {
  const anchors = new Set([...candidates(label)][2].map(({ anchor }) => anchor));
  const wanted = ["left", "right", "top", "bottom", "top-left", "top-right", "bottom-left", "bottom-right"];
  assert.deepEqual([...anchors].sort(), wanted.sort());
});

test("boxes cover a line from its end and leave its start free", () => {
  assert.deepEqual(lineBoxes([0, 0, 16, 0]), [
    [14, -2, 18, 2],
    [9, -2, 13, 2],
  ]);
  assert.equal(lineBoxes([0, 0, 10.9, 0]).length, 1);
  assert.equal(lineBoxes([0, 0, 3, 0]).length, 1);
});
