"""Check that coordinates fall in their country; catches lost minus signs and swapped axes.

`tools/build_country_cells.py` builds the table of land per whole degree from Natural Earth (public domain).
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

from dashboard.reference.countries import country_name, territories_of


@cache
def _cells() -> dict[str, frozenset[tuple[int, int]]]:
    """Return the one-degree cells with land of each country, by latitude and longitude of the south-western corner."""
    text = files("dashboard.reference").joinpath("country_cells.txt").read_text(encoding="utf-8")
    table = {}
    for line in text.splitlines():
        code, runs = line.split("\t")
        cells: set[tuple[int, int]] = set()
        for run in runs.split(" "):
            latitude, spans = run.split(":")
            for span in spans.split(","):
                first, _, last = span.partition("/")
                cells.update((int(latitude), east) for east in range(int(first), int(last or first) + 1))
        table[code] = frozenset(cells)
    return table


@cache
def _own_cells(code: str) -> frozenset[tuple[int, int]]:
    """Return the cells of a country and its territories."""
    table = _cells()
    return frozenset().union(*(table.get(each, frozenset()) for each in (code, *territories_of(code))))


def is_near(code: str, latitude: float, longitude: float) -> bool:
    """Check if a place is in a country or within one degree of its land; True if the country has no data."""
    own = _own_cells(code)
    if not own:
        return True
    north, east = math.floor(latitude), math.floor(longitude)
    return any((north + up, (east + right + 180) % 360 - 180) in own for up in (0, -1, 1) for right in (0, -1, 1))


def location_warning(code: str, latitude: float, longitude: float) -> str:
    """Return a warning with a correction if a place is not in its country, else "".

    Args:
        code: ISO 3166-1 alpha-2.
        latitude: degrees, WGS 84.
        longitude: degrees, WGS 84.
    """
    if is_near(code, latitude, longitude):
        return ""
    name = country_name(code)
    candidates = (
        (latitude, -longitude, "is a minus sign of the longitude wrong?"),
        (-latitude, longitude, "is a minus sign of the latitude wrong?"),
        (longitude, latitude, "were latitude and longitude swapped?"),
        (-latitude, -longitude, "are both signs wrong?"),
    )
    for north, east, question in candidates:
        if abs(north) <= 90 and is_near(code, north, east):
            return f"{latitude:g}, {longitude:g} is not in {name}, {north:g}, {east:g} would be; {question}"
    return f"{latitude:g}, {longitude:g} is not in {name}"
