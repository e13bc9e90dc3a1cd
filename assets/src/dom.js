// Small helpers for the document.

export const root = document.documentElement;

export const embedded = root.hasAttribute("data-embed");

export const byId = (id) => document.getElementById(id);

export const noUpdate = () => window.dash_clientside.no_update;

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export function afterNextPaint(act) {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
