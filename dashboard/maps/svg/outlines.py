"""Land, lakes and borders of a view as SVG paths, from the same shapes as the WebGL map at that zoom."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from dashboard.maps import tiles
from dashboard.maps.basemap_style import TILE_ZOOM
from dashboard.maps.projection import View, world_x, world_y

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
KINDS = ("land", "lake", "border")
MARGIN = 4
"""Pixels that shapes extend beyond the edge of a view."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A ring or a line in projected coordinates from 0 to 1, from 180° west and from the north."""

    points: Sequence[Point]
    box: Box


class Outlines:
    """The shapes of the basemap, read once from its folder, for any view.

    Args:
        folder: assets/basemap.
    """

    def __init__(self, folder: Path) -> None:
        self._archive = tiles.TileArchive(folder / "tiles.zip")
        self._folder = folder
        self.paths = lru_cache(maxsize=64)(self._draw)
        self._tile = lru_cache(maxsize=256)(self._read_tile)
        self._world = lru_cache(maxsize=1)(self._read_world)

    def _draw(self, view: View, *, step: float = 1) -> Mapping[str, str]:
        """Draw land, lakes and borders of a view as path data, rounded to `step` pixels."""
        return {kind: self._path(kind, view, step) for kind in KINDS}

    def _path(self, kind: str, view: View, step: float) -> str:
        size, left, top = view.size / step, view.left / step, view.top / step
        edge = MARGIN / step
        window = (-edge, -edge, view.width / step + edge, view.height / step + edge)
        parts = []
        for turn in view.world_copies:
            for shape in self._shapes(kind, view, turn):
                x0, y0, x1, y1 = shape.box
                if (
                    (x1 + turn) * size - left < window[0]
                    or (x0 + turn) * size - left > window[2]
                    or y1 * size - top < window[1]
                    or y0 * size - top > window[3]
                    or max(x1 - x0, y1 - y0) * size < 1
                ):
                    continue
                flat = [((x + turn) * size - left, y * size - top) for x, y in shape.points]
                if kind == "border":
                    parts += [_steps(line, close=False, step=step) for line in _clip_line(flat, window)]
                else:
                    parts.append(_steps(_clip_ring(flat, window), close=True, step=step))
        return "".join(parts)

    def _shapes(self, kind: str, view: View, turn: int) -> Iterable[Shape]:
        """Return shapes that may be in a view: from the world map, or from the tiles at zooms with tiles."""
        if view.zoom < TILE_ZOOM:
            return self._world()[kind]
        zoom = min(int(view.zoom), tiles.ZOOMS[-1])
        count = 2**zoom
        columns, rows = (
            range(max(0, math.floor(low * count)), min(count, math.ceil(high * count)))
            for low, high in (
                (view.left / view.size - turn, (view.left + view.width) / view.size - turn),
                (view.top / view.size, (view.top + view.height) / view.size),
            )
        )
        return [shape for column in columns for row in rows for shape in self._tile(zoom, column, row).get(kind, ())]

    def _read_tile(self, zoom: int, column: int, row: int) -> Mapping[str, list[Shape]]:
        share = 1 / (tiles.EXTENT * 2**zoom)
        across, down = column * tiles.EXTENT, row * tiles.EXTENT
        return {
            kind: [_shape([((across + x) * share, (down + y) * share) for x, y in path]) for path in paths]
            for kind, paths in tiles.decode(self._archive.read(zoom, column, row) or b"").items()
        }

    def _read_world(self) -> Mapping[str, list[Shape]]:
        world = json.loads((self._folder / "world.json").read_text("utf-8"))
        found: dict[str, list[Shape]] = {}
        for feature in world["features"]:
            members = feature["geometry"]["coordinates"]
            if feature["geometry"]["type"] == "MultiPolygon":
                members = [ring for polygon in members for ring in polygon]
            found[feature["properties"]["is"]] = [
                _shape([(world_x(x), world_y(y)) for x, y in member]) for member in members
            ]
        return found


def _shape(points: Sequence[Point]) -> Shape:
    across, down = [x for x, _ in points], [y for _, y in points]
    return Shape(points, (min(across), min(down), max(across), max(down)))


def _clip_ring(points: Sequence[Point], window: Box) -> list[Point]:
    """Clip a ring at the four edges of a window (Sutherland–Hodgman)."""
    ring = list(points)
    for axis, edge, sign in ((0, window[0], 1), (0, window[2], -1), (1, window[1], 1), (1, window[3], -1)):
        if all((point[axis] - edge) * sign >= 0 for point in ring):
            continue
        cut: list[Point] = []
        before = ring[-1]
        was_in = (before[axis] - edge) * sign >= 0
        for point in ring:
            is_in = (point[axis] - edge) * sign >= 0
            if is_in != was_in:
                share = (edge - before[axis]) / (point[axis] - before[axis])
                x, y = (before[i] + share * (point[i] - before[i]) for i in (0, 1))
                cut.append((x, y))
            if is_in:
                cut.append(point)
            before, was_in = point, is_in
        ring = cut
        if not ring:
            break
    return ring


def _clip_line(points: Sequence[Point], window: Box) -> list[list[Point]]:
    """Return the parts of a line whose segments touch a window."""
    lines: list[list[Point]] = []
    joined = False
    for (ax, ay), (bx, by) in pairwise(points):
        touches = (
            min(ax, bx) <= window[2]
            and max(ax, bx) >= window[0]
            and min(ay, by) <= window[3]
            and max(ay, by) >= window[1]
        )
        if touches:
            if not joined:
                lines.append([(ax, ay)])
            lines[-1].append((bx, by))
        joined = touches
    return lines


def _steps(points: Sequence[Point], *, close: bool, step: float) -> str:
    """Write a path in whole relative steps, without steps of length zero."""
    out: list[str] = []
    before = None
    for x, y in points:
        here = (round(x), round(y))
        if before is None:
            out.append(f"M{_number(here[0], step)} {_number(here[1], step)}l")
        elif here != before:
            across, down = here[0] - before[0], here[1] - before[1]
            out.append(_number(across, step) + ("" if down < 0 else " ") + _number(down, step))
            out.append(" ")
        else:
            continue
        before = here
    if len(out) < (7 if close else 3):  # too few points for a triangle or a line
        return ""
    return "".join(out).replace(" -", "-").rstrip() + ("z" if close else "")


def _number(count: int, step: float) -> str:
    return str(count) if step == 1 else f"{count * step:g}"
