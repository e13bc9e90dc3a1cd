"""Read a TopoJSON topology and simplify its arcs; adjacent polygons keep a common border.

Follows the TopoJSON format specification 1.0 (topojson/topojson-specification). Build-time only.
"""

from __future__ import annotations

import heapq
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

MAX_LATITUDE = 85.051129
"""Where Web Mercator makes the world a square; nothing beyond it can be drawn."""


@dataclass(frozen=True)
class Topology:
    """Arcs in degrees (longitude, latitude), and objects whose rings are lists of arc numbers."""

    arcs: Sequence[Ring]
    objects: Mapping[str, Any]

    def rings(self, arc_lists: Sequence[Sequence[int]]) -> list[Ring]:
        """Join the arcs of one polygon to closed rings; `~n` is arc n backwards."""
        return [self._join(arcs) for arcs in arc_lists]

    def _join(self, arcs: Sequence[int]) -> Ring:
        ring: Ring = []
        for number in arcs:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            ring.extend(arc if not ring else arc[1:])
        return ring


def polygons(geometry: Mapping[str, Any]) -> list[list[list[int]]]:
    """List the polygons of a Polygon, a MultiPolygon or a collection of them, as rings of arc numbers."""
    match geometry["type"]:
        case "Polygon":
            return [geometry["arcs"]]
        case "MultiPolygon":
            return list(geometry["arcs"])
        case "GeometryCollection":
            return [found for member in geometry["geometries"] for found in polygons(member)]
    return []


def read(path: Path, *, member: Mapping[str, Any] | None = None) -> Topology:
    """Read a topology from a file, or from a value already parsed, and undo its quantization."""
    value = member if member is not None else json.loads(path.read_text("utf-8"))
    (scale_x, scale_y), (move_x, move_y) = value["transform"]["scale"], value["transform"]["translate"]
    arcs = []
    for deltas in value["arcs"]:
        x = y = 0
        arc = []
        for delta in deltas:
            x, y = x + delta[0], y + delta[1]
            arc.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(arc)
    return Topology(arcs, value["objects"])


def project(point: Point) -> Point:
    """Project degrees to Web Mercator, the world being 512 wide as at zoom 0 of the map."""
    latitude = max(-MAX_LATITUDE, min(MAX_LATITUDE, point[1]))
    y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return (point[0] + 180) / 360 * 512, (1 - y / math.pi) / 2 * 512


def unwrap(arc: Sequence[Point]) -> Ring:
    """Continue longitudes beyond ±180 if an arc crosses the antimeridian."""
    out = [arc[0]]
    turn = 0.0
    for (before, _), (x, y) in pairwise(arc):
        if abs(x - before) > 180:
            turn += 360 if x < before else -360
        out.append((x + turn, y))
    return out


def simplify(topology: Topology, *, zoom: float, pixels: float) -> Topology:
    """Simplify every arc with Visvalingam's algorithm, with the threshold `pixels`² at this zoom.

    Keeps the ends of arcs, so that borders still meet; closed arcs keep at least a triangle.
    """
    limit = (pixels / 2**zoom) ** 2
    return Topology([_thin(arc, limit) for arc in topology.arcs], topology.objects)


def _thin(arc: Ring, limit: float) -> Ring:
    """Drop the points with the smallest triangle areas below the limit, the smallest first."""
    count = len(arc)
    closed = arc[0] == arc[-1]
    fewest = 4 if closed else 2
    if count <= fewest:
        return arc
    flat = [project(point) for point in unwrap(arc)]
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))

    def area(at: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = flat[before[at]], flat[at], flat[after[at]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    sizes = [math.inf, *(area(at) for at in range(1, count - 1)), math.inf]
    queue = [(size, at) for at, size in enumerate(sizes) if size < math.inf]
    heapq.heapify(queue)
    kept, gone = count, [False] * count
    while queue and kept > fewest:
        size, at = heapq.heappop(queue)
        if size >= limit:
            break
        if gone[at] or size != sizes[at]:
            continue
        gone[at] = True
        kept -= 1
        left, right = before[at], after[at]
        after[left], before[right] = right, left
        for neighbour in (left, right):
            if 0 < neighbour < count - 1:  # areas must not decrease, to keep the order
                sizes[neighbour] = max(size, area(neighbour))
                heapq.heappush(queue, (sizes[neighbour], neighbour))
    return [point for point, dropped in zip(arc, gone, strict=True) if not dropped]


def inner_arcs(geometries: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    """Find the arcs that two different geometries share: the borders, without the coasts."""
    owners: dict[int, set[int]] = {}
    for owner, geometry in enumerate(geometries):
        for polygon in polygons(geometry):
            for ring in polygon:
                for arc in ring:
                    owners.setdefault(arc if arc >= 0 else ~arc, set()).add(owner)
    return (arc for arc in sorted(owners) if len(owners[arc]) > 1)
