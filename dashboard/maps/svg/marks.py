"""Marks of the SVG map: circles, labels and colours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from dashboard.maps import label_placement
from dashboard.maps.basemap_style import Country
from dashboard.maps.label_placement import CollisionGrid, Marker
from dashboard.maps.leader_lines import Place
from dashboard.maps.projection import View
from dashboard.maps.theme import PAGE, RADIUS, RING, MapColours
from dashboard.model.entities import Role

FONT = "system-ui, sans-serif"
COUNTRY_SIZE = 11
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML does not allow, not even escaped."""


REACHES = (*range(320, 720, 20), *range(720, 1320, 40))
"""Widths in pixels at which the picture in a page shows more labels (`.reach-320` and so on in the style sheet)."""


def text(value: str) -> str:
    """Escape for XML, in text and in attributes, and remove invalid characters."""
    return escape(_FORBIDDEN.sub("", value))


def number(value: float) -> str:
    """Format a number with at most one decimal and no redundant sign."""
    return f"{round(value, 1):g}" if abs(value) < 1e5 else str(round(value))


def circle(x: float, y: float, *, role: str, colours: MapColours, opened: bool) -> str:
    """Draw the circle of a city, with the ring of its role and that of the open city."""
    radius = RADIUS.get(role, RADIUS[""])
    at = f'cx="{number(x)}" cy="{number(y)}"'
    colour = colours.of(role)
    out = f'<circle {at} r="{number(radius)}" fill="{colour}"/>'
    if role == Role.LIGHTHOUSE:
        out = (
            f'<circle {at} r="{number(radius + RING)}" fill="{colours.halo}" stroke="{colour}" stroke-width="2"/>' + out
        )
    if opened:
        reach = radius + (RING + 1 if role == Role.LIGHTHOUSE else 1) + 2.75
        out += f'<circle {at} r="{number(reach)}" fill="none" stroke="{colours.accent}" stroke-width="2.5"/>'
    return out


def name(marker: Marker, place: Place, colours: MapColours, *, view: View, dimmed: bool = False) -> str:
    """Draw the label of a city at its position, with its leader line."""
    left, top, right, bottom = place.box
    across = {"start": left, "end": right}.get(place.anchor, (left + right) / 2)
    colour = colours.dimmed if dimmed else colours.text
    reach = _reach(left, right, view=view, colours=colours)
    line = ""
    if place.line:
        x1, y1, x2, y2 = (number(value) for value in place.line)
        line = f'<path stroke="{colour}" d="M{x1} {y1}L{x2} {y2}"{reach}/>'
    return line + _text(
        marker.text,
        x=across,
        y=(top + bottom) / 2,
        anchor=place.anchor,
        colour=colour,
        halo=colours.halo,
        extra=' font-weight="700"' + reach,
        size=12,
    )


def _reach(left: float, right: float, *, view: View, colours: MapColours) -> str:
    """Return the CSS class for the width from which the cropped picture shows a whole label."""
    wanted = 2 * max(view.width / 2 - left, right - view.width / 2)
    if colours is not PAGE or wanted <= REACHES[0] - 20:
        return ""
    return next((f' class="reach-{step}"' for step in REACHES if step >= wanted), "")


def _text(words: str, *, x: float, y: float, anchor: str, colour: str, halo: str, size: float, extra: str = "") -> str:
    """Draw a line of text with a halo, vertically centred at y."""
    return (
        f'<text x="{number(x)}" y="{number(y + size * 0.36)}" font-size="{number(size)}" text-anchor="{anchor}" '
        f'fill="{colour}" stroke="{halo}" stroke-width="2" paint-order="stroke"{extra}>{text(words)}</text>'
    )


def country_names(ground: CollisionGrid, countries: Iterable[Country], *, view: View, colours: MapColours) -> str:
    """Draw the country names that have room next to the cities."""
    out = []
    for country in countries:
        if country.zoom > view.zoom:
            continue
        x, y = view.pixel(country.latitude, country.longitude)
        half = label_placement.text_width(country.name, size=COUNTRY_SIZE, bold=False) / 2
        wanted = (x - half - 6, y - 12, x + half + 6, y + 12)
        if not label_placement.within(wanted, view) or not ground.free(wanted):
            continue
        ground.take(wanted)
        spaced = f' letter-spacing="{COUNTRY_SIZE * 0.06:.2g}"'
        out.append(
            _text(
                country.name,
                x=x,
                y=y,
                anchor="middle",
                colour=colours.country,
                halo=colours.halo,
                extra=spaced + _reach(x - half, x + half, view=view, colours=colours),
                size=COUNTRY_SIZE,
            )
        )
    return "".join(out)
