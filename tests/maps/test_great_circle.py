"""Great circles begin and end where they should, take the shortest way, and do not jump at ±180°."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.maps.great_circle import great_circle
from dashboard.model.geodesy import distances_km

points = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


def length(path: list[tuple[float, float]]) -> float:
    """Kilometres along a path."""
    steps = pairwise(path)
    return sum(float(distances_km(*start, np.array([end[0]]), np.array([end[1] % 360.0]))[0]) for start, end in steps)


def direct(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Kilometres of the shortest way."""
    return float(distances_km(*start, np.array([end[0]]), np.array([end[1]]))[0])


def away(one: float, other: float) -> float:
    """Degrees between two longitudes, however often around the world."""
    return abs((one - other + 180) % 360 - 180)


@given(points, points, st.integers(1, 80))
def test_way_has_its_ends_and_its_number_of_points(
    start: tuple[float, float], end: tuple[float, float], steps: int
) -> None:
    """The first point is the start, the last one the end, on whichever turn of the world."""
    assume(direct(start, end) < 19_900)
    path = great_circle(*start, *end, steps=steps)
    assert len(path) == steps + 1
    for found, wanted in ((path[0], start), (path[-1], end)):
        assert found[0] == pytest.approx(wanted[0], abs=1e-6)
        assert away(found[1], wanted[1]) < 1e-5


@given(points, points)
def test_way_is_the_shortest_in_equal_steps(start: tuple[float, float], end: tuple[float, float]) -> None:
    """All steps together are as long as the distance, and none is longer than another."""
    wanted = direct(start, end)
    assume(1 < wanted < 19_900)
    path = great_circle(*start, *end, steps=20)
    assert length(path) == pytest.approx(wanted, rel=1e-6)
    each = [length([before, after]) for before, after in pairwise(path)]
    assert max(each) == pytest.approx(min(each), rel=1e-3)


@given(points, points)
def test_way_never_jumps(start: tuple[float, float], end: tuple[float, float]) -> None:
    """Two points that follow each other lie within half a turn, so that no line crosses the whole map."""
    path = great_circle(*start, *end)
    assert all(math.isfinite(number) for point in path for number in point)
    assert all(abs(after[1] - before[1]) <= 180 + 1e-9 for before, after in pairwise(path))
    assert path[0][1] == pytest.approx(start[1], abs=1e-6) or away(path[0][1], start[1]) < 1e-6


def test_way_across_the_date_line_goes_on_beyond_180_degrees() -> None:
    """From Fiji to Samoa it is a short hop to the east, not a trip around the world."""
    path = great_circle(-18.1, 178.4, -13.8, -171.8)
    longitudes = [longitude for _, longitude in path]
    assert longitudes == sorted(longitudes)
    assert longitudes[-1] == pytest.approx(188.2)


@pytest.mark.parametrize(
    ("start", "end"),
    [((10, 20), (10, 20)), ((10, 180), (10, -180)), ((90, 0), (90, 77)), ((0, 0), (0, 180)), ((30, 40), (-30, -140))],
)
def test_way_between_the_same_or_opposite_places_is_drawn_all_the_same(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    """Where there is no way or any way will do, the points are still places."""
    path = great_circle(*start, *end)
    assert len(path) == 61
    assert all(-90 <= latitude <= 90 and math.isfinite(longitude) for latitude, longitude in path)
