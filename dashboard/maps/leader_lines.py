"""Label positions next to circles and, if these are occupied, farther away at the end of a leader line.

The browser places the labels of the live map with the same candidates in the same order: `candidates` in
`assets/src/map/label_candidates.js`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from dashboard.maps.label_placement import LINE_HEIGHT, Box, Side, box

DISTANCES = (14, 26, 38, 52, 68, 86, 110)
"""Pixels from the edge of a circle to the end of a line."""
STEPS = (0, 8, 14, 2, 10, 6, 4, 12, 1, 15, 7, 9, 3, 13, 5, 11)
"""Directions in sixteenths of a turn, clockwise from the right, in order of preference."""
MOST = 80
"""Maximum number of labels in a view with leader lines; longer lists show labels next to their circles only."""


@dataclass(frozen=True, slots=True)
class Place:
    """A label position: its rectangle, text alignment, and leader line (x, y, x, y)."""

    box: Box
    anchor: str
    line: Box | None = None


def near(x: float, y: float, side: Side, *, width: float, radius: float) -> Place:
    """Return the position on one side of a circle with the centre (x, y)."""
    anchor = {Side.RIGHT: "start", Side.LEFT: "end"}.get(side, "middle")
    return Place(box(x, y, side, width=width, radius=radius), anchor)


def far(x: float, y: float, *, width: float, radius: float, size: float = 12) -> Iterator[Place]:
    """Return the positions at the end of a leader line, the nearest first."""
    tall = size * LINE_HEIGHT
    for distance in DISTANCES:
        for step in STEPS:
            across, down = cos(step * pi / 8), sin(step * pi / 8)
            end_x, end_y = x + across * (radius + distance), y + down * (radius + distance)
            line = (x + across * (radius + 1), y + down * (radius + 1), end_x, end_y)
            if across > 0.35:
                yield Place((end_x + 2, end_y - tall / 2, end_x + 2 + width, end_y + tall / 2), "start", line)
            elif across < -0.35:
                yield Place((end_x - 2 - width, end_y - tall / 2, end_x - 2, end_y + tall / 2), "end", line)
            if abs(down) > 0.35:
                top = end_y - 2 - tall if down < 0 else end_y + 2
                for anchor, left in (("middle", end_x - width / 2), ("start", end_x - 2), ("end", end_x + 2 - width)):
                    yield Place((left, top, left + width, top + tall), anchor, line)


def along(line: Box) -> list[Box]:
    """Return small rectangles along a line from its end, for collision checks.

    They omit its start, where a neighbour may be.
    """
    x1, y1, x2, y2 = line
    long = hypot(x2 - x1, y2 - y1)
    shares = [1 - step * 5 / long for step in range(max(1, int((long - 6) / 5)))]
    points = [(x1 + (x2 - x1) * share, y1 + (y2 - y1) * share) for share in shares]
    return [(x - 2, y - 2, x + 2, y + 2) for x, y in points]
