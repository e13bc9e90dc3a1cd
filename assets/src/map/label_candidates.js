// Candidate positions of a label around its circle. dashboard/maps/leader_lines.py has the same ones.

const DISTANCES = [14, 26, 38, 52, 68, 86, 110];

const ANGLES = [0, 8, 14, 2, 10, 6, 4, 12, 1, 15, 7, 9, 3, 13, 5, 11].map((step) => (step * Math.PI) / 8);

/** @type {Record<string, Point>} */
const SIDES = { left: [1, 0], right: [-1, 0], bottom: [0, -1], top: [0, 1] };

/** @param {Label} label */
export const circleRadius = ({ properties: { offset } }) => Math.hypot(...offset) * 12 - 5;

/**
 * The positions of a label in three passes: the preferred side, the other sides, and farther away with a leader line.
 *
 * @param {Label} name
 * @returns {Generator<Placement[]>}
 */
export function* candidates(name) {
  const { anchor, offset } = name.properties;
  const [reach, first] = [circleRadius(name), { anchor, offset }];
  yield [first];
  const near = Object.keys(SIDES).filter((side) => side !== anchor);
  yield near.map((side) => ({
    anchor: side,
    offset: /** @type {Point} */ (SIDES[side].map((way) => (way * (reach + 5)) / 12)),
  }));
  yield DISTANCES.flatMap((distance) =>
    ANGLES.flatMap((angle) => {
      const [across, down] = [Math.cos(angle), Math.sin(angle)];
      const line = [reach + 1, reach + distance].flatMap((far) => [across * far, down * far]);
      /** @type {(side: string, x: number, y: number) => Placement} */
      const at = (corner, x, y) => ({ anchor: corner, offset: [(line[2] + x) / 12, (line[3] + y) / 12], line });
      const found = Math.abs(across) > 0.35 ? [across > 0 ? at("left", 2, 0) : at("right", -2, 0)] : [];
      const [side, y] = down < 0 ? ["bottom", -2] : ["top", 2];
      if (Math.abs(down) > 0.35) found.push(at(side, 0, y), at(side + "-left", -2, y), at(side + "-right", 2, y));
      return found;
    }),
  );
}

/**
 * Small boxes along a line for collision checks with names and circles; they omit its start, where a neighbour may be.
 *
 * @param {number[]} line
 */
export const lineBoxes = ([x1, y1, x2, y2]) => {
  const long = Math.hypot(x2 - x1, y2 - y1);
  return Array.from({ length: Math.max(1, Math.floor((long - 6) / 5)) }, (_, i) => {
    const share = 1 - (i * 5) / long;
    const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
    return [x - 2, y - 2, x + 2, y + 2];
  });
};
