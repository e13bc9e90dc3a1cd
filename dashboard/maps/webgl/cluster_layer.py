"""Clusters on the WebGL map: counts in place of circles, updated with every move of the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.maps.bounds import Box
from dashboard.maps.clusters import (
    Cluster,
    bounds,
    feature,
    grid_clusters,
    max_useful_zoom,
    placed_labels,
    radius_of,
    tooltip,
)
from dashboard.maps.label_placement import GAP
from dashboard.maps.projection import latitude_of
from dashboard.maps.theme import DARK, LIGHT, MapColours
from dashboard.maps.viewport import Viewport, tooltips
from dashboard.maps.webgl.traces import (
    ANCHORS,
    DIMMED,
    DIMMED_OPACITY,
    MATCHING,
    OPENED,
    Trace,
    columns_of,
    dimmed_disc,
    discs_of,
    patch_of,
    trace_of,
)
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.text.i18n import language

NAME_LAYER = "city-names"
"""The label layer of the style; cluster circles are below it, so that counts are inside them."""


def cluster_view(selection: Selection, box: Box, zoom: float) -> dict[str, Any]:
    """Build the parts that change with every move: circles for both themes, labels, and bounds of all matches.

    Args:
        state: a resolved state.
        box: the visible part: west, south, east, north in degrees.
        zoom: MapLibre's, of 512-pixel tiles.
    """
    zoom = min(zoom, max_useful_zoom(box))
    visible = grid_clusters(selection, box, zoom)
    names, dimmed = _names(selection.network, visible, zoom)
    themes = {"light": LIGHT, "dark": DARK}
    return {
        "map": {
            theme: patch_of(_traces(selection.network, visible, each), (DIMMED, MATCHING))
            for theme, each in themes.items()
        },
        "names": names,
        "dimmed": dimmed,
        "hidden": False,
        "bounds": bounds(selection),
    }


@dataclass(frozen=True, slots=True)
class ClusterLayer:
    """A rendered cluster view: traces, names and counts as GeoJSON, and ids of dimmed ones."""

    traces: dict[str, Trace]
    names: dict[str, Any]
    dimmed: list[int]


def cluster_layer(selection: Selection, colours: MapColours, box: Box, zoom: float) -> ClusterLayer:
    """Draw the clusters of a part of the map for one theme."""
    visible = grid_clusters(selection, box, zoom)
    traces = {**_traces(selection.network, visible, colours), OPENED: trace_of(selection, colours, OPENED)}
    return ClusterLayer(traces, *_names(selection.network, visible, zoom))


def _traces(network: Network, visible: list[Cluster], colours: MapColours) -> dict[str, Trace]:
    return {
        DIMMED: _clusters(network, DIMMED, [cell for cell in visible if not cell.matching], colours),
        MATCHING: _clusters(network, MATCHING, [cell for cell in visible if cell.matching], colours),
    }


def _names(network: Network, visible: list[Cluster], zoom: float) -> tuple[dict[str, Any], list[int]]:
    """Return names and counts as GeoJSON, and the ids of dimmed ones."""
    features, dimmed = [], []
    for identity, (cell, marker, label) in enumerate(placed_labels(network, visible, zoom)):
        anchor, (across, down) = ("center", (0, 0)) if label is None else ANCHORS[label.side]
        ems = (marker.radius + GAP) / 12
        offset = (round(across * ems, 2), round(down * ems, 2))
        features.append(feature(cell, marker, identity=identity, anchor=anchor, offset=offset))
        if not cell.matching:
            dimmed.append(identity)
    return {"type": "FeatureCollection", "features": features}, dimmed


def default_part(viewport: Viewport) -> tuple[Box, float]:
    """Return the initial box and zoom of a wide page."""
    view = viewport.view("wide")
    degrees = 360 * view.width / view.size / 2
    top, bottom = view.top / view.size, (view.top + view.height) / view.size
    if degrees >= 180:
        return (-180.0, latitude_of(min(bottom, 1.0)), 180.0, latitude_of(max(top, 0.0))), viewport.zoom["wide"]
    west, east = ((side + 180) % 360 - 180 for side in (viewport.longitude - degrees, viewport.longitude + degrees))
    return (west, latitude_of(min(bottom, 1.0)), east, latitude_of(max(top, 0.0))), viewport.zoom["wide"]


def _clusters(network: Network, name: str, visible: list[Cluster], colours: MapColours) -> Trace:
    """Draw clusters: a single city as its circle, others as a ring with room for the count."""
    markers: list[tuple[Cluster, float, str, float]] = []
    for cell in visible:
        radius = radius_of(network, cell)
        if cell.city is not None:
            discs = discs_of(network, cell.city, colours) if cell.matching else dimmed_disc(network, cell.city, colours)
            markers += [(cell, reach, colour, opacity) for _row, reach, colour, opacity in discs]
        elif cell.matching:
            markers += [(cell, radius + 2, colours.accent, 1.0), (cell, radius, colours.halo, 1.0)]
        else:
            markers.append((cell, radius, colours.halo, 2 * DIMMED_OPACITY))
    texts = {id(cell): tooltip(network, cell) if cell.city is None else "" for cell in visible}
    known = columns_of(network)
    single = tooltips(network, language())
    return {
        "type": "scattermap",
        "meta": name,
        "mode": "markers",
        "lat": [round(cell.latitude, 5) for cell, *_ in markers],
        "lon": [round(cell.longitude, 5) for cell, *_ in markers],
        "marker": {
            "size": [round(2 * radius, 1) for _, radius, _, _ in markers],
            "color": [colour for _, _, colour, _ in markers],
            "opacity": [opacity for *_, opacity in markers],
        },
        "customdata": ["" if cell.city is None else known.id[cell.city] for cell, *_ in markers],
        "hovertext": [texts[id(cell)] if cell.city is None else single[cell.city] for cell, *_ in markers],
        "hoverinfo": "none",
        "below": NAME_LAYER,
    }
