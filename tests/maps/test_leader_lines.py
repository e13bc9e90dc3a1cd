"""Names away from their circles, at the end of a line."""

from __future__ import annotations

from math import hypot
from pathlib import Path

import pytest

from dashboard.maps.label_placement import Side, box
from dashboard.maps.leader_lines import DISTANCES, STEPS, along, far, near
from tests.sources import scripts


@pytest.mark.parametrize("side", Side)
def test_a_name_next_to_its_circle_has_no_line(side: Side) -> None:
    """It stands where the live map puts it, and its letters begin or end there."""
    place = near(100, 100, side, width=50, radius=6)
    assert place.box == box(100, 100, side, width=50, radius=6)
    assert place.line is None
    assert place.anchor == {Side.RIGHT: "start", Side.LEFT: "end"}.get(side, "middle")


def test_lines_lead_from_the_circle_to_the_name() -> None:
    """Each begins at the circle and ends at the edge of the name, and the name covers neither circle nor line."""
    found = list(far(0, 0, width=60, radius=6))
    assert len(found) > len(DISTANCES) * len(STEPS)
    for place in found:
        assert place.line is not None
        x1, y1, x2, y2 = place.line
        left, top, right, bottom = place.box
        assert hypot(x1, y1) == pytest.approx(7)
        assert not (left < 6 and right > -6 and top < 6 and bottom > -6)
        assert left - 2.1 <= x2 <= right + 2.1
        assert top - 2.1 <= y2 <= bottom + 2.1
        assert not (left < x2 < right and top < y2 < bottom)


def test_nearest_places_come_first() -> None:
    """A short line is better than a long one."""
    reaches = [round(hypot(*place.line[2:])) for place in far(0, 0, width=60, radius=6) if place.line]
    assert reaches == sorted(reaches)


def test_rectangles_cover_a_line_but_for_its_start() -> None:
    """Names keep off the line, and a neighbour may overlap its own circle."""
    parts = along((0, 0, 40, 0))
    assert max(part[2] for part in parts) == 42
    assert min(part[0] for part in parts) > 3
    assert all(one[0] - other[2] <= 3 for other, one in zip(parts[1:], parts, strict=False))


def test_browser_has_the_same_candidates(root: Path) -> None:
    """The live map and its picture choose among the same places."""
    script = scripts()
    assert f"const DISTANCES = {list(DISTANCES)};" in script
    assert f"const ANGLES = {list(STEPS)}" in script
