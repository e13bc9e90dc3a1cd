// Scale bar of the map.

import { byId, root } from "../dom.js";
import { liveMap } from "./live.js";

export function updateScale() {
  const [live, line] = [liveMap(), byId("map-scale")];
  if (!live || !line) return;
  const metres = ((156543.03392 / 2) * Math.cos((live.getCenter().lat * Math.PI) / 180)) / 2 ** live.getZoom();
  const most = metres * 5.625 * parseFloat(getComputedStyle(root).fontSize);
  const power = 10 ** Math.floor(Math.log10(most));
  const length = ([5, 3, 2].find((step) => step * power <= most) ?? 1) * power;
  line.style.width = length / metres + "px";
  line.textContent = length >= 1000 ? length / 1000 + " km" : length + " m";
}
