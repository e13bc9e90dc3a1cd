"""The static SVG map, drawn from the data in plain Python.

The HTML document shows it until the WebGL map is ready or if there is no WebGL2 (colours from the page's CSS variables,
circles as links); exports and link previews use it with literal colours. It shares projection, shapes, label sides and
radii with the WebGL map, so the two match.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np

from dashboard.maps import label_placement, leader_lines
from dashboard.maps.basemap_style import Country
from dashboard.maps.clusters import projected_cities
from dashboard.maps.label_layout import label_layout, markers_of
from dashboard.maps.label_placement import CollisionGrid, Marker, Side
from dashboard.maps.leader_lines import Place
from dashboard.maps.projection import View
from dashboard.maps.svg.marks import FONT, circle, country_names, name, number, text
from dashboard.maps.svg.outlines import Outlines
from dashboard.maps.theme import PAGE, MapColours
from dashboard.model.network import Network

MERGE_FROM, MERGE_PIXELS = 1000, 12
"""Number of circles from which those within so many pixels of each other are merged."""
GROUND = "map-ground"
"""Id of the basemap that several pictures of one page share."""
DIMMED_OPACITY = 0.35
"""Opacity of cities that do not match; they stay readable."""


def map_svg(
    network: Network,
    *,
    view: View,
    outlines: Outlines,
    colours: MapColours = PAGE,
    matching: Collection[int] | None = None,
    opened: int | None = None,
    href: Callable[[str], str] | None = None,
    hint: Callable[[int], str] | None = None,
    label: str = "",
    countries: Sequence[Country] = (),
    under: str = "",
    base: str | None = None,
    window: tuple[float, float] | None = None,
) -> str:
    """Draw the network as a complete `<svg>` element of the size of the view.

    Args:
        network: cities without coordinates are omitted.
        view: centre, zoom and size in pixels.
        outlines: the shapes of the basemap.
        colours: literal ones for a file, `PAGE` inside the page.
        matching: rows (from 0) of the cities that match the filters; the others are dimmed. None means all.
        opened: row of the city that is open; it gets a ring in the accent colour.
        href: returns the address that opens a city, given its id; None draws no links.
        hint: returns the tooltip of a row; by default the name.
        label: text alternative of the whole picture.
        countries: country names, the longest last.
        under: more SVG, between the basemap and the cities.
        base: the basemap, if already drawn; see `shared_ground`.
        window: width and height of the central part that every page shows; labels of its cities stay inside it.
    """
    layers = [
        draw_basemap(outlines, view=view, colours=colours) if base is None else base,
        under,
        draw_cities(
            network,
            view=view,
            colours=colours,
            matching=matching,
            opened=opened,
            href=href,
            hint=hint,
            countries=countries,
            window=window,
        ),
    ]
    kind = "group" if href else "img"
    spoken = f'role="{kind}" aria-label="{text(label)}"' if label or href else 'aria-hidden="true"'
    width, height = number(view.width), number(view.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="poster" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" {spoken} font-family="{FONT}">{"".join(layers)}</svg>'
    )


def draw_basemap(outlines: Outlines, *, view: View, colours: MapColours) -> str:
    """Draw water, land, lakes and borders."""
    return _water(view, colours) + _shapes(outlines, view, colours)


def shared_ground(outlines: Outlines, *, views: Sequence[View], colours: MapColours) -> list[str]:
    """Draw the basemap of several views with the same centre, for one document.

    The first contains the shapes, which are most of the bytes; the others reference them.
    """
    first = views[0]
    scales = [2 ** (view.zoom - first.zoom) for view in views]
    width = max(math.ceil(view.width / scale) for view, scale in zip(views, scales, strict=True))
    height = max(math.ceil(view.height / scale) for view, scale in zip(views, scales, strict=True))
    whole = View(first.latitude, first.longitude, first.zoom, width, height)
    shapes = f'<g id="{GROUND}">{_shapes(outlines, whole, colours)}</g>'
    drawn: list[str] = []
    for view, scale in zip(views, scales, strict=True):
        across, down = view.width / 2 - width * scale / 2, view.height / 2 - height * scale / 2
        place = f'transform="translate({number(across)} {number(down)}) scale({scale:.5g})"'
        use = f'<use href="#{GROUND}"/>' if drawn else shapes
        drawn.append(f"{_water(view, colours)}<g {place}>{use}</g>")
    return drawn


def _water(view: View, colours: MapColours) -> str:
    return f'<path fill="{colours.water}" d="M0 0h{number(view.width)}v{number(view.height)}H0z"/>'


def _shapes(outlines: Outlines, view: View, colours: MapColours) -> str:
    paths = outlines.paths(view, step=1 if view.zoom > 2 else 2)  # a small world has more coastline than pixels
    line = max(0.6, min(1.1, 0.6 + (view.zoom - 2) / 8))
    # The world is drawn once; the area next to it is water.
    gap = max(0.0, (view.width - view.size) / 2)
    strips = "".join(
        f"M{number(x)} 0h{number(gap)}v{number(view.height)}h-{number(gap)}z" for x in (0, view.width - gap)
    )
    cover = f'<path fill="{colours.water}" d="{strips}"/>' if gap else ""
    return (
        f'<path fill="{colours.land}" d="{paths["land"]}"/>'
        f'<path fill="{colours.water}" d="{paths["lake"]}"/>'
        f'<path fill="none" stroke="{colours.border}" stroke-width="{number(line)}" d="{paths["border"]}"/>'
        f"{cover}"
    )


def draw_cities(
    network: Network,
    *,
    view: View,
    colours: MapColours,
    matching: Collection[int] | None = None,
    opened: int | None = None,
    href: Callable[[str], str] | None = None,
    hint: Callable[[int], str] | None = None,
    countries: Sequence[Country] = (),
    leading: Collection[int] = (),
    window: tuple[float, float] | None = None,
) -> str:
    """Draw country names, circles and city names; the open city and the matching ones are on top.

    Args:
        leading: rows of the main cities of the picture: their labels have priority.
        window: width and height of the central part; labels stay inside it if possible.
    """
    seen = _in_view(network, view, opened=opened, leading=leading, matching=matching)
    first = list(seen)
    markers = markers_of(network, first)
    ground = _circles(first, markers, seen)
    named = _places(network, seen, markers, ground, view=view, window=window, matching=matching, leading=leading)
    ids, roles = network.cities["id"], network.cities["role"]
    out = [country_names(ground, countries, view=view, colours=colours)]
    for row in reversed(first):
        drawn = circle(*seen[row], role=str(roles.iat[row]), colours=colours, opened=row == opened)
        dimmed = not (_matches(row, matching) or row == opened)
        # A dimmed name has a separate colour, so that it stays readable.
        drawn = f'<g opacity="{DIMMED_OPACITY}">{drawn}</g>' if dimmed else drawn
        words = name(markers[row], named[row], colours, view=view, dimmed=dimmed) if row in named else ""
        title = text(hint(row) if hint else markers[row].text)
        body = f"<title>{title}</title>{drawn}{words}"
        address = text(href(str(ids.iat[row]))) if href else ""
        out.append(f'<a href="{address}">{body}</a>' if href else f"<g>{body}</g>")
    return "".join(out)


def _in_view(
    network: Network,
    view: View,
    *,
    opened: int | None,
    leading: Collection[int],
    matching: Collection[int] | None,
) -> dict[int, tuple[float, float]]:
    """Return the cities in the picture, the most important first, with their pixels.

    In long lists, only the first of overlapping circles stays; the picture looks the same without the others.
    """
    world = projected_cities(network)
    xs, ys = view.pixels(network.cities["longitude"].to_numpy(dtype=float), world.y)
    rows = np.flatnonzero((xs > -20) & (xs < view.width + 20) & (ys > -20) & (ys < view.height + 20))
    chosen = [np.isin(rows, list(some)) for some in ([] if opened is None else [opened], leading)]
    matches = np.ones(len(rows), dtype=bool) if matching is None else np.isin(rows, list(matching))
    rows = rows[np.lexsort((rows, world.rank[rows], ~matches, *(~each for each in reversed(chosen))))]
    if len(rows) > MERGE_FROM:
        heaps = (xs[rows] // MERGE_PIXELS) * (view.height + 40) + ys[rows] // MERGE_PIXELS
        rows = rows[np.sort(np.unique(heaps, return_index=True)[1])]
    return {int(row): (float(xs[row]), float(ys[row])) for row in rows}


def _matches(row: int, matching: Collection[int] | None) -> bool:
    return matching is None or row in matching


def _circles(
    rows: Sequence[int], markers: Mapping[int, Marker], seen: Mapping[int, tuple[float, float]]
) -> CollisionGrid:
    """Return a collision grid with the circles of some cities."""
    ground = CollisionGrid()
    for row in rows:
        ground.take(_circle(seen[row], markers[row]))
    return ground


def _places(
    network: Network,
    seen: Mapping[int, tuple[float, float]],
    markers: Mapping[int, Marker],
    ground: CollisionGrid,
    *,
    view: View,
    window: tuple[float, float] | None,
    matching: Collection[int] | None,
    leading: Collection[int],
) -> dict[int, Place]:
    """Place the labels in passes: preferred side, another side, end of a leader line."""
    named: dict[int, Place] = {}
    first = [row for row in seen if markers[row].text]
    important = dict.fromkeys(row for row in first if row in leading or (not leading and _matches(row, matching)))
    own = _circles([row for row in first if row in leading], markers, seen)
    shapes = {
        row: {"width": label_placement.text_width(markers[row].text), "radius": markers[row].radius} for row in first
    }
    near = {row: _near(network, row, seen[row], shapes[row]) for row in first}

    def attempt(row: int, places: Iterable[Place], free: CollisionGrid = ground, *, inside: bool = True) -> None:
        bounds = _bounds(view, window, seen[row]) if inside else None
        circle = _circle(seen[row], markers[row])
        fitting = (place for place in places if _is_room(free, place, circle, view=view, bounds=bounds))
        if row not in named and (place := next(fitting, None)):
            named[row] = place
            _take(place, ground, own)

    for group in (list(important), [row for row in first if row not in important]):
        for row in group:
            attempt(row, near[row][:1])
        for row in group:
            attempt(row, near[row])
        if group and group[0] in important and len(group) <= leader_lines.MOST:
            for row in group:
                attempt(row, leader_lines.far(*seen[row], **shapes[row]))
            for row in group:
                attempt(row, [*near[row], *leader_lines.far(*seen[row], **shapes[row])], inside=False)
        for row in group:
            attempt(row, near[row], inside=False)
            # Main cities always have a label, even if it covers other circles.
            if row in leading:
                attempt(row, near[row], own, inside=False)
    return named


def _near(network: Network, row: int, at: tuple[float, float], shape: Mapping[str, float]) -> list[Place]:
    """Return the positions next to a circle, the preferred side first."""
    sides = label_layout(network)[1]
    default = sides[row].side if row in sides else Side.RIGHT
    return [leader_lines.near(*at, side, **shape) for side in dict.fromkeys((default, *Side))]


def _is_room(
    ground: CollisionGrid, place: Place, circle: label_placement.Box, *, view: View, bounds: label_placement.Box | None
) -> bool:
    """Return whether a label and its line have room inside the picture."""
    if not label_placement.within(place.box, view) or (bounds and not label_placement.contains(bounds, place.box)):
        return False
    lines = leader_lines.along(place.line) if place.line else ()
    return ground.free(label_placement.padded(place.box)) and all(ground.free(each, own=circle) for each in lines)


def _take(place: Place, *grounds: CollisionGrid) -> None:
    for each in (label_placement.padded(place.box), *(leader_lines.along(place.line) if place.line else ())):
        for ground in grounds:
            ground.take(each)


def _bounds(view: View, window: tuple[float, float] | None, at: tuple[float, float]) -> label_placement.Box | None:
    """Return the central part of the picture in which labels of its cities must stay."""
    if window is None:
        return None
    x, y, across, down = view.width / 2, view.height / 2, window[0] / 2, window[1] / 2
    return (x - across, y - down, x + across, y + down) if abs(at[0] - x) <= across and abs(at[1] - y) <= down else None


def _circle(at: tuple[float, float], marker: Marker) -> label_placement.Box:
    return at[0] - marker.radius, at[1] - marker.radius, at[0] + marker.radius, at[1] + marker.radius
