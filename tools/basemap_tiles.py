"""Split land, lakes and borders into vector tiles and pack them into one archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely
import topojson
import vector_tile
from shapely import Geometry, LineString, Polygon

BUFFER = 64
"""Units that a tile draws beyond its edge, so that no seam shows."""
NEVER = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the archive must not depend on the day it was built."""

Shapes = Mapping[str, Sequence[Polygon] | Sequence[LineString]]


def to_units(shapes: Sequence[Geometry], *, zoom: int) -> list[Geometry]:
    """Project degrees to integer tile units of a zoom, from the corner of the world."""
    scale = 2**zoom * vector_tile.EXTENT / 512

    def flat(points: np.ndarray) -> np.ndarray:
        return np.array([topojson.project((x, y)) for x, y in points]) * scale

    world = 2**zoom * vector_tile.EXTENT
    plane = [shapely.transform(shape, flat) for shape in shapes]
    beyond = [  # repeat features just beyond ±180° on the other side, in the buffer of those tiles
        shapely.transform(shape, lambda points, by=turn: np.add(points, (by, 0)))
        for turn in (-world, world)
        for shape in plane
        if (shape.bounds[2] > world - BUFFER if turn < 0 else shape.bounds[0] < BUFFER)
    ]
    return plane + beyond


def paths(geometry: Geometry, *, left: int, top: int) -> Iterator[list[tuple[int, int]]]:
    """List rings or lines in tile units, outer rings clockwise on the screen; omit empty ones."""
    for part in shapely.get_parts(geometry):
        if hasattr(part, "geoms"):
            yield from paths(part, left=left, top=top)
        elif isinstance(part, Polygon):
            turned = shapely.orient_polygons(part, exterior_cw=False)
            for ring in (turned.exterior, *turned.interiors):
                path = whole(ring.coords, left=left, top=top)
                if len(path) > 3 and Polygon(path).area >= 1:
                    yield path
                elif ring is turned.exterior:
                    break
        elif isinstance(part, LineString):
            path = whole(part.coords, left=left, top=top)
            if len(path) > 1:
                yield path


def whole(points: Sequence[tuple[float, ...]], *, left: int, top: int) -> list[tuple[int, int]]:
    """Round a path to integer tile units; drop repeated points."""
    path: list[tuple[int, int]] = []
    for x, y in points:
        point = (round(x) - left, round(y) - top)
        if not path or path[-1] != point:
            path.append(point)
    return path


def tiles(shapes: Shapes, *, zoom: int) -> Iterator[tuple[str, bytes]]:
    """Yield every tile of a zoom that is not empty, with its name in the archive."""
    extent = vector_tile.EXTENT
    found: dict[tuple[int, int], bytes] = {}
    for name, members in shapes.items():
        kind = vector_tile.LINE if name == "border" else vector_tile.POLYGON
        plane = to_units(members, zoom=zoom)
        for x in range(2**zoom):
            left = x * extent
            column = [
                shapely.clip_by_rect(shape, left - BUFFER, -BUFFER, left + extent + BUFFER, 2**zoom * extent + BUFFER)
                for shape in plane
                if shape.bounds[0] < left + extent + BUFFER and shape.bounds[2] > left - BUFFER
            ]
            for y in range(2**zoom):
                top = y * extent
                drawn = [
                    path
                    for shape in column
                    if not shape.is_empty and shape.bounds[1] < top + extent + BUFFER and shape.bounds[3] > top - BUFFER
                    for path in paths(
                        shapely.clip_by_rect(
                            shape, left - BUFFER, top - BUFFER, left + extent + BUFFER, top + extent + BUFFER
                        ),
                        left=left,
                        top=top,
                    )
                ]
                found[x, y] = found.get((x, y), b"") + vector_tile.layer(name, kind, drawn)
    for (x, y), body in sorted(found.items()):
        if body:
            yield f"{zoom}/{x}/{y}.mvt", body


def sea() -> bytes:
    """Return the first layer of every tile: water on the whole tile."""
    low, high = -BUFFER, vector_tile.EXTENT + BUFFER
    ring = [(low, low), (high, low), (high, high), (low, high), (low, low)]
    return vector_tile.layer("sea", vector_tile.POLYGON, [ring])


def pack(path: Path, members: Sequence[tuple[str, bytes]]) -> None:
    """Write the archive: `sea.mvt` for every tile that is not in it, then the tiles, uncompressed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, body in [("sea.mvt", b""), *members]:
            archive.writestr(zipfile.ZipInfo(name, NEVER), sea() + body)
