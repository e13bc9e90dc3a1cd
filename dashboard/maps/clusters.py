"""Grid clustering: lists with more than 2,000 places are shown as clusters with exact counts.

The grid divides the world into squares of a fixed size in pixels at the current zoom. A square with one city shows that
city; a square with several shows how many of them match. One pass over the columns finds the clusters of a view; they
change with every move of the map.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.maps.bounds import Box, contains
from dashboard.maps.label_placement import Label, Marker, place
from dashboard.maps.projection import MAX_LATITUDE, TILE, latitude_of, world_y
from dashboard.maps.theme import RADIUS, RING
from dashboard.model.entities import Role
from dashboard.model.network import Network, derived
from dashboard.query.selection import Selection
from dashboard.text.i18n import format_compact, format_number, ngettext
from dashboard.text.i18n import gettext as _

MAX_SINGLE_PLACES = 2000
"""Maximum number of individual markers; longer lists are clustered."""
CELL_PIXELS = 56
"""Size of a grid cell in pixels."""
CELL_CENTRE_WEIGHT = 0.6
"""How far a cluster moves from the centre of its cities towards the centre of its cell, to stay clear of neighbours."""
COMPACT_FROM = 10_000
"""Counts from here on are abbreviated on the map; the tooltip is exact."""
MAX_SCREEN_PIXELS = 4096 * 2304
"""The largest supported screen in pixels."""
MARGIN = 0.15
"""Margin around the viewport, as a share of its size, so that a small move shows no blank area."""
MAX_NAMES = 3
"""Maximum number of city names in a tooltip."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster of cities, or a single city.

    Args:
        latitude, longitude: degrees (WGS 84) of the city, or near the centre of the cluster.
        rows: its first cities, the most experienced role first; matching ones before others.
        count: number of matching cities; if none matches, of all cities.
        total: number of cities.
        matching: whether any city matches.
    """

    latitude: float
    longitude: float
    rows: tuple[int, ...]
    count: int
    total: int
    matching: bool

    @property
    def city(self) -> int | None:
        """The row of a single city, or None for a cluster."""
        return self.rows[0] if self.count == 1 else None


@dataclass(frozen=True, slots=True)
class ProjectedCities:
    """Projected coordinates of the cities from 0 to 1 (NaN if unknown), and ranks of their roles (0 is best)."""

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    rank: npt.NDArray[np.intp]


@derived
def projected_cities(network: Network) -> ProjectedCities:
    """Project all cities, once per version of the data."""
    latitude, longitude = (network.cities[key].to_numpy(dtype=float) for key in ("latitude", "longitude"))
    bounded = np.radians(np.clip(latitude, -MAX_LATITUDE, MAX_LATITUDE))
    ranks = {str(role): rank for rank, role in enumerate(Role)}
    rank = np.asarray([ranks.get(role, len(ranks)) for role in network.cities["role"].tolist()], dtype=np.intp)
    return ProjectedCities((longitude + 180) / 360, (1 - np.log(np.tan(np.pi / 4 + bounded / 2)) / np.pi) / 2, rank)


def needs_clustering(network: Network) -> bool:
    """Return whether there are too many places for individual markers."""
    return (
        len(network) > MAX_SINGLE_PLACES
        and int(np.count_nonzero(~np.isnan(projected_cities(network).x))) > MAX_SINGLE_PLACES
    )


def max_useful_zoom(box: Box) -> float:
    """Return the highest zoom at which a box fits on a screen.

    Without this limit, an address with the whole world at street zoom would return a cluster for every place.
    """
    west, south, east, north = box
    across = ((east - west) % 360 or 360) / 360
    down = max(1e-9, world_y(south) - world_y(north))
    return 0.5 * log2(MAX_SCREEN_PIXELS / (TILE * TILE * across * down))


def grid_clusters(selection: Selection, box: Box, zoom: float) -> list[Cluster]:
    """Return the clusters of a part of the map.

    Args:
        state: a resolved state; `show` "matching" omits the other cities.
        box: west, south, east, north in degrees.
        zoom: MapLibre's, of 512-pixel tiles.
    """
    world, matching = projected_cities(selection.network), selection.mask
    wanted = contains(selection.network, _with_margin(box))
    if selection.state.show == "matching":
        wanted &= matching
    rows = np.flatnonzero(wanted)
    if not len(rows):
        return []
    across = TILE * 2.0**zoom / CELL_PIXELS
    columns, lines = (np.floor(axis[rows] * across).astype(np.int64) for axis in (world.x, world.y))
    keys = columns * (int(across) + 2) + lines
    # Sort by cell: within each, matching cities first, then the most experienced.
    rows = rows[np.lexsort((rows, world.rank[rows], ~matching[rows], keys))]
    keys = np.sort(keys)
    starts = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    ends = np.append(starts[1:], len(rows))
    return [
        _cluster(world, matching, rows[start:end], across)
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]


def _cluster(
    world: ProjectedCities, matching: npt.NDArray[np.bool_], rows: npt.NDArray[np.intp], across: float
) -> Cluster:
    count = int(np.count_nonzero(matching[rows]))
    visible = rows[: count or len(rows)]
    x, y = (
        float(axis[visible[0]]) if len(visible) == 1 else _towards_cell_centre(float(axis[visible].mean()), across)
        for axis in (world.x, world.y)
    )
    named = tuple(visible[:MAX_NAMES].tolist())
    return Cluster(latitude_of(y), x * 360 - 180, named, len(visible), len(rows), matching=bool(count))


def _towards_cell_centre(place: float, across: float) -> float:
    middle = (np.floor(place * across) + 0.5) / across
    return float(place + CELL_CENTRE_WEIGHT * (middle - place))


def _with_margin(box: Box) -> Box:
    west, south, east, north = box
    width = (east - west) % 360 or 360
    if width * (1 + 2 * MARGIN) >= 360:
        west, east = -180.0, 180.0
    else:
        west, east = ((side + 180) % 360 - 180 for side in (west - width * MARGIN, east + width * MARGIN))
    height = (north - south) * MARGIN
    return west, south - height, east, north + height


def radius_of(network: Network, cell: Cluster) -> float:
    """Return the radius of a cluster in pixels; ten times as many cities add four pixels."""
    if cell.city is None:
        return min(24.0, 8 + 4 * float(np.log10(cell.count)))
    role = str(network.cities["role"].iat[cell.city])
    return RADIUS[role] + (RING if role == Role.LIGHTHOUSE else 0)


def tooltip(network: Network, cell: Cluster) -> str:
    """Return the tooltip of a cluster: number of matching and of all cities, and the first names."""
    if cell.matching and cell.count < cell.total:
        text = _("{count} of {total} cities here match").format(
            count=format_number(cell.count), total=format_number(cell.total)
        )
    else:
        text = ngettext("{count} city", "{count} cities", cell.count).format(count=format_number(cell.count))
    names = ", ".join(str(network.cities["label"].iat[row]) for row in cell.rows)
    return f"{text}\n{names}{' …' if cell.count > len(cell.rows) else ''}"


def placed_labels(
    network: Network, visible: list[Cluster], zoom: float
) -> Iterator[tuple[Cluster, Marker, Label | None]]:
    """Return the side of each city name that has room; counts are inside their circles, without a side."""
    markers = [
        Marker(
            cell.latitude,
            cell.longitude,
            "" if cell.city is None else str(network.cities["label"].iat[cell.city]),
            radius=radius_of(network, cell),
            rank=(0 if cell.matching else 10)
            + (int(projected_cities(network).rank[cell.rows[0]]) if cell.city is not None else 5),
        )
        for cell in visible
    ]
    for cell, marker, label in zip(visible, markers, place(markers, zooms=(zoom,), most=len(markers)), strict=True):
        if cell.city is None:
            yield cell, marker, None
        elif label.zoom <= zoom:
            yield cell, marker, label


def bounds(selection: Selection) -> list[list[float]] | None:
    """Return the south-west and north-east corners of the matching cities, longitude first; None without a match."""
    latitude, longitude = (selection.network.cities[key].to_numpy(dtype=float) for key in ("latitude", "longitude"))
    wanted = selection.mask & ~np.isnan(latitude)
    if not wanted.any():
        return None
    corners: list[list[float]] = [
        [float(end(longitude[wanted])), float(end(latitude[wanted]))] for end in (np.min, np.max)
    ]
    return corners


def feature(
    cell: Cluster, marker: Marker, *, identity: int, anchor: str, offset: tuple[float, float]
) -> dict[str, Any]:
    """Return a name or a count as a GeoJSON feature of the label layer."""
    return {
        "type": "Feature",
        "id": identity,
        "geometry": {"type": "Point", "coordinates": [round(cell.longitude, 5), round(cell.latitude, 5)]},
        "properties": {
            "name": marker.text
            or (format_number(cell.count) if cell.count < COMPACT_FROM else format_compact(cell.count)),
            "anchor": anchor,
            "offset": list(offset),
            "zoom": 0,
            "rank": marker.rank,
        },
    }
