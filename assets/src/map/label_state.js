// State of the labels: names, placements, and text widths.

import { project } from "./live.js";

/** @type {{ names: Label[], view: Dimmed }} */
export const labelState = {
  names: [],
  view: { dimmed: [], hidden: false },
};

/** @type {Map<number, Placement>} */
export const placements = new Map();

/** @type {CanvasRenderingContext2D | null} */
let pen = null;

const textWidths = new Map();

const NAME_FONT = 'bold 12px "Noto Sans Page", system-ui';

export const COUNTRY_FONT = '11px "Noto Sans Page", system-ui';

/**
 * @param {string} text
 * @param {string} font
 */
export function textWidth(text, font) {
  const key = font + text;
  if (!textWidths.has(key)) {
    pen = pen || document.createElement("canvas").getContext("2d");
    const context = /** @type {CanvasRenderingContext2D} */ (pen);
    context.font = font;
    textWidths.set(key, context.measureText(text).width);
  }
  return textWidths.get(key);
}

/**
 * The position of a label, in pixels of the map.
 *
 * @param {LiveMap} live
 * @param {Label} label
 * @param {Placement} placement
 */
export function labelBox(
  live,
  { id, geometry, properties: { name, ...usual } },
  { anchor, offset } = placements.get(id) || usual,
) {
  const at = project(live, geometry.coordinates);
  const width = textWidth(name, NAME_FONT);
  const left = at.x + offset[0] * 12 - width * (/left/.test(anchor) ? 0 : /right/.test(anchor) ? 1 : 0.5);
  const top = at.y + offset[1] * 12 - 14 * (/top/.test(anchor) ? 0 : /bottom/.test(anchor) ? 1 : 0.5);
  return { left, top, width, height: 14 };
}
