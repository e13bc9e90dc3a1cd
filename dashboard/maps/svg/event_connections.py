"""Lines and rings of an opened event on the SVG map: participants, and the basis of each record."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.maps.great_circle import great_circle
from dashboard.maps.projection import View
from dashboard.maps.svg.marks import number
from dashboard.maps.theme import RADIUS, RING, MapColours
from dashboard.model.entities import ONLINE
from dashboard.model.facts import Basis
from dashboard.model.network import Network
from dashboard.query.participation import strongest_basis
from dashboard.query.selection import Selection

DASHES = {Basis.STATED: "", Basis.IMPLIED: "8 4", Basis.DERIVED: "3 4"}
"""Lengths of dash and gap in pixels, which distinguish the three bases without colour."""


def known_bases(selection: Selection) -> list[Basis]:
    """Return the bases of the lines of the opened event, the strongest first; none if it has no lines."""
    used = {
        basis
        for city, basis in strongest_basis(selection.network, selection.state.event).items()
        if _is_line(selection, city)
    }
    return [basis for basis in Basis if basis in used]


def event_marks(selection: Selection, rows: Iterable[int], *, view: View, colours: MapColours) -> str:
    """Draw the lines and rings of an opened event, for the layer below the circles of the cities in these rows."""
    lines = event_lines(selection, view=view, colours=colours)
    return lines + event_rings(selection.network, rows, view=view, colours=colours)


def event_lines(selection: Selection, *, view: View, colours: MapColours) -> str:
    """Draw a great circle from each participant of the opened event to its host; none for an online event."""
    network = selection.network
    out = []
    for city_id, basis in strongest_basis(network, selection.state.event).items():
        if not _is_line(selection, city_id):
            continue
        city, host = network.city(city_id), network.city(network.event_by_id[selection.state.event].place)
        if city is None or host is None or city.place is None or host.place is None:
            continue
        path = great_circle(host.place.latitude, host.place.longitude, city.place.latitude, city.place.longitude)
        dash = f' stroke-dasharray="{DASHES[basis]}"' if DASHES[basis] else ""
        out.append(
            f'<path fill="none" stroke="{colours.accent}" stroke-width="2" stroke-opacity="0.85"{dash} '
            f'd="{_path(path, view)}"/>'
        )
    return "".join(out)


def event_rings(network: Network, rows: Iterable[int], *, view: View, colours: MapColours) -> str:
    """Draw a ring around each city in these rows, for the layer below its circle."""
    out = []
    for row in rows:
        city = network.city_by_row(row)
        if city.place is None:
            continue
        x, y = view.pixel(city.place.latitude, city.place.longitude)
        reach = RADIUS[str(city.role or "")] + (RING if city.role == "lighthouse" else 0) + 2
        out.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(reach)}" fill="{colours.halo}" '
            f'stroke="{colours.accent}" stroke-width="2"/>'
        )
    return "".join(out)


def _is_line(selection: Selection, city_id: str) -> bool:
    network = selection.network
    event = network.event_by_id.get(selection.state.event)
    if event is None or event.place == ONLINE or event.place == city_id:
        return False
    ends = (network.city(event.place), network.city(city_id))
    return all(end is not None and end.place is not None for end in ends)


def _path(points: list[tuple[float, float]], view: View) -> str:
    """Write the points of a great circle as one line, in the world copies that show its start."""
    parts = []
    across = 0.0
    before = None
    for latitude, longitude in points:
        x, y = view.pixel(latitude, longitude)
        if before is not None:  # the line stays in its world copy, even if another is closer
            across += view.size * round((before - (x + across)) / view.size)
        x += across
        parts.append(f"{number(x)} {number(y)}")
        before = x
    return "M" + "L".join(parts)
