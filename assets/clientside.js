// Carries addresses to the server and parts of views into their slots. It knows slots, links and the map, and nothing of cities.
(function () {
  "use strict";

  const FILTERS = ["attended", "country", "lang", "match", "q", "role", "topic"];
  const OPENED = ["about", "city", "compare", "event"];
  const PAGE = [...FILTERS, "page", "show", "sort", "tab"];
  const PANEL = [...FILTERS, ...OPENED, "sort"];
  const FIGURE = [...PANEL, "show", "theme", "view"];
  const root = document.documentElement;
  const embedded = root.hasAttribute("data-embed");
  const byId = (id) => document.getElementById(id);
  const none = () => window.dash_clientside.no_update;

  // ---- Addresses -----------------------------------------------------------------------------------------------

  const params = (query = location.search) => new URLSearchParams(query);

  // As the server spells a value: "!'()*" in percents too, "," and ":" as they are.
  const encodeValue = (value) => encodeURIComponent(value).replace(/[!'()*]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase()).replace(/%2C/g, ",").replace(/%3A/g, ":");

  // The part of an address that a view depends on, in one spelling, so that equal views share one request.
  function canonicalQuery(names, query = location.search) {
    const pairs = [...params(query)].filter(([name, value]) => names.includes(name) && value !== "");
    pairs.sort((a, b) => (a[0] + "\u0000" + a[1] < b[0] + "\u0000" + b[1] ? -1 : 1));
    return pairs.map(([name, value]) => name + "=" + encodeValue(value)).join("&");
  }

  // A link sets the keys it owns; all others stay as they are now. Views leave the rest of the state out of their links.
  function target(link) {
    const [adds, drops] = [link.dataset.adds, link.dataset.drops];
    if (adds || drops) return changed(adds || drops, Boolean(adds));
    const owned = link.dataset.keys ? link.dataset.keys.split(" ") : OPENED;
    const now = [...params()].filter(([name]) => !owned.includes(name) && name !== "embed");
    const set = [...params(leadsTo(link))].filter(([name]) => owned.includes(name));
    if (owned.includes("page") && !set.some(([name]) => name === "page")) now.splice(0, now.length, ...now.filter(([name]) => name !== "page"));
    return canonicalQuery([...now, ...set].map(([name]) => name), new URLSearchParams([...now, ...set]).toString());
  }

  // A box puts one value in or takes it out, and leaves the others: two may be ticked before the first answer is there.
  function changed(pair, wanted) {
    const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
    const kept = [...params()].filter(([key, one]) => key !== "page" && key !== "embed" && !(key === name && one === value));
    if (wanted) kept.push([name, value]);
    return canonicalQuery(kept.map(([key]) => key), new URLSearchParams(kept).toString());
  }

  // A box is ticked at once, in the filters and in the legend, as boxes are; what comes from the server has the last word.
  function toggleOptimistically(pair) {
    for (const box of document.querySelectorAll("[role=checkbox]")) {
      const { adds, drops } = box.dataset;
      if ((adds || drops) !== pair) continue;
      box.setAttribute("aria-checked", String(Boolean(adds)));
      delete box.dataset.adds;
      delete box.dataset.drops;
      box.dataset[adds ? "drops" : "adds"] = pair;
    }
    invalidate();
  }

  // What is shown was changed here; the next view is put in place whatever was shown before.
  function invalidate() {
    following = null;
    shown.clear();
  }

  // Circles of the picture of the map are links too; in SVG an address is no plain text.
  const LINKS = "a[data-keys], .picture a";
  const leadsTo = (link) => "?" + ((link.getAttribute("href") || "").split("?")[1] || "").split("#")[0];

  function go(query, { replace = false } = {}) {
    const here = canonicalQuery([...params().keys()]);
    if (query === here) return;
    const url = query ? "?" + query : location.pathname;
    if (replace) history.replaceState(history.state, "", url);
    else history.pushState({}, "", url);
    if (!replace) forgetHint();
    updateViews();
  }

  // Tell Dash that the address has changed. It takes its time to say so to the parts of the page, so they are told first.
  function updateViews() {
    if (root.dataset.app !== undefined) parts();
    if (window.dash_clientside && window.dash_clientside.set_props) window.dash_clientside.set_props("page-address", { data: location.search });
  }

  // ---- Views ---------------------------------------------------------------------------------------------------

  const views = new Map();
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // Get a view once; while the server does not answer, say so quietly and try again.
  function get(name, query) {
    const url = document.baseURI.split(/[?#]/)[0].replace(/[^/]*$/, "") + "view/" + name + (query ? "?" + query : "");
    if (!views.has(url)) {
      if (views.size > 400) views.delete(views.keys().next().value);
      views.set(url, load(url, 0));
    }
    return views.get(url);
  }

  async function load(url, tries) {
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      if (response.ok) {
        root.removeAttribute("data-lost");
        const version = response.headers.get("Data-Version");
        if (!version || version === root.dataset.version) return await response.json();
        await renew();
        return load(url, tries);
      }
      if (response.status < 500 && response.status !== 429) throw Object.assign(new Error(url + ": " + response.status), { final: true });
    } catch (error) {
      if (error.final) {
        views.delete(url);
        throw error;
      }
    }
    if (root.dataset.lost === undefined) byId("page-status").textContent = root.dataset.lostText;
    root.dataset.lost = "";
    await wait(Math.min(500 * 2 ** tries, 8000));
    return load(url, tries + 1);
  }

  // The data have changed: the page begins anew where it is. One that has just begun waits: another process is not as far.
  async function renew() {
    if (performance.now() > 5000) {
      location.reload();
      await wait(60000);
    }
    await wait(1000);
  }

  // ---- Parts -----------------------------------------------------------------------------------------------------

  const shown = new Map();

  // Put a part into its slot. Only what differs is touched, so that focus, scroll position and open details stay.
  function put(slot, part) {
    if (shown.get(slot) === part || !byId(slot)) return;
    shown.set(slot, part);
    const wanted = document.createElement("template");
    wanted.innerHTML = part;
    const focused = byId(slot).contains(document.activeElement) && document.activeElement;
    morph(byId(slot), wanted.content);
    decorate();
    // What had the focus may be gone, as the cross of a filter is: the focus goes to what was changed.
    if (focused && document.activeElement === document.body && slot !== "page-panel") byId("page-title").focus({ preventScroll: true });
  }

  function morph(from, to) {
    let old = from.firstChild;
    for (const wanted of [...to.childNodes]) {
      if (!old) {
        from.append(wanted);
        continue;
      }
      const next = old.nextSibling;
      if (old.nodeName !== wanted.nodeName) old.replaceWith(wanted);
      else if (old.nodeType !== Node.ELEMENT_NODE) {
        if (old.data !== wanted.data) old.data = wanted.data;
      } else if (!old.hasAttribute("data-narrow")) {
        for (const { name } of [...old.attributes]) if (!wanted.hasAttribute(name) && name !== "open") old.removeAttribute(name);
        const kept = old.hasAttribute("data-fold") && "open";
        for (const { name, value } of wanted.attributes) if (name !== kept && old.getAttribute(name) !== value) old.setAttribute(name, value);
        morph(old, wanted);
      }
      old = next;
    }
    while (old) {
      const next = old.nextSibling;
      old.remove();
      old = next;
    }
  }

  const SLOTS = ["page-sentence", "filters-body", "map-legend", "page-tables", "page-events"];

  // On the first call the first HTML shows what the address asks for; from then on the parts follow the address.
  async function parts() {
    if (started()) await Promise.all([page(), panel()]);
    fillBox();
    remember();
  }

  let following = canonicalQuery(PAGE);

  async function page() {
    const query = canonicalQuery(PAGE);
    if (query === following) return;
    const view = await get("page", query);
    if (query !== canonicalQuery(PAGE)) return;
    following = query;
    SLOTS.forEach((slot) => put(slot, view[slot]));
    byId("page-status").textContent = document.activeElement === byId("page-title") ? "" : view.said;
    if (liveMap()) liveMap().getCanvas().setAttribute("aria-label", view.alternative);
    later(outside);
    later(prefetch);
  }

  async function panel() {
    const query = canonicalQuery(PANEL);
    const view = await get("panel", query);
    if (query !== canonicalQuery(PANEL)) return;
    const opened = canonicalQuery(OPENED);
    if (wasOpened !== opened) byId("page-panel").querySelectorAll("details[open]").forEach((fold) => (fold.open = false));
    put("page-panel", view["page-panel"]);
    document.title = view.title;
    root.toggleAttribute("data-opened", byId("page-panel").querySelector("[data-close]") !== null);
    const closed = wasOpened;
    if (closed !== opened) later(() => moveFocus(opened, closed));
    wasOpened = opened;
  }

  // The whole figure once for each theme, then only what changes in its traces; the view of the map is never in it.
  let drawn = null;
  let applied = null;

  async function map() {
    if (!webgl()) return picture();
    const theme = colours();
    if (drawn !== theme) {
      const query = canonicalQuery(FIGURE);
      const wanted = new URLSearchParams(query);
      wanted.set("theme", theme);
      const figure = structuredClone(await get("figure", wanted.toString()));
      const { layout } = figure;
      for (const source of Object.values(layout.map.style.sources)) {
        if (source.tiles) source.tiles = source.tiles.map((url) => location.origin + url);
      }
      layout.map.zoom = firstZoom(layout.meta.zoom);
      names = layout.map.style.sources.cities.data.features;
      crowd = layout.meta.crowd;
      keepView(figure);
      drawn = theme;
      applied = canonicalQuery([...PAGE, ...PANEL]);
      dimCities(layout.meta);
      return figure;
    }
    const [pageQuery, panelQuery] = [canonicalQuery(PAGE), canonicalQuery(PANEL)];
    const part = visibleClusters();
    const [ofPage, ofPanel, ofCrowd] = await Promise.all([get("page", pageQuery), get("panel", panelQuery), part && get("cells", part)]);
    const wanted = canonicalQuery([...PAGE, ...PANEL]) + part;
    if (pageQuery !== canonicalQuery(PAGE) || panelQuery !== canonicalQuery(PANEL) || applied === wanted) return none();
    applied = wanted;
    if (ofCrowd) {
      names = ofCrowd.names.features;
      liveMap().getSource("cities").setData(ofCrowd.names);
      crowd = ofCrowd;
    }
    dimCities(ofCrowd || ofPage);
    lines(ofPanel);
    later(bringIntoView);
    const [selection, opened] = [(ofCrowd || ofPage).map[theme], ofPanel.map[theme]];
    return { ...selection, operations: [...selection.operations, ...opened.operations] };
  }

  // Where there are too many places to draw each, what is drawn depends on the visible part of the map.
  let crowd = null;

  function visibleClusters() {
    const live = crowd && liveMap();
    if (!live || !live.getSource("cities")) return "";
    const filters = canonicalQuery([...FILTERS, "show"]);
    return (filters ? filters + "&" : "") + "box=" + visible() + "&zoom=" + round(live.getZoom(), 1);
  }

  let able = null;
  function webgl() {
    if (able === null) able = Boolean(document.createElement("canvas").getContext("webgl2"));
    return able;
  }

  // Without WebGL2 the picture stays, follows the address, and its circles are links.
  async function picture() {
    root.dataset.still = "";
    const query = canonicalQuery([...FIGURE, "theme"]);
    const view = await get("picture", canonicalQuery(FIGURE));
    if (query === canonicalQuery([...FIGURE, "theme"])) put("map-poster", view["map-poster"]);
    reach();
    return none();
  }

  // Circles that the edge of the map cuts off are no stops of the Tab key; the list leads to their cities.
  function reach() {
    const room = byId("map-poster").getBoundingClientRect();
    for (const link of document.querySelectorAll("#map-poster a")) {
      const box = link.getBoundingClientRect();
      const within = box.left > room.left && box.right < room.right && box.top > room.top && box.bottom < room.bottom;
      if (within || !box.width) link.removeAttribute("tabindex");
      else link.setAttribute("tabindex", "-1");
    }
  }

  addEventListener("resize", () => able === false && reach());

  // The same borders as in the style sheet, so that the live map lies upon its picture.
  function size() {
    if (matchMedia("(max-width: 899px), (min-width: 1100px) and (max-width: 1199px)").matches) return "narrow";
    return matchMedia("(max-width: 1299px), (max-height: 859px)").matches ? "medium" : "wide";
  }

  // A very large page looks closer, as the style sheet enlarges its picture. The world is never narrower than the map: it
  // would be drawn twice.
  const fullWorld = () => Math.max(-2, Math.log2(byId("page-map").clientWidth / 512));

  function firstZoom(zooms) {
    const large = !params().has("view") && matchMedia("(min-width: 2200px) and (min-height: 1200px)").matches;
    return Math.max(zooms[size()] + (large ? 0.75 : 0), fullWorld());
  }

  // The lines of an event are data of the style, as soon as it is there.
  function lines(view) {
    lines.view = view;
    const source = liveMap() && liveMap().getSource("lines");
    if (source) source.setData(view.lines);
    else setTimeout(() => lines.view === view && lines(view), 50);
  }

  // Names of cities that do not match fade with their circles, or go with them.
  function dimCities(view) {
    dimCities.view = view;
    const live = liveMap();
    if (!live || !live.getSource("cities")) {
      if (!dimCities.waiting) {
        dimCities.waiting = true;
        setTimeout(() => {
          dimCities.waiting = false;
          dimCities(dimCities.view);
        }, 50);
      }
      return;
    }
    live.removeFeatureState({ source: "cities" });
    for (const id of view.faded) live.setFeatureState({ source: "cities", id }, { faded: true, hidden: view.hidden });
    names.forEach(({ id }) => cut.delete("cities" + id));
    arrange();
    trim();
  }

  // A name that the edge of the map or a button would cut is not shown; it comes back as soon as it is whole.
  const cut = new Map();
  const widths = new Map();
  let names = [];

  const NAME_FONT = 'bold 12px "Noto Sans Page", system-ui';
  const COUNTRY_FONT = '11px "Noto Sans Page", system-ui';

  function wide(text, font) {
    const key = font + text;
    if (!widths.has(key)) {
      wide.pen = wide.pen || document.createElement("canvas").getContext("2d");
      wide.pen.font = font;
      widths.set(key, wide.pen.measureText(text).width);
    }
    return widths.get(key);
  }

  // The map may show a place east or west of ±180°: the copy that is nearest to its middle counts.
  const near = (live, [lon, lat]) => [lon + 360 * Math.round((live.getCenter().lng - lon) / 360), lat];
  const pixel = (live, place) => live.project(near(live, place));

  // Where the name of a city is drawn, in pixels of the map.
  function nameBox(live, { id, geometry, properties: { name, ...usual } }, { anchor, offset } = arranged.get(id) || usual) {
    const at = pixel(live, geometry.coordinates);
    const width = wide(name, NAME_FONT);
    const left = at.x + offset[0] * 12 - width * (/left/.test(anchor) ? 0 : /right/.test(anchor) ? 1 : 0.5);
    const top = at.y + offset[1] * 12 - 14 * (/top/.test(anchor) ? 0 : /bottom/.test(anchor) ? 1 : 0.5);
    return { left, top, width, height: 14 };
  }

  // Each name that matches gets a place: on the usual side of its circle, on another side, or away from it with a line.
  // The same candidates in the same order as on the server. In a long list, names keep the places from there.
  const MOST_ARRANGED = 80;
  const DISTANCES = [14, 26, 38, 52, 68, 86, 110];
  const ANGLES = [0, 8, 14, 2, 10, 6, 4, 12, 1, 15, 7, 9, 3, 13, 5, 11].map((step) => (step * Math.PI) / 8);
  const SIDES = { left: [1, 0], right: [-1, 0], bottom: [0, -1], top: [0, 1] };
  const arranged = new Map();
  let arrangement = "";

  const radius = ({ properties: { offset } }) => Math.hypot(...offset) * 12 - 5;

  function* candidates(name) {
    const { anchor, offset } = name.properties;
    const [reach, first] = [radius(name), { anchor, offset }];
    yield [first];
    const near = Object.keys(SIDES).filter((side) => side !== anchor);
    yield near.map((side) => ({ anchor: side, offset: SIDES[side].map((way) => (way * (reach + 5)) / 12) }));
    yield DISTANCES.flatMap((distance) => ANGLES.flatMap((angle) => {
      const [across, down] = [Math.cos(angle), Math.sin(angle)];
      const line = [reach + 1, reach + distance].flatMap((far) => [across * far, down * far]);
      const at = (anchor, x, y) => ({ anchor, offset: [(line[2] + x) / 12, (line[3] + y) / 12], line });
      const found = Math.abs(across) > 0.35 ? [across > 0 ? at("left", 2, 0) : at("right", -2, 0)] : [];
      const [side, y] = down < 0 ? ["bottom", -2] : ["top", 2];
      if (Math.abs(down) > 0.35) found.push(at(side, 0, y), at(side + "-left", -2, y), at(side + "-right", 2, y));
      return found;
    }));
  }

  // Small boxes along a line, so that it keeps clear of names and circles, and they of it; a neighbour may lie at its start.
  const along = ([x1, y1, x2, y2]) => {
    const long = Math.hypot(x2 - x1, y2 - y1);
    return Array.from({ length: Math.max(1, Math.floor((long - 6) / 5)) }, (_, i) => {
      const share = 1 - (i * 5) / long;
      const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
      return [x - 2, y - 2, x + 2, y + 2];
    });
  };

  function arrange() {
    const live = liveMap();
    const source = live && live.getSource("cities");
    if (!source || live.isMoving()) return;
    const room = live.getCanvas().getBoundingClientRect();
    const faded = new Set(dimCities.view ? dimCities.view.faded : []);
    const inside = ({ geometry }) => {
      const { x, y } = pixel(live, geometry.coordinates);
      return x > -4 && y > -4 && x < room.width + 4 && y < room.height + 4;
    };
    const all = crowd ? [] : names.filter((name) => !(dimCities.view && dimCities.view.hidden && faded.has(name.id)) && inside(name));
    arranged.clear();
    if (all.length && all.length <= MOST_ARRANGED) place(live, room, all, faded);
    const key = JSON.stringify([...arranged]);
    drawLeaders();
    if (arrangement === key && arrange.source === source) return;
    [arrangement, arrange.source] = [key, source];
    if (crowd) return;
    const features = names.map((name) => {
      const own = arranged.get(name.id);
      const rank = name.properties.rank + (faded.has(name.id) ? 10 : 0);
      return own ? { ...name, properties: { ...name.properties, ...own, zoom: own.free ? 0 : 99, rank } } : name;
    });
    source.setData({ type: "FeatureCollection", features });
  }

  function place(live, room, all, faded) {
    const ground = [...document.querySelectorAll("#page-map :is(.views > *, .zoom, .scale, .attribution)")]
      .map((thing) => thing.getBoundingClientRect())
      .filter((box) => box.width)
      .map((box) => [box.left - room.x - 4, box.top - room.y - 4, box.right - room.x + 4, box.bottom - room.y + 4]);
    for (const name of all) {
      const [{ x, y }, reach] = [pixel(live, name.geometry.coordinates), radius(name) + 2.5];
      ground.push([x - reach, y - reach, x + reach, y + reach, name.id]);
    }
    const order = [...all].sort((a, b) => faded.has(a.id) - faded.has(b.id) || a.properties.rank - b.properties.rank || a.id - b.id);
    const tries = new Map(order.map((name) => [name, [...candidates(name)]]));
    // Names that found no room go first in the next try.
    const hard = new Set();
    let best = null;
    for (let tried = 0; tried < 8; tried += 1) {
      const found = tryOrder(live, room, [...ground], order, tries, faded, hard);
      const without = order.filter((name) => !faded.has(name.id) && !found.has(name.id));
      if (!best || without.length < best.count) best = { found, count: without.length };
      if (!without.length || without.every((name) => hard.has(name))) break;
      without.forEach((name) => hard.add(name));
    }
    best.found.forEach((own, id) => arranged.set(id, own));
    for (const { id, properties: { anchor, offset } } of all) if (!arranged.has(id)) arranged.set(id, { anchor, offset, free: false });
  }

  function tryOrder(live, room, ground, order, tries, faded, hard) {
    const found = new Map();
    const free = ([left, top, right, bottom], own) => !ground.some((box) => box[4] !== own && left < box[2] && right > box[0] && top < box[3] && bottom > box[1]);
    const put = (name, turn) => {
      if (found.has(name.id)) return;
      const { x, y } = pixel(live, name.geometry.coordinates);
      for (const tried of tries.get(name)[turn]) {
        const { left, top, width, height } = nameBox(live, name, tried);
        const box = [left - 2, top - 2, left + width + 2, top + height + 2];
        const lines = tried.line ? along(tried.line.map((value, i) => value + (i % 2 ? y : x))) : [];
        const whole = left >= 1 && top >= 1 && left + width <= room.width - 1 && top + height <= room.height - 1;
        if (!whole || !free(box, null) || !lines.every((part) => free(part, name.id))) continue;
        ground.push(box, ...lines);
        found.set(name.id, { ...tried, free: true });
        return;
      }
    };
    for (const name of order) if (hard.has(name)) [0, 1, 2].forEach((turn) => put(name, turn));
    for (const matching of [true, false]) {
      for (const turn of matching ? [0, 1, 2] : [0, 1]) {
        for (const name of order) if (faded.has(name.id) !== matching) put(name, turn);
      }
    }
    return found;
  }

  // The lines lie on the canvas, where they follow every frame of a move.
  function drawLeaders() {
    const live = liveMap();
    const SVG = "http://www.w3.org/2000/svg";
    const container = live.getCanvasContainer();
    let svg = container.querySelector(".leaders");
    if (!svg) {
      svg = document.createElementNS(SVG, "svg");
      svg.setAttribute("class", "leaders");
      svg.setAttribute("aria-hidden", "true");
      container.append(svg);
    }
    const wanted = names.filter(({ id }) => arranged.has(id) && arranged.get(id).line);
    while (svg.childNodes.length > wanted.length) svg.lastChild.remove();
    wanted.forEach(({ id, geometry }, i) => {
      const line = svg.childNodes[i] || svg.appendChild(document.createElementNS(SVG, "line"));
      const at = pixel(live, geometry.coordinates);
      arranged.get(id).line.forEach((value, n) => line.setAttribute(["x1", "y1", "x2", "y2"][n], value + (n % 2 ? at.y : at.x)));
    });
  }

  function trim() {
    const live = liveMap();
    if (!live || !live.getSource("cities")) return;
    const room = live.getCanvas().getBoundingClientRect();
    clearScale(live, room);
    if (arranged.size) drawLeaders();
    const things = document.querySelectorAll("#page-map :is(.views > *, .zoom, .scale, .attribution)");
    const taken = [...things].map((thing) => thing.getBoundingClientRect()).filter((box) => box.width);
    const mark = (source, id, left, top, width, height) => {
      const [right, bottom] = [left + width, top + height];
      const whole = left >= room.left && right <= room.right && top >= room.top && bottom <= room.bottom;
      const now = !whole || taken.some((box) => left < box.right && right > box.left && top < box.bottom && bottom > box.top);
      if (now === Boolean(cut.get(source + id))) return;
      cut.set(source + id, now);
      live.setFeatureState({ source, id }, { cut: now });
    };
    for (const name of names) {
      const { left, top, width, height } = nameBox(live, name);
      mark("cities", name.id, room.x + left, room.y + top, width, height);
    }
    if (live.isMoving() || !live.getLayer("country-names")) return;
    for (const { id, geometry, properties } of live.queryRenderedFeatures({ layers: ["country-names"] })) {
      const at = pixel(live, geometry.coordinates);
      const width = Math.min(wide(properties.name, COUNTRY_FONT) * 1.12, 84);
      mark("countries", id, room.x + at.x - width / 2, room.y + at.y - 7, width, 14);
    }
  }

  // The scale gives way to a city: it goes to the next free place on its line, where there is one.
  function clearScale(live, room) {
    const [line, limit] = [byId("map-scale"), document.querySelector("#page-map .attribution")];
    if (!line || !limit || !line.offsetWidth) return;
    const [width, bottom] = [line.offsetWidth, line.getBoundingClientRect().bottom - room.y + 12];
    const taken = names.map((name) => [pixel(live, name.geometry.coordinates), nameBox(live, name)]).filter(([at]) => at.y > bottom - 48 && at.y < bottom);
    const last = limit.getBoundingClientRect().left - room.x - width - 12;
    const hits = (left, [at, name]) => Math.max(at.x, name.left + name.width) > left - 12 && Math.min(at.x, name.left) < left + width + 12;
    const free = (left) => left <= last && !taken.some((each) => hits(left, each));
    const left = [12, 52, 92, 132, 172, 212, 252].find(free) ?? 12;
    line.style.left = left + "px";
  }

  // What lies under the pointer: a finger covers more than the tip of a mouse pointer.
  let finger = false;
  document.addEventListener("pointerdown", (event) => {
    finger = event.pointerType === "touch";
    if (!event.target.closest("#map-choice")) closeChoice();
  }, true);

  function under(event) {
    const found = new Map();
    const live = root.dataset.mapReady !== undefined && liveMap();
    const reached = (city, text, x, y, reach) => {
      if (city && Math.hypot(event.clientX - x, event.clientY - y) <= (finger ? Math.max(reach, 22) : reach + 1)) found.set(city, text);
    };
    if (live) {
      const room = live.getCanvas().getBoundingClientRect();
      // The ring around what is open is no part of a circle.
      for (const trace of graph().data) {
        const [lats, lons, sizes, cities] = [trace.lat, trace.lon, trace.marker.size, trace.customdata].map(numbers);
        for (let i = 0; i < lats.length; i += 1) {
          const at = pixel(live, [lons[i], lats[i]]);
          reached(cities[i], trace.hovertext[i], room.x + at.x, room.y + at.y, sizes[i] / 2 - (trace.meta === "opened" ? 3 : 0));
        }
      }
    } else {
      for (const link of document.querySelectorAll("#map-poster a")) {
        const box = link.querySelector("circle").getBoundingClientRect();
        if (box.width) reached(params(leadsTo(link)).get("city"), link.querySelector("title").textContent, box.x + box.width / 2, box.y + box.height / 2, box.width / 2);
      }
    }
    return found;
  }

  // Circles that lie on each other open by a menu: their cities by name, at the place of the click.
  function closeChoice() {
    const menu = byId("map-choice");
    if (!menu) return;
    const within = menu.contains(document.activeElement);
    menu.remove();
    if (within && choose_.from) choose_.from.focus({ preventScroll: true });
  }

  function choose_(event) {
    const found = under(event);
    if (found.size < 2) return false;
    closeChoice();
    card(null);
    choose_.from = document.activeElement;
    const [menu, room] = [document.createElement("div"), byId("page-map").getBoundingClientRect()];
    Object.assign(menu, { id: "map-choice", className: "card choice" });
    menu.setAttribute("role", "menu");
    menu.setAttribute("aria-label", byId("map-card").dataset.choice);
    for (const [city, text] of found) {
      const link = document.createElement("a");
      link.setAttribute("role", "menuitem");
      link.dataset.keys = OPENED.join(" ");
      link.href = "?city=" + encodeURIComponent(city);
      link.append(...text.split("\n").map((line, i) => Object.assign(document.createElement(i ? "span" : "strong"), { textContent: line })));
      menu.append(link);
    }
    byId("page-map").append(menu);
    menu.style.left = Math.max(8, Math.min(event.clientX - room.x + 8, room.width - menu.offsetWidth - 8)) + "px";
    menu.style.top = Math.max(8, Math.min(event.clientY - room.y + 8, room.height - menu.offsetHeight - 8)) + "px";
    menu.firstChild.focus({ preventScroll: true });
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const menu = byId("map-choice");
    if (!menu || !menu.contains(event.target)) return;
    const links = [...menu.children];
    const step = { ArrowDown: 1, ArrowUp: links.length - 1 }[event.key];
    if (step) links[(links.indexOf(event.target) + step) % links.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") closeChoice();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("click", (event) => event.target.closest("#map-choice a") && later(closeChoice));

  function click(data) {
    const point = data && data.points && data.points[0];
    if (data && data.event && choose_(data.event)) return;
    if (point && point.customdata) open(point.customdata);
    else if (point && crowd) fly({ center: [point.lon, point.lat], zoom: liveMap().getZoom() + 2 });
  }

  // While a comparison asks for its second city, what opens a city elsewhere adds it.
  function added(city) {
    const compared = params().getAll("compare");
    if (!city || compared.length !== 1 || compared[0] === city) return null;
    const next = params();
    next.append("compare", city);
    return canonicalQuery([...next.keys()], next.toString());
  }

  function open(city) {
    if (!embedded && added(city)) return go(added(city));
    const next = params();
    OPENED.forEach((name) => next.delete(name));
    next.set("city", city);
    if (embedded) {
      next.delete("embed");
      window.open("?" + canonicalQuery([...next.keys()], next.toString()), "_blank", "noopener");
      return;
    }
    opener = null;
    go(canonicalQuery([...next.keys()], next.toString()));
  }

  // Fetch the panels of the list while nothing else is to be done, so that a click shows its city in the next frame.
  async function prefetch() {
    if (root.dataset.mapReady === undefined && able !== false) return;
    get("page", canonicalQuery(PAGE));
    const query = canonicalQuery([...FILTERS, "sort"]);
    const found = await get("panels", query);
    const base = document.baseURI.split(/[?#]/)[0].replace(/[^/]*$/, "") + "view/panel?";
    for (const [panelQuery, view] of Object.entries(found)) {
      const url = base + canonicalQuery(PANEL, panelQuery);
      if (!views.has(url)) views.set(url, Promise.resolve(view));
    }
  }

  // ---- Focus, and what is marked as open ------------------------------------------------------------------------

  let wasOpened = canonicalQuery(OPENED);
  let opener = null;

  function moveFocus(opened, closed = "") {
    const again = [...byId("page-panel").querySelectorAll(".city-link")].find((link) => canonicalQuery(OPENED, leadsTo(link)) === closed);
    dockPanel();
    if (opened) {
      const title = byId("page-panel-title");
      if (title) title.focus({ preventScroll: matchMedia("(min-width: 68.75em)").matches });
      byId("page-panel").scrollTop = 0;
      showGoal();
    } else if (opener && document.contains(opener)) {
      opener.focus({ preventScroll: true });
    } else if (again) {
      again.focus({ preventScroll: true });
    } else if (document.activeElement === document.body) {
      const heading = byId("page-title");
      if (heading) heading.focus({ preventScroll: true });
    }
  }

  // What a server cannot know: which link leads where the visitor is, the time in another place, searches in long lists.
  function decorate() {
    stops();
    const opened = canonicalQuery(OPENED);
    for (const link of document.querySelectorAll("a[data-keys]")) {
      const keys = link.dataset.keys.split(" ");
      if (!keys.includes("city")) continue;
      const leads = canonicalQuery(OPENED, leadsTo(link));
      if (opened && leads === opened) link.setAttribute("aria-current", "true");
      else if (link.hasAttribute("aria-current")) link.removeAttribute("aria-current");
    }
    for (const clock of document.querySelectorAll("[data-clock]:not([data-told])")) {
      try {
        const format = new Intl.DateTimeFormat(clock.dataset.locale, { timeZone: clock.dataset.clock, hour: "2-digit", minute: "2-digit", weekday: "short", hourCycle: "h23" });
        clock.title = clock.dataset.clock;
        clock.textContent = format.format(new Date());
        clock.dataset.told = "";
      } catch (error) {
        clock.dataset.told = "";
      }
    }
    for (const link of document.querySelectorAll("a[data-subscribe]")) link.href = link.href.replace(/^https?:/, "webcal:");
    for (const box of document.querySelectorAll("[data-narrow]:empty")) {
      const input = document.createElement("input");
      Object.assign(input, { type: "search", placeholder: box.dataset.label, autocomplete: "off" });
      input.setAttribute("aria-label", box.dataset.label);
      box.append(input);
    }
  }

  function filterList(input) {
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const wanted = plain(input.value.trim());
    for (const item of byId(input.parentElement.dataset.narrow).children) item.hidden = !plain(item.textContent).includes(wanted);
  }

  let dressing = false;
  new MutationObserver(() => {
    if (dressing) return;
    dressing = true;
    requestAnimationFrame(() => {
      decorate();
      dressing = false;
    });
  }).observe(root, { childList: true, subtree: true });

  setInterval(() => {
    document.querySelectorAll("[data-clock][data-told]").forEach((clock) => delete clock.dataset.told);
    decorate();
  }, 30000);

  // ---- From the first HTML to the application --------------------------------------------------------------------

  function later(act) {
    requestAnimationFrame(() => requestAnimationFrame(act));
  }

  // The parts of the first HTML move into the frame that Dash has built; the picture of the map goes last, when the live
  // map is drawn. Returns whether that was done before: if not, what is shown is what the address asks for.
  function started() {
    const first = byId("first-page");
    if (!first) return true;
    const entry = byId("react-entry-point");
    const focused = first.contains(document.activeElement) ? document.activeElement : null;
    const [x, y] = [scrollX, scrollY];
    const scrolled = new Map();
    for (const slot of ["page-search", ...SLOTS, "page-panel", "map-outside", "map-poster"]) {
      const [old, wanted] = [first.querySelector("#" + slot), entry.querySelector("#" + slot)];
      scrolled.set(wanted, old.scrollTop);
      wanted.replaceChildren(...old.childNodes);
    }
    const filters = first.querySelector("#page-filters").scrollTop;
    const same = focused && !document.contains(focused) ? null : focused;
    const href = focused && focused.getAttribute("href");
    first.remove();
    root.dataset.app = "";
    scrolled.forEach((top, slot) => (slot.scrollTop = top));
    entry.querySelector("#page-filters").scrollTop = filters;
    scrollTo(x, y);
    if (same && document.contains(same)) same.focus({ preventScroll: true });
    else if (focused && (focused.id || href)) {
      const twin = focused.id ? byId(focused.id) : entry.querySelector('[href="' + CSS.escape(href) + '"]');
      if (twin) twin.focus({ preventScroll: true });
    }
    window.dispatchEvent(new Event("resize"));
    decorate();
    entry.querySelector("[data-drawer=open]").setAttribute("aria-expanded", "false");
    watchMap();
    showHint();
    orderForScreen();
    PHONE.addEventListener("change", orderForScreen);
    return false;
  }

  // On a phone the panel stands below the tables; there it comes after them for the Tab key and for screen readers too.
  const PHONE = matchMedia("(max-width: 43.6875em)");

  function orderForScreen() {
    byId(PHONE.matches ? "page-footer" : "page-events").before(byId("page-panel"));
  }

  // ---- The map ---------------------------------------------------------------------------------------------------

  const BOXES = { europe: [[-25, 33], [42, 66]], world: [[-150, -50], [170, 72]] };
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const graph = () => document.querySelector("#map-graph .js-plotly-plot");

  function liveMap() {
    const figure = graph();
    const subplot = figure && figure._fullLayout && figure._fullLayout.map && figure._fullLayout.map._subplot;
    return subplot ? subplot.map : null;
  }

  function watchMap() {
    if (!webgl()) return;
    const live = liveMap();
    if (!live) {
      setTimeout(watchMap, 50);
      return;
    }
    if (live.watched) return;
    live.watched = true;
    // The canvas is the picture, and its alternative the sentence; the region around it has the name already.
    live.getCanvas().setAttribute("role", "img");
    for (const layer of graph().querySelectorAll("svg")) layer.setAttribute("aria-hidden", "true");
    const picture = document.querySelector("#map-poster svg");
    if (picture) live.getCanvas().setAttribute("aria-label", picture.getAttribute("aria-label"));
    const ready = () => later(() => {
      root.dataset.mapReady = "";
      const poster = byId("map-poster");
      if (poster) poster.replaceChildren();
      outside();
      if (crowd) window.dash_clientside.set_props("page-address", { data: location.search + "#" });
      later(prefetch);
    });
    if (live.loaded()) ready();
    else live.once("idle", ready);
    live.setMinZoom(fullWorld());
    live.on("resize", () => live.setMinZoom(fullWorld()));
    seen = viewNow();
    home = { center: live.getCenter(), zoom: live.getZoom() };
    live.on("moveend", settled);
    live.on("move", scale);
    live.on("move", trim);
    live.on("resize", trim);
    live.on("idle", arrange);
    live.on("idle", trim);
    live.doubleClickZoom.enable();
    shareGestures(live);
    const figure = graph();
    figure.on("plotly_click", click);
    figure.on("plotly_hover", (event) => card(event.points[0]));
    figure.on("plotly_unhover", () => card(null));
    scale();
  }

  // One finger and the wheel scroll the page; two fingers, and the wheel with a key, move the map. Where the page has
  // nothing to scroll, the wheel zooms.
  function shareGestures(live) {
    const apple = /Mac|iP(hone|ad)/.test(navigator.platform);
    const scrolls = () => root.scrollHeight > innerHeight + 1;
    live.cooperativeGestures.isBypassed = (event) => event.metaKey || !scrolls();
    if (matchMedia("(any-pointer: coarse)").matches || !embedded) live.cooperativeGestures.enable();
    const note = byId("map-fingers");
    const touch = note.textContent;
    let showing = 0;
    live.on("cooperativegestureprevented", ({ gestureType }) => {
      note.textContent = gestureType === "wheel_zoom" ? note.dataset.wheel.replace("{key}", apple ? "⌘" : "Ctrl") : touch;
      if (note.hidden) byId("page-status").textContent = note.textContent;
      note.hidden = false;
      clearTimeout(showing);
      showing = setTimeout(() => (note.hidden = true), 1500);
    });
  }

  // The address follows the map once it rests. It is replaced, not pushed: Back leads to acts, not to every pan.
  let resting = 0;
  let seen = "";
  let home = null;

  function viewNow() {
    const centre = liveMap().getCenter().wrap();
    return [round(centre.lat, fine(3)), round(centre.lng, fine(3)), round(liveMap().getZoom(), 2)].join(",");
  }

  function settled() {
    clearTimeout(resting);
    resting = setTimeout(() => {
      const view = viewNow();
      if (view !== seen) {
        seen = view;
        const next = params();
        next.set("view", view);
        history.replaceState(history.state, "", "?" + canonicalQuery([...next.keys()], next.toString()));
        forgetHint();
        if (crowd) updateViews();
      }
      outside();
    }, 250);
  }

  const round = (number, digits) => Number(number.toFixed(digits));

  // As many decimals as tell two pixels apart at this zoom.
  const fine = (least) => Math.max(least, Math.ceil(Math.log10((512 * 2 ** liveMap().getZoom()) / 360)));

  function visible() {
    const [bounds, digits] = [liveMap().getBounds(), fine(1)];
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((side) => round(side, digits)).join(",");
  }

  async function outside() {
    const live = liveMap();
    const slot = byId("map-outside");
    if (!live || !slot) return;
    const filters = canonicalQuery(FILTERS);
    const view = await get("outside", (filters ? filters + "&" : "") + "box=" + visible());
    put("map-outside", view["map-outside"]);
    arrange(); // the button takes room
  }

  // Move as if the visitor had done it: Plotly takes the new view over and never resets it.
  function fly(move) {
    const live = liveMap();
    if (!live) return;
    const options = { padding: { top: 64, bottom: 64, left: 84, right: 104 }, maxZoom: 9, duration: calm() ? 0 : 700, essential: true };
    const gesture = { originalEvent: new Event("button") };
    if (move.box) live.fitBounds(move.box, { ...options, linear: true, padding: move.tight ? 8 : options.padding }, gesture);
    else if (calm()) live.jumpTo(move, gesture);
    else live.easeTo({ ...move, duration: 400 }, gesture);
  }

  function matching() {
    const points = [];
    for (const trace of (graph() || {}).data || []) {
      if (trace.meta !== "matching") continue;
      const [lats, lons] = [numbers(trace.lat), numbers(trace.lon)];
      for (let i = 0; i < lats.length; i += 1) points.push([lons[i], lats[i]]);
    }
    return points;
  }

  const numbers = (array) => (array && array._inputArray ? array._inputArray : array) || [];

  // The narrowest box around some points: it leaves out the widest gap between them, and may cross ±180°.
  function around(points) {
    const [lons, lats] = [0, 1].map((i) => points.map((point) => point[i]).sort((a, b) => a - b));
    let [west, gap] = [lons[0], lons[0] + 360 - lons.at(-1)];
    lons.forEach((lon, i) => {
      if (i && lon - lons[i - 1] > gap) [west, gap] = [lon, lon - lons[i - 1]];
    });
    return [[west, lats[0]], [west + 360 - gap, lats.at(-1)]];
  }

  // Where a city that was opened lies outside the view, the map moves to it and keeps its zoom. What has many cities, as
  // an event and a topic, leaves the view alone.
  function bringIntoView() {
    const live = liveMap();
    const figure = graph();
    if (!live || !figure || !canonicalQuery(["city", "compare"])) return;
    for (const trace of figure.data) {
      if (trace.meta !== "opened" || !trace.lat || !trace.lat.length) continue;
      // A circle is made of several discs at one place.
      const discs = numbers(trace.lat).map((lat, i) => [numbers(trace.lon)[i] + "," + lat, near(live, [numbers(trace.lon)[i], lat])]);
      const points = [...new Map(discs).values()];
      const bounds = live.getBounds();
      if (points.every((point) => bounds.contains(point))) continue;
      if (points.length === 1) fly({ center: points[0], zoom: Math.max(live.getZoom(), 3) });
      else fly({ box: around(points) });
    }
  }

  const MOVES = {
    in: () => fly({ zoom: liveMap().getZoom() + 1 }),
    out: () => fly({ zoom: liveMap().getZoom() - 1 }),
    europe: () => fly({ box: BOXES.europe, tight: true }),
    world: () => fly({ box: BOXES.world, tight: true }),
    fit: () => {
      const points = crowd && crowd.bounds ? crowd.bounds : matching();
      if (points.length) fly({ box: around(points) });
    },
  };

  // A new figure for other colours keeps what the visitor looks at.
  function keepView(figure) {
    const live = liveMap();
    if (!live) return;
    figure.layout.map.center = { lon: live.getCenter().lng, lat: live.getCenter().lat };
    figure.layout.map.zoom = live.getZoom();
    later(() => {
      const [center, zoom] = [live.getCenter(), live.getZoom()];
      live.once("styledata", () => live.jumpTo({ center, zoom }));
    });
  }

  // Back and Forward step through the views of the map too; an address without one has that of the beginning.
  function returnToView() {
    const live = liveMap();
    const [lat, lon, zoom] = (params().get("view") || "").split(",").map(Number);
    if (!live || !home) return;
    live.jumpTo(Number.isFinite(zoom) ? { center: [lon, lat], zoom } : home, { originalEvent: new Event("history") });
    seen = viewNow();
  }

  function scale() {
    const [live, line] = [liveMap(), byId("map-scale")];
    if (!live || !line) return;
    const metres = (156543.03392 / 2) * Math.cos((live.getCenter().lat * Math.PI) / 180) / 2 ** live.getZoom();
    const most = metres * 5.625 * parseFloat(getComputedStyle(root).fontSize);
    const power = 10 ** Math.floor(Math.log10(most));
    const length = [5, 3, 2, 1].find((step) => step * power <= most) * power;
    line.style.width = length / metres + "px";
    line.textContent = length >= 1000 ? length / 1000 + " km" : length + " m";
  }

  // Name, country, role and number of topics, beside the circle, for a pointer and for keyboard focus alike.
  function card(point) {
    const box = byId("map-card");
    const live = liveMap();
    if (!box || !live) return;
    box.hidden = !point || !point.hovertext;
    if (box.hidden) return;
    box.replaceChildren(...point.hovertext.split("\n").map((line, i) => Object.assign(document.createElement(i ? "div" : "strong"), { textContent: line })));
    const at = pixel(live, [point.lon, point.lat]);
    const room = byId("page-map").getBoundingClientRect();
    box.style.left = Math.max(8, Math.min(at.x + 14, room.width - box.offsetWidth - 8)) + "px";
    box.style.top = (at.y + 16 + box.offsetHeight > room.height ? at.y - 14 - box.offsetHeight : at.y + 14) + "px";
  }

  function pointOf(city) {
    for (const trace of (graph() || {}).data || []) {
      const i = trace.hovertext ? numbers(trace.customdata).indexOf(city) : -1;
      if (i >= 0) return { lat: numbers(trace.lat)[i], lon: numbers(trace.lon)[i], hovertext: trace.hovertext[i] };
    }
    return null;
  }

  // ---- Colours ---------------------------------------------------------------------------------------------------

  function colours() {
    const asked = params().get("theme");
    if (asked === "light" || asked === "dark") return asked;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  function paint() {
    const asked = params().get("theme");
    if (asked === "light" || asked === "dark") root.dataset.theme = asked;
    else root.removeAttribute("data-theme");
    for (const bar of document.querySelectorAll("meta[name=theme-color]")) bar.content = getComputedStyle(root).getPropertyValue("--surface").trim();
    const link = document.querySelector("#react-entry-point [data-theme-switch]");
    if (link) link.href = "?theme=" + (colours() === "dark" ? "light" : "dark");
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    paint();
    updateViews();
    if (window.dash_clientside) map().then((figure) => figure !== none() && window.dash_clientside.set_props("map-graph", { figure }));
  });

  // ---- What the visitor does ---------------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    if (root.dataset.app === undefined || event.defaultPrevented || event.button !== 0) return;
    const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    const link = event.target.closest(LINKS);
    if (link && embedded) return;
    if (link && plain) {
      event.preventDefault();
      // By keyboard a link has been chosen already; the click has no place.
      if (link.closest(".picture") && event.detail && choose_(event)) return;
      const leads = (!byId("page-panel").contains(link) && added(params(leadsTo(link)).get("city"))) || target(link);
      if (link.getAttribute("role") === "checkbox") toggleOptimistically(link.dataset.adds || link.dataset.drops);
      if (link.getAttribute("role") === "switch") {
        link.setAttribute("aria-checked", String(link.getAttribute("aria-checked") !== "true"));
        invalidate();
      }
      if ((link.dataset.keys || "city").split(" ").includes("city") && !byId("page-panel").contains(link)) opener = link;
      else if (!canonicalQuery(OPENED)) opener = null;
      goal = (link.getAttribute("href") || "").split("#")[1] || "";
      if (leads === canonicalQuery([...params().keys()])) later(() => moveFocus(canonicalQuery(OPENED)));
      if (goal === "page-tables") later(showGoal);
      go(leads);
      paint();
      return;
    }
    const button = event.target.closest("[data-map],[data-copy],[data-drawer],[data-jump],[data-print]");
    if (!button) return;
    if (button.dataset.map) forgetHint();
    if (button.dataset.print) print_();
    if (button.dataset.jump && plain) {
      event.preventDefault();
      goal = button.hash.slice(1);
      showGoal();
    }
    if (button.dataset.map && liveMap()) MOVES[button.dataset.map]();
    if (button.dataset.copy) copy(button);
    if (button.dataset.drawer) {
      event.preventDefault();
      drawer(button.dataset.drawer === "open");
    }
  });

  // A tap beside the drawer closes it, and so does the Tab key that leaves it: nothing is focused behind it.
  const covered = () => root.hasAttribute("data-drawer") && getComputedStyle(byId("page-filters")).position === "fixed";
  document.addEventListener("click", (event) => {
    if (covered() && event.target.matches(".page")) drawer(false);
  });

  document.addEventListener("focusin", (event) => {
    if (!covered() || event.target.closest("#page-filters,dialog")) return;
    drawerOpener = null;
    drawer(false);
  });

  let drawerOpener = null;
  function drawer(open) {
    if (open) drawerOpener = document.activeElement;
    root.toggleAttribute("data-drawer", open);
    document.querySelector("[data-drawer=open]").setAttribute("aria-expanded", String(open));
    const filters = byId("page-filters");
    if (open) (filters.querySelector("[role=checkbox]") || filters).focus();
    else if (drawerOpener) drawerOpener.focus();
  }

  async function copy(button) {
    const label = button.textContent;
    const box = byId(button.dataset.copy);
    const text = box ? box.textContent : location.href;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = button.dataset.done;
      byId("page-status").textContent = button.dataset.done;
    } catch (error) {
      prompt(label, text);
    }
    await wait(2000);
    button.textContent = label;
  }

  // An address that is copied or opened in a new tab holds the whole state, also where the view left it out.
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const link = root.dataset.app !== undefined && event.target.closest && event.target.closest("a[data-keys]");
      if (link) {
        link.href = "?" + target(link) + link.hash;
        const city = params(leadsTo(link)).get("city");
        const leads = link.classList.contains("city-link") && city;
        if (link.dataset.keys.split(" ").includes("city")) get("panel", canonicalQuery(PANEL, leadsTo(link)));
        else if (link.getAttribute("role") === "tab") get("page", canonicalQuery(PAGE, leadsTo(link)));
        card(leads ? pointOf(city) : null);
      } else if (kind === "focusin") card(null);
    });
  }

  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-narrow]")) filterList(event.target);
  });

  document.addEventListener("submit", (event) => event.preventDefault());

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input,textarea,select,[contenteditable]");
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const role = event.target.getAttribute && event.target.getAttribute("role");
    if (event.key === " " && ["checkbox", "switch", "radio", "button", "tab"].includes(role)) {
      event.preventDefault();
      event.target.click();
    } else if (event.key === "Escape") {
      if (root.hasAttribute("data-drawer")) drawer(false);
      else if (!typing) clickPanelLink("[data-close]");
    } else if (typing) {
      return;
    } else if (role === "radio" && event.key.startsWith("Arrow")) {
      event.preventDefault();
      const radios = [...event.target.parentElement.querySelectorAll("[role=radio]")];
      const next = radios[(radios.indexOf(event.target) + (/Down|Right/.test(event.key) ? 1 : radios.length - 1)) % radios.length];
      next.focus();
      next.click();
    } else if (/^(Arrow|Home|End)/.test(event.key) && event.target.closest(ROVING)) {
      event.preventDefault();
      rove(event.target, event.key);
    } else if (event.key === "[" || event.key === "]") {
      stepEvent(event.key === "]" ? "next" : "previous");
    } else if (event.target.closest("tbody") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const links = [...event.target.closest("tbody").querySelectorAll("th a")];
      const next = links[links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    } else if (event.key === "f" && liveMap()) {
      MOVES.fit();
    } else if (event.key === "?") {
      openDialog("help");
    }
  });

  // ---- Tabs, grids, events by keyboard; the part of a panel that a link is about -----------------------------------

  const ROVING = "[role=tablist],table[data-grid]";

  // A row of tabs and a grid are one stop of the Tab key each; arrows, Home and End move within them.
  function stops() {
    for (const list of document.querySelectorAll(ROVING)) {
      const links = [...list.querySelectorAll("a")];
      const chosen = list.querySelector("[aria-selected=true]") || list.querySelector('a[tabindex="0"]') || links[0];
      const stop = list.contains(document.activeElement) && links.includes(document.activeElement) ? document.activeElement : chosen;
      for (const link of links) link.tabIndex = link === stop ? 0 : -1;
    }
  }

  function rove(from, key) {
    const list = from.closest(ROVING);
    const cell = from.closest("td,th");
    let line = [...list.querySelectorAll("a")];
    if (cell) {
      const cells = /Up|Down/.test(key) ? [...list.rows].map((row) => row.cells[cell.cellIndex]) : [...cell.parentElement.cells];
      line = cells.map((one) => one.querySelector("a")).filter(Boolean);
    }
    const at = line.indexOf(from);
    const round = (i) => (cell ? i : (i + line.length) % line.length);
    const to = { Home: 0, End: line.length - 1, ArrowLeft: round(at - 1), ArrowUp: round(at - 1) }[key] ?? round(at + 1);
    if (line[to]) line[to].focus();
    stops();
  }

  // From the event that is open, or from the one that has the focus, around the ends of the line; or else from its ends.
  function stepEvent(way) {
    if (params().has("event")) return clickPanelLink('[data-step="' + way + '"]');
    const links = [...byId("page-events").querySelectorAll('a[data-keys~="event"]')];
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? (way === "next" ? 0 : -1) : (at + (way === "next" ? 1 : -1)) % links.length;
    if (links.length) links.at(next).click();
  }

  // What is opened from far below the map is shown beside what the visitor looks at, and goes back when the map is reached.
  function dockPanel() {
    const { top, bottom } = byId("page-map").getBoundingClientRect();
    // From a table, also where the head of the panel has gone under that of the page.
    const gone = opener && opener.closest("#page-tables") ? top < 40 : bottom < innerHeight / 3;
    const below = matchMedia("(min-width: 43.75em)").matches && gone;
    root.toggleAttribute("data-aside", below && canonicalQuery(OPENED) !== "");
    if (below && opener && opener.closest(".grid-box")) opener.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  addEventListener("scroll", () => root.hasAttribute("data-aside") && dockPanel(), { passive: true });

  let goal = "";
  function showGoal() {
    const [panel, part] = [byId("page-panel"), goal && byId(decodeURIComponent(goal))];
    goal = "";
    if (part && part.id === "page-tables") part.scrollIntoView();
    if (!part || !panel.contains(part)) return;
    for (let fold = part.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const head = panel.querySelector(".panel-head");
    const scroller = getComputedStyle(panel).overflowY === "visible" ? document.scrollingElement : panel;
    const top = scroller === panel ? panel.getBoundingClientRect().top : 0;
    scroller.scrollTop += part.getBoundingClientRect().top - top - (head ? head.offsetHeight : 0) - 12;
    const stop = part.querySelector("a") || part;
    if (stop === part) part.tabIndex = -1;
    stop.focus({ preventScroll: true });
    if (part.tagName === "H3") return;
    panel.querySelectorAll("[data-goal]").forEach((old) => delete old.dataset.goal);
    part.dataset.goal = "";
  }

  // What only paper shows is made when it is needed: the small map is loaded, and a line says address and date.
  function forPaper() {
    for (const image of document.querySelectorAll(".print-map")) image.loading = "eager";
    for (const line of document.querySelectorAll("[data-printed]")) {
      const date = new Intl.DateTimeFormat(root.lang === "en" ? "en-GB" : root.lang, { dateStyle: "long" }).format(new Date());
      line.textContent = location.href + " · " + date;
    }
  }

  async function print_() {
    const waiting = [...document.querySelectorAll(".print-map")].filter((image) => !image.naturalWidth);
    const loaded = waiting.map((image) => new Promise((done) => (image.onload = image.onerror = done)));
    forPaper();
    await Promise.race([Promise.all(loaded), wait(5000)]);
    window.print();
  }

  addEventListener("beforeprint", forPaper);

  // Follow the link of a part of the page as if it had been clicked.
  function clickPanelLink(selector) {
    const link = byId("page-panel").querySelector(selector);
    if (link) link.click();
  }

  // ---- Search ------------------------------------------------------------------------------------------------------

  // The hits for what stands in the box come by GET as it is typed; an answer that a later key has overtaken is dropped.
  const hits = new Map();
  const search = { wanted: "", shown: null, entered: null, moved: false, asking: null, waiting: 0, telling: 0, took: 0 };
  const box = () => byId("search-input");
  const choices = () => [...byId("search-hits").querySelectorAll("[role=option]")];
  const chosen = () => byId("search-hits").querySelector("[aria-selected=true]");

  function prepareSearch() {
    if (!box()) return;
    box().setAttribute("role", "combobox");
    box().setAttribute("aria-autocomplete", "list");
    box().setAttribute("aria-expanded", "false");
  }

  // The address of the hits for what stands in the box.
  function searchQuery() {
    const asked = new URLSearchParams(canonicalQuery([...FILTERS.filter((name) => name !== "q"), "compare"]));
    if (box().value.trim()) asked.set("q", box().value.trim());
    return canonicalQuery([...asked.keys()], asked.toString());
  }

  function runSearch() {
    const query = searchQuery();
    if (search.asking && search.wanted !== query) search.asking.abort();
    clearTimeout(search.waiting);
    search.wanted = query;
    if (hits.has(query)) showHits(hits.get(query), query);
    else if (search.took > 150) search.waiting = setTimeout(() => ask(query), 100);
    else ask(query);
  }

  async function ask(query) {
    const start = performance.now();
    search.asking = new AbortController();
    try {
      const response = await fetch("view/search" + (query ? "?" + query : ""), { signal: search.asking.signal, headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const view = await response.json();
      search.took = performance.now() - start;
      if (hits.size > 400) hits.delete(hits.keys().next().value);
      // The server has not opened its list of places elsewhere yet: this answer is not the last word.
      if (view.later) setTimeout(() => search.wanted === query && ask(query), 1000);
      else hits.set(query, view);
      if (search.wanted === query) showHits(view, query);
    } catch (error) {
      // Overtaken, or the server is away: what is shown stays, and the next key asks again.
      if (search.entered === query) submitSearch();
    }
  }

  function showHits(view, query) {
    if (document.activeElement !== box()) return;
    // What the visitor has moved to stays marked when a late answer comes; else the best hit is.
    const marked = search.moved && chosen() && chosen().getAttribute("href");
    byId("search-hits").innerHTML = view.hits;
    search.shown = query;
    // The box keeps the focus and arrows choose: neither the hits nor the list that scrolls is a stop of the Tab key.
    for (const part of [byId("search-hits"), ...choices()]) part.tabIndex = -1;
    box().removeAttribute("aria-activedescendant");
    mark((marked && choices().find((option) => option.getAttribute("href") === marked)) || (box().value.trim() ? choices()[0] : null));
    box().closest("form").toggleAttribute("data-open", true);
    box().setAttribute("aria-expanded", String(choices().length > 0));
    if (choices().length) box().setAttribute("aria-controls", box().dataset.list);
    clearTimeout(search.telling);
    search.telling = setTimeout(() => {
      if (box() === document.activeElement) byId("page-status").textContent = view.said;
    }, 600);
    if (search.entered === query && chosen()) chosen().click();
  }

  function closeHits() {
    clearTimeout(search.telling);
    clearTimeout(search.waiting);
    search.wanted = search.shown = search.entered = null;
    box().closest("form").removeAttribute("data-open");
    box().setAttribute("aria-expanded", "false");
    box().removeAttribute("aria-activedescendant");
    box().removeAttribute("aria-controls");
    byId("search-hits").replaceChildren();
  }

  function choose(step) {
    const all = choices();
    if (!all.length) return;
    const next = all[(Math.max(all.indexOf(chosen()), step > 0 ? -1 : 0) + step + all.length) % all.length];
    search.moved = true;
    mark(next);
  }

  // Open the marked hit, or the best one as soon as the answer for what stands in the box is there.
  function enter() {
    search.entered = searchQuery();
    if (search.shown === search.entered && chosen()) chosen().click();
    else if (search.wanted !== search.entered) runSearch();
  }

  function mark(next) {
    choices().forEach((option) => option.setAttribute("aria-selected", String(option === next)));
    if (!next) return;
    box().setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }

  // What stands in the box is the filter of the address, unless the visitor is typing.
  function fillBox() {
    if (box() && !box().closest("form").hasAttribute("data-open")) box().value = params().get("q") || "";
  }

  function submitSearch() {
    const next = params();
    next.delete("page");
    next.set("q", box().value.trim());
    const query = canonicalQuery([...next.keys()], next.toString());
    closeHits();
    if (root.dataset.app === undefined) location.search = query;
    else go(query);
  }

  document.addEventListener("input", (event) => {
    if (event.target !== box()) return;
    forgetHint();
    search.moved = false;
    search.entered = null;
    runSearch();
  });

  document.addEventListener("focusin", (event) => {
    if (event.target === box()) runSearch();
  });

  document.addEventListener("focusout", (event) => {
    const form = event.target.closest && event.target.closest("#page-search");
    if (form && box() && !(event.relatedTarget && form.contains(event.relatedTarget)) && document.hasFocus() && form.contains(box())) closeHits();
  });

  document.addEventListener("submit", (event) => {
    if (event.target.id === "page-search") submitSearch();
  });

  document.addEventListener("click", (event) => {
    if (event.target === box() && !box().closest("form").hasAttribute("data-open")) runSearch();
    if (!event.target.closest("#search-hits a")) return;
    opener = box();
    closeHits();
    fillBox();
  });

  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || !box()) return;
    if (event.key === "/" && !event.target.closest("input,textarea,select,[contenteditable]")) {
      event.preventDefault();
      box().focus();
      box().select();
    }
    if (event.target !== box()) return;
    const open = box().closest("form").hasAttribute("data-open");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) choose(event.key === "ArrowDown" ? 1 : -1);
      else runSearch();
    } else if (event.key === "Enter" && box().value.trim()) {
      event.preventDefault();
      enter();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      closeHits();
    }
  });

  // Cities that were opened, the last one last: a comparison can take up the one seen before.
  const visited = [];

  function remember() {
    const city = params().get("city");
    if (city && visited.at(-1) !== city) visited.push(city);
    for (const link of document.querySelectorAll("a[data-before]")) {
      const beside = params().getAll(link.dataset.before);
      const before = visited.filter((one) => !beside.includes(one)).at(-1);
      link.hidden = before === undefined;
      if (before !== undefined) link.href = "?" + [...beside, before].map((one) => link.dataset.before + "=" + encodeURIComponent(one)).join("&");
    }
  }

  // ---- Dialogs: share, export, about, help, and the hint of the first visit ------------------------------------------

  const dialog = () => document.querySelector("dialog[open]");

  // A dialog has an address, and Back closes it. The browser itself keeps focus inside and gives it back.
  function openDialog(name) {
    if (!byId(name) || dialog()) return;
    forgetHint();
    history.pushState({ dialog: true }, "", location.pathname + location.search + "#" + name);
    showDialog();
  }

  function showDialog() {
    const wanted = location.hash && document.querySelector("dialog#" + CSS.escape(location.hash.slice(1)));
    if (dialog() && dialog() !== wanted) dialog().close();
    if (!wanted || wanted.open) return;
    fillDialog();
    wanted.showModal();
    wanted.querySelector("h2").focus();
    wanted.firstElementChild.scrollTop = 0;
  }

  // What is shared and exported is what is on the screen, without what the address got wrong.
  async function fillDialog() {
    const [ofPage, ofPanel] = await Promise.all([get("page", canonicalQuery(PAGE)), get("panel", canonicalQuery(PANEL))]);
    const pairs = new Map([...params(ofPage.query), ...params(ofPanel.query), ...[...params()].filter(([name]) => name === "view")].map((pair) => [pair.join("="), pair]));
    const all = new URLSearchParams([...pairs.values()]).toString();
    const query = canonicalQuery([...PAGE, ...PANEL, "view"], all);
    const page = location.origin + location.pathname;
    byId("share-link").textContent = page + (query ? "?" + query : "");
    byId("export-sentence").textContent = ofPage.said;
    for (const link of document.querySelectorAll("a[data-export]")) {
      link.search = query;
      if (link.dataset.needs) link.parentElement.hidden = !new URLSearchParams(query).has(link.dataset.needs);
    }
    fillCounts(canonicalQuery([...FILTERS, "city", "event"], all));
    const form = byId("share-form");
    if (!form) return;
    const chosen = new FormData(form);
    const [width, height] = chosen.get("share-size").split("x");
    const theme = chosen.get("share-theme") === "auto" ? [] : [["theme", chosen.get("share-theme")]];
    const framed = new URLSearchParams([...new URLSearchParams(query), ["embed", "1"], ...theme]).toString();
    const frame = document.createElement("iframe");
    const source = page + "?" + canonicalQuery([...PAGE, ...PANEL, "view", "embed", "theme"], framed);
    for (const [name, value] of Object.entries({ src: source, title: ofPanel.title, width, height, loading: "lazy", allowfullscreen: "" })) frame.setAttribute(name, value);
    byId("share-frame").textContent = frame.outerHTML;
  }

  async function fillCounts(query) {
    const counts = await get("exports", query);
    for (const count of document.querySelectorAll("[data-export-count]")) count.textContent = counts[count.dataset.exportCount];
  }

  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest('a[href^="#"]');
    if (link && link.closest("dialog") && link.dataset.dialogClose) {
      event.preventDefault();
      dialog().close();
    } else if (link && link.hash.length > 1 && document.querySelector("dialog" + link.hash)) {
      event.preventDefault();
      openDialog(link.hash.slice(1));
    } else if (event.target === dialog()) {
      dialog().close();
    }
    if (event.target.closest("[data-hint]")) forgetHint();
  });

  document.addEventListener("change", (event) => {
    if (event.target.closest("#share-form")) fillDialog();
  });

  // The event does not bubble; it is caught on its way down.
  document.addEventListener("close", (event) => {
    if (location.hash !== "#" + event.target.id) return;
    if (history.state && history.state.dialog) history.back();
    else history.replaceState(history.state, "", location.pathname + location.search);
  }, true);

  window.addEventListener("hashchange", showDialog);

  const HINT = "hint-seen";

  function shouldShowHint() {
    try {
      return !embedded && !localStorage.getItem(HINT);
    } catch (error) {
      return false;
    }
  }

  // It stands in the flow of the page and ends with the first act of the visitor.
  function showHint() {
    const hint = byId("first-hint");
    if (!hint || !shouldShowHint() || canonicalQuery([...FILTERS, ...OPENED])) return;
    if (matchMedia("(min-width: 43.75em)").matches) byId("page-panel").querySelector("header").append(hint);
    else byId("page-sentence").append(hint);
    hint.hidden = false;
  }

  function forgetHint() {
    const hint = byId("first-hint");
    if (!hint || hint.hidden) return;
    hint.hidden = true;
    try {
      localStorage.setItem(HINT, "1");
    } catch (error) {
      // Without a store the hint comes back; it was not shown without one.
    }
  }

  root.dataset.dialogs = "";
  showDialog();

  window.addEventListener("popstate", () => {
    paint();
    returnToView();
    updateViews();
  });

  paint();
  prepareSearch();
  window.dash_clientside = Object.assign({}, window.dash_clientside, { view: { parts, map } });
})();
