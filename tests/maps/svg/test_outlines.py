"""Coasts are where they are on Earth, at every precision of the basemap."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.maps.projection import View
from dashboard.maps.svg.outlines import Outlines

FOLDER = Path(__file__).parents[3] / "assets" / "basemap"
ZOOMS = (2.0, 3.6, 4.5, 6.0)
SEA = {
    "Gulf of Bothnia": (62.0, 19.6),
    "Baltic Sea": (57.6, 19.9),
    "Gulf of Finland": (59.8, 25.8),
    "Black Sea": (43.2, 34.0),
    "Sea of Azov": (46.0, 36.5),
    "Caspian Sea": (41.5, 51.0),
    "Adriatic Sea": (43.0, 15.2),
    "Irish Sea": (53.9, -5.0),
    "Gulf of Tonkin": (19.6, 107.6),
    "Bering Sea west of ±180°": (58.0, 179.0),
    "Bering Sea east of ±180°": (58.0, -179.0),
    "Pacific on ±180°": (10.0, 180.0),
    "Atlantic": (40.0, -40.0),
    "Hudson Bay": (60.0, -85.0),
}
LAND = {
    "Madeira": (32.75, -17.0),
    "Hainan": (19.2, 109.7),
    "Chukotka west of ±180°": (67.6, 178.0),
    "Chukotka east of ±180°": (66.7, -177.5),
    "Chukotka on ±180°": (68.0, 180.0),
    "Viti Levu": (-17.8, 178.0),
    "Sicily": (37.5, 14.0),
    "Crete": (35.2, 24.9),
    "Iceland": (65.0, -18.5),
    "Istria": (45.2, 13.9),
    "Crimea": (45.2, 34.3),
    "Sahara": (23.0, 10.0),
    "Antarctica": (-78.0, 100.0),
    "Wrangel Island on ±180°": (71.2, 180.0),
}
LAKES = {
    "Ladoga": (60.8, 31.5),
    "Vänern": (58.9, 13.3),
    "Lake Superior": (47.6, -88.0),
    "Lake Victoria": (-1.0, 33.0),
    "Baikal": (53.3, 107.9),
}


@pytest.fixture(scope="module")
def outlines() -> Outlines:
    """The outlines of the basemap that is served."""
    return Outlines(FOLDER)


def rings(path: str) -> list[list[tuple[float, float]]]:
    """Read path data made of M, l and z back into rings."""
    found = []
    for part in path.split("z"):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", part)]
        x = y = 0.0
        ring = []
        for step in range(0, len(numbers), 2):
            x, y = x + numbers[step], y + numbers[step + 1]
            ring.append((x, y))
        if ring:
            found.append(ring)
    return found


def windings(path: str, x: float, y: float) -> int:
    """How often rings go round a point, which is what the fill rule of SVG asks."""
    count = 0
    for ring in rings(path):
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            beside = (x - ax) * (by - ay) - (y - ay) * (bx - ax)
            if ay <= y < by and beside < 0:
                count += 1
            elif by <= y < ay and beside > 0:
                count -= 1
    return count


def covers(outlines: Outlines, kind: str, place: tuple[float, float], zoom: float) -> bool:
    """Say whether land or a lake is drawn at a place, in the middle of a view of this zoom."""
    view = View(*place, zoom, 301, 201).clamped()
    x, y = view.pixel(*place)
    return windings(outlines.paths(view, step=0.5)[kind], x + 0.01, y + 0.01) != 0


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("name", SEA)
def test_seas_are_water(outlines: Outlines, name: str, zoom: float) -> None:
    """No sea is drowned in land, at any precision."""
    assert not covers(outlines, "land", SEA[name], zoom)


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("name", LAND)
def test_land_is_land(outlines: Outlines, name: str, zoom: float) -> None:
    """Islands, peninsulas and what lies on ±180° are there, at any precision."""
    assert covers(outlines, "land", LAND[name], zoom)
    assert not covers(outlines, "lake", LAND[name], zoom)


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("name", LAKES)
def test_great_lakes_are_lakes(outlines: Outlines, name: str, zoom: float) -> None:
    """The great lakes are drawn over the land."""
    assert covers(outlines, "lake", LAKES[name], zoom)


@pytest.mark.parametrize("zoom", [0.2, 3.3, 5.2])
def test_paths_stay_near_the_view(outlines: Outlines, zoom: float) -> None:
    """Nothing is drawn further than a few pixels outside, except the last step of a border."""
    view = View(48, 11, zoom, 400, 300).clamped()
    for kind in ("land", "lake"):
        for ring in rings(outlines.paths(view)[kind]):
            assert all(-6 <= x <= 406 and -6 <= y <= 306 for x, y in ring)


@pytest.mark.parametrize("longitude", [-180, -90, 0, 90, 179.9])
def test_the_world_repeats_where_the_view_is_wider(outlines: Outlines, longitude: float) -> None:
    """Copies of the world are next to it, so that a wide view has no empty side."""
    view = View(20, longitude, 0.1, 1500, 500).clamped()
    for turn in (-1, 1):
        x = view.pixel(23.0, 10.0)[0] + turn * view.size
        if 5 < x < view.width - 5:
            assert windings(outlines.paths(view)["land"], x, view.pixel(23.0, 10.0)[1]) != 0


def test_borders_follow_no_coast_and_no_antimeridian(outlines: Outlines) -> None:
    """Iceland and Madeira have no line around them; Chukotka none across."""
    for place in ((65.0, -18.5), (32.75, -17.0), (67.5, 180.0)):
        assert outlines.paths(View(*place, 4.2, 300, 200))["border"] == ""
