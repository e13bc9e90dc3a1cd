// Viewport arithmetic: rounding and bounds.

/**
 * @param {number} number
 * @param {number} digits
 */
export const round = (number, digits) => Number(number.toFixed(digits));

/**
 * The number of decimals that distinguishes two pixels at a zoom.
 *
 * @param {number} zoom
 * @param {number} least
 */
export const digitsAt = (zoom, least) => Math.max(least, Math.ceil(Math.log10((512 * 2 ** zoom) / 360)));

/**
 * The narrowest box around some points: it omits the widest gap between them, and may cross ±180°.
 *
 * @param {Point[]} points
 * @returns {Box}
 */
export function boundsOf(points) {
  const [lons, lats] = [0, 1].map((i) => points.map((point) => point[i]).sort((a, b) => a - b));
  let [west, gap] = [lons[0], lons[0] + 360 - lons[lons.length - 1]];
  lons.forEach((lon, i) => {
    if (i && lon - lons[i - 1] > gap) [west, gap] = [lon, lon - lons[i - 1]];
  });
  return [
    [west, lats[0]],
    [west + 360 - gap, lats[lats.length - 1]],
  ];
}
