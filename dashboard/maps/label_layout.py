"""Label layout of a network: the side and the minimum zoom of each label."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dashboard.maps import label_placement
from dashboard.maps.clusters import needs_clustering, projected_cities
from dashboard.maps.label_placement import Label, Marker
from dashboard.maps.theme import RADIUS, RING
from dashboard.maps.viewport import initial_viewport
from dashboard.model.entities import Role
from dashboard.model.network import Network, derived
from dashboard.query.selection import Selection
from dashboard.query.state import State

NAME_ZOOMS = (2.15, 2.2, 3.1, *(half / 2 for half in range(7, 21)))
"""Zooms at which labels must not overlap if the first view is Europe; farther out MapLibre shows those that fit."""


def markers_of(network: Network, rows: Iterable[int]) -> dict[int, Marker]:
    """Return the markers of cities with coordinates, by row; more experienced roles rank first."""
    latitudes, longitudes = (network.cities[key].to_numpy(dtype=float) for key in ("latitude", "longitude"))
    names, roles = network.cities["label"], network.cities["role"]
    ranks = projected_cities(network).rank
    return {
        row: Marker(
            float(latitudes[row]),
            float(longitudes[row]),
            str(names.iat[row]),
            radius=RADIUS[str(roles.iat[row])] + (RING if roles.iat[row] == Role.LIGHTHOUSE else 0),
            rank=int(ranks[row]),
        )
        for row in rows
    }


@derived
def label_layout(network: Network) -> tuple[dict[int, Marker], dict[int, Label]]:
    """Return markers and label sides, once per version of the data; if clustered, of the most important cities."""
    world = projected_cities(network)
    rows = np.flatnonzero(~np.isnan(world.x))
    if needs_clustering(network):
        rows = np.sort(rows[np.argsort(world.rank[rows], kind="stable")][: label_placement.MAX_LABELS])
    markers = markers_of(network, rows.tolist())
    return markers, dict(
        zip(markers, label_placement.place(list(markers.values()), zooms=name_zooms(network)), strict=True)
    )


def name_zooms(network: Network) -> tuple[float, ...]:
    """Return the zooms at which labels must not overlap; a first view of the whole world needs lower ones."""
    looks = sorted(set(initial_viewport(Selection(network, State())).zoom.values()))
    if looks[0] >= NAME_ZOOMS[0]:
        return NAME_ZOOMS
    return (*looks, *(half / 2 for half in range(21) if half // 2 > looks[-1]))
