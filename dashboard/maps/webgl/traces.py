"""The circles of the WebGL map as traces: their order, the discs of each city, and patches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from dash import Patch

from dashboard.maps.label_placement import Side
from dashboard.maps.theme import RADIUS, RING, MapColours
from dashboard.maps.viewport import detail_rows, tooltips
from dashboard.model.network import Network, derived
from dashboard.query.selection import Selection
from dashboard.text.i18n import language

Trace = dict[str, Any]
Disc = tuple[int, float, str, float]
"""Row of the city, radius in pixels, colour, opacity."""

DIMMED, MATCHING, OPENED = "dimmed", "matching", "opened"
ORDER = (DIMMED, MATCHING, OPENED)
"""The traces from bottom to top; patches use this order."""
DIMMED_OPACITY = 0.35

ANCHORS = {
    Side.RIGHT: ("left", (1, 0)),
    Side.LEFT: ("right", (-1, 0)),
    Side.TOP: ("bottom", (0, -1)),
    Side.BOTTOM: ("top", (0, 1)),
}
"""MapLibre's anchor and offset direction of a label, by side of its circle."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that circles need, as plain lists: reading a value from a table is as slow as drawing a circle."""

    latitude: list[float]
    longitude: list[float]
    id: list[str]
    role: list[str]


@derived
def columns_of(network: Network) -> Columns:
    """Return the columns of a network, built once."""
    cities = network.cities
    latitude, longitude = (cities[key].to_numpy(dtype=float).round(5).tolist() for key in ("latitude", "longitude"))
    return Columns(latitude, longitude, id=cities["id"].tolist(), role=cities["role"].tolist())


def trace_of(selection: Selection, colours: MapColours, name: str) -> Trace:
    """Build one of the traces."""
    network = selection.network
    placed = ~np.isnan(network.cities["latitude"].to_numpy(dtype=float))
    if name == OPENED:
        rows = [row for row in detail_rows(selection) if placed[row]]
        return circles(network, name, [disc for row in rows for disc in _mark(network, row, colours)])
    matching = selection.mask
    if name == DIMMED:
        visible = [] if selection.state.show == "matching" else np.flatnonzero(~matching & placed).tolist()
        return circles(network, name, [disc for row in visible for disc in dimmed_disc(network, row, colours)])
    ranked = _by_rank(network, np.flatnonzero(matching & placed).tolist())
    return circles(network, name, [disc for row in ranked for disc in discs_of(network, row, colours)])


def circles(network: Network, name: str, discs: list[Disc]) -> Trace:
    """Return discs as a trace."""
    known, texts = columns_of(network), tooltips(network, language())
    return {
        "type": "scattermap",
        "meta": name,
        "mode": "markers",
        "lat": [known.latitude[row] for row, *_ in discs],
        "lon": [known.longitude[row] for row, *_ in discs],
        "marker": {
            "size": [2 * radius for _, radius, _, _ in discs],
            "color": [colour for _, _, colour, _ in discs],
            "opacity": [opacity for *_, opacity in discs],
        },
        "customdata": [known.id[row] for row, *_ in discs],
        "hovertext": [texts[row] for row, *_ in discs],
        "hoverinfo": "none",
    }


def dimmed_disc(network: Network, row: int, colours: MapColours) -> list[Disc]:
    """Return the disc of a city that does not match; a ring would show through its transparent centre."""
    role = columns_of(network).role[row]
    return [(row, RADIUS.get(role, RADIUS[""]), colours.of(role), DIMMED_OPACITY)]


def discs_of(network: Network, row: int, colours: MapColours) -> list[Disc]:
    """Return the discs of a city's circle."""
    role = columns_of(network).role[row]
    radius, colour = RADIUS.get(role, RADIUS[""]), colours.of(role)
    if role == "lighthouse":
        around = [(row, radius + RING + 1, colour, 1.0), (row, radius + RING - 1, colours.halo, 1.0)]
    else:
        around = [(row, radius + 1, colours.halo, 1.0)]
    return [*around, (row, radius, colour, 1.0)]


def _mark(network: Network, row: int, colours: MapColours) -> list[Disc]:
    """Return the ring of an opened city with the city on top, so that it is above its neighbours.

    The ring is tight, so that it does not touch the label.
    """
    own = discs_of(network, row, colours)
    reach = max(radius for _, radius, *_ in own)
    return [(row, reach + 3, colours.accent, 1.0), (row, reach + 0.75, colours.halo, 1.0), *own]


def _by_rank(network: Network, rows: list[int]) -> list[int]:
    """Sort rows so that the most experienced role is drawn last."""
    roles = columns_of(network).role
    return sorted(rows, key=lambda row: -RADIUS.get(roles[row], 0), reverse=True)


def patch_of(traces: Mapping[str, Trace], names: Iterable[str]) -> Patch:
    """Return a patch of the properties that vary within some traces."""
    patch = Patch()
    for name in names:
        for key in ("lat", "lon", "customdata", "hovertext", "marker"):
            patch["data"][ORDER.index(name)][key] = traces[name][key]
    return patch
