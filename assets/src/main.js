// Entry point: install the modules in order and register the functions that Dash calls.

import { page, panel, picture as pictureOfMap } from "./app.js";
import * as clicks from "./clicks.js";
import * as decorate from "./decorate.js";
import * as dialogs from "./dialogs.js";
import { noUpdate } from "./dom.js";
import * as drawer from "./drawer.js";
import * as focus from "./focus.js";
import * as keyboard from "./keyboard.js";
import * as choice from "./map/choice.js";
import { open, outside } from "./map/events.js";
import { updateFigure } from "./map/figure.js";
import * as picture from "./map/picture.js";
import * as navigation from "./navigation.js";
import { onChange, updateViews } from "./navigation.js";
import * as print from "./print.js";
import * as search from "./search.js";
import { defineSlot } from "./slots.js";
import { applyTheme } from "./theme.js";

async function onSystemTheme() {
  applyTheme();
  updateViews();
  if (!window.dash_clientside) return;
  const figure = await updateFigure();
  if (figure !== noUpdate()) window.dash_clientside.set_props("map-graph", { figure });
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onSystemTheme);

// Listeners of one event run in this order: the menu of circles before the shortcuts, the links before the dialogs.
picture.install();
choice.install();
decorate.install();
clicks.install();
navigation.install();
onChange(page);
onChange(panel);
applyTheme();
search.prepareSearch();
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  view: { page, panel, picture: pictureOfMap, figure: updateFigure, outside, open },
});
defineSlot();
drawer.install();
keyboard.install();
focus.install();
print.install();
search.install();
dialogs.install();
