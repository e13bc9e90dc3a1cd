"""Label placement: the side of its marker on which each label is placed, and its minimum zoom.

Markers move apart with higher zoom while letters keep their size, so every label has room at some zoom. Each label has
one side for all zooms, so labels never jump: the first side, at the lowest zoom, on which it overlaps nothing from that
zoom on. The most important places choose first; among equals, those for which the best side is free.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, product

from dashboard.maps.projection import TILE, View, bounds_of, world_x, world_y

LINE_HEIGHT = 1.2
GAP = 5.0
"""Pixels between a marker and its label: room for the ring of the opened city."""
ZOOMS = tuple(half / 2 for half in range(2, 21))
"""From the whole world to one city."""
MAX_LABELS = 500
WIDEST = 300.0
"""Maximum width in degrees at which labels may extend into the rest of the world."""
PADDING = 2.0
"""Padding in pixels that MapLibre adds around every text."""
NARROW, WIDE = frozenset("fijlrtI.,:;'’|!()[] -/"), frozenset("mwMWÆŒ@%")


class Side(StrEnum):
    """Sides of a label, in order of preference."""

    RIGHT = "right"
    LEFT = "left"
    TOP = "top"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Marker:
    """A circle with a label: degrees, radius in pixels, and a rank; the lowest chooses first."""

    latitude: float
    longitude: float
    text: str
    radius: float = 6
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """The side of a label, and the lowest zoom at which it overlaps no other label or circle."""

    side: Side
    zoom: float


Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels."""


@lru_cache(maxsize=4096)
def text_width(text: str, *, size: float = 12, bold: bool = True) -> float:
    """Estimate the width of a line in pixels in common sans-serif fonts; rather overestimate."""
    ems = 0.0
    for letter in text:
        if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
            continue
        if unicodedata.east_asian_width(letter) in "WF":
            ems += 1.0
        elif letter in NARROW:
            ems += 0.36
        elif letter in WIDE:
            ems += 0.95
        else:
            ems += 0.72 if letter.isupper() else 0.6
    return ems * size * (1.14 if bold else 1.0)


def box(x: float, y: float, side: Side, *, width: float, radius: float, size: float = 12) -> Box:
    """Return the rectangle of a label next to a circle with the centre (x, y)."""
    away, tall = radius + GAP, size * LINE_HEIGHT
    match side:
        case Side.RIGHT:
            return x + away, y - tall / 2, x + away + width, y + tall / 2
        case Side.LEFT:
            return x - away - width, y - tall / 2, x - away, y + tall / 2
        case Side.TOP:
            return x - width / 2, y - away - tall, x + width / 2, y - away
    return x - width / 2, y + away, x + width / 2, y + away + tall


def overlap(one: Box, other: Box) -> bool:
    """Return whether two rectangles overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def padded(area: Box, *, by: float = PADDING) -> Box:
    """Return a rectangle with a margin on all sides."""
    return area[0] - by, area[1] - by, area[2] + by, area[3] + by


def within(area: Box, view: View) -> bool:
    """Return whether a rectangle is entirely inside a view."""
    return area[0] >= 0 and area[1] >= 0 and area[2] <= view.width and area[3] <= view.height


def contains(area: Box, inner: Box) -> bool:
    """Return whether a rectangle is entirely inside another."""
    return area[0] <= inner[0] and area[1] <= inner[1] and inner[2] <= area[2] and inner[3] <= area[3]


class CollisionGrid:
    """A collision grid: occupied rectangles, indexed by the cells of a coarse grid."""

    CELL = 64

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def take(self, taken: Box) -> None:
        """Mark a rectangle as occupied."""
        for cell in self._at(taken):
            self._cells.setdefault(cell, []).append(taken)

    def free(self, wanted: Box, *, own: Box | None = None) -> bool:
        """Return whether a rectangle overlaps no occupied one, except those of its own marker."""
        return not any(
            taken != own and overlap(wanted, taken) for cell in self._at(wanted) for taken in self._cells.get(cell, ())
        )

    def _at(self, area: Box) -> list[tuple[int, int]]:
        columns = range(int(area[0] // self.CELL), int(area[2] // self.CELL) + 1)
        rows = range(int(area[1] // self.CELL), int(area[3] // self.CELL) + 1)
        return [(column, row) for column in columns for row in rows]


def place(
    markers: Sequence[Marker], *, zooms: Sequence[float] = ZOOMS, size: float = 12, most: int = MAX_LABELS
) -> list[Label]:
    """Choose the side and the minimum zoom of every label.

    Args:
        markers: the circles; labels avoid all of them, also those with the name "".
        zooms: the zooms to check, the lowest first.
        size: font size in pixels.
        most: maximum number of markers, the most important first; larger maps show clusters instead of circles.

    Returns:
        One label per marker, in their order. A label without room at any zoom is on the right, beyond the last zoom.
    """
    found: dict[int, Label] = {}
    order = sorted(range(len(markers)), key=lambda number: (markers[number].rank, number))[:most]
    bounds = bounds_of((markers[one].latitude, markers[one].longitude) for one in order)
    # Markers on both sides of ±180° are neighbours if the world can be split elsewhere.
    west = bounds.west if bounds and bounds.east - bounds.west < WIDEST else -180.0
    world = {
        one: ((world_x(marker.longitude) + int(marker.longitude < west - 1e-9)) * TILE, world_y(marker.latitude) * TILE)
        for one, marker in ((one, markers[one]) for one in order)
    }
    middles = [{one: (x * 2.0**zoom, y * 2.0**zoom) for one, (x, y) in world.items()} for zoom in zooms]
    grounds = [CollisionGrid() for _ in zooms]
    for ground, places in zip(grounds, middles, strict=True):
        for number in order:
            (x, y), reach = places[number], markers[number].radius
            ground.take((x - reach, y - reach, x + reach, y + reach))
    equals = [list(group) for _, group in groupby(order, key=lambda number: markers[number].rank)]
    for first, zoom in enumerate(zooms):
        # Among equals, place all labels that fit on the best side before any takes its second-best side.
        for side, number in (pair for group in equals for pair in product(Side, group)):
            if number in found:
                continue
            boxes = [_box(markers[number], places[number], side, size) for places in middles[first:]]
            if all(ground.free(padded(wanted)) for ground, wanted in zip(grounds[first:], boxes, strict=True)):
                found[number] = Label(side, zoom)
                for ground, wanted in zip(grounds[first:], boxes, strict=True):
                    ground.take(padded(wanted))
    return [found.get(number, Label(Side.RIGHT, zooms[-1] + 1)) for number in range(len(markers))]


def _box(marker: Marker, middle: tuple[float, float], side: Side, size: float) -> Box:
    width = text_width(marker.text, size=size)
    return box(*middle, side, width=width, radius=marker.radius, size=size)
