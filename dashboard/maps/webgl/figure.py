"""The WebGL map: a Scattermap figure on our own basemap, and patches that change its circles but not its view.

Figures are plain dicts. Circles are markers, because plotly reports clicks on them; a ring is a larger disc below a
smaller one. Labels are a layer of the style, because only there each has a halo and a minimum zoom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from dash import Patch

from dashboard.maps.basemap_style import BOLD_FONTS, map_style
from dashboard.maps.clusters import needs_clustering
from dashboard.maps.label_layout import label_layout, name_zooms
from dashboard.maps.label_placement import GAP
from dashboard.maps.theme import DARK, LIGHT, MapColours
from dashboard.maps.viewport import initial_viewport
from dashboard.maps.webgl.cluster_layer import NAME_LAYER, cluster_layer, default_part
from dashboard.maps.webgl.event_layer import SOURCE, event_lines, line_layers
from dashboard.maps.webgl.traces import ANCHORS, DIMMED, MATCHING, OPENED, ORDER, patch_of, trace_of
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.reference.countries import country_codes, country_name
from dashboard.text.i18n import language

MOST_NAMES = 2000


def figure(selection: Selection, *, asset_url: Callable[[str], str], tiles_url: str) -> dict[str, Any]:
    """Build the whole figure of a resolved state."""
    state = selection.state
    colours = DARK if state.theme == "dark" else LIGHT
    viewport = initial_viewport(selection)
    names = {code: country_name(code, language()) for code in country_codes()} if language() != "en" else None
    style = map_style(dark=state.theme == "dark", assets_url=asset_url, tiles_url=tiles_url, names=names)
    clustered = needs_clustering(selection.network)
    drawn = cluster_layer(selection, colours, *default_part(viewport)) if clustered else None
    style["sources"]["cities"] = {
        "type": "geojson",
        "data": _names(selection.network) if drawn is None else drawn.names,
    }
    style["sources"][SOURCE] = {"type": "geojson", "data": event_lines(selection)}
    style["layers"] += [*line_layers(colours), _name_layer(colours)]
    return {
        "data": [trace_of(selection, colours, name) if drawn is None else drawn.traces[name] for name in ORDER],
        "layout": {
            "map": {
                "style": style,
                "center": {"lat": viewport.latitude, "lon": viewport.longitude},
                "zoom": viewport.zoom["wide"],
            },
            "meta": {
                "zoom": viewport.zoom,
                "dimmed": dimmed_rows(selection) if drawn is None else drawn.dimmed,
                "hidden": state.show == "matching",
                "clusters": clustered,
            },
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "showlegend": False,
            "hovermode": "closest",
            "clickmode": "event",
            "dragmode": "pan",
            "paper_bgcolor": colours.water,
            "uirevision": "kept",
        },
    }


def selection_patch(selection: Selection, *, dark: bool) -> Patch:
    """Return the patch for a new selection; clusters are loaded with the viewport instead."""
    if needs_clustering(selection.network):
        return Patch()
    return _patch(selection, DARK if dark else LIGHT, (DIMMED, MATCHING))


def opened_patch(selection: Selection, *, dark: bool) -> Patch:
    """Return the patch that marks the opened item."""
    return _patch(selection, DARK if dark else LIGHT, (OPENED,))


def dimmed_rows(selection: Selection) -> list[int]:
    """Return the rows of dimmed city names; clusters bring their own."""
    if needs_clustering(selection.network):
        return []
    return [int(row) for row in np.flatnonzero(~selection.mask)]


def _patch(selection: Selection, colours: MapColours, names: Iterable[str]) -> Patch:
    return patch_of({name: trace_of(selection, colours, name) for name in names}, names)


def _names(network: Network) -> dict[str, Any]:
    """Return city names as GeoJSON (RFC 7946), each with its side and minimum zoom."""
    markers, sides = label_layout(network)
    widest = name_zooms(network)[0]
    features = []
    for row in sorted(markers, key=lambda row: (markers[row].rank, row))[:MOST_NAMES]:
        marker, side = markers[row], sides[row]
        anchor, (across, down) = ANCHORS[side.side]
        ems = (marker.radius + GAP) / 12
        features.append(
            {
                "type": "Feature",
                "id": row,
                "geometry": {"type": "Point", "coordinates": [round(marker.longitude, 5), round(marker.latitude, 5)]},
                "properties": {
                    "name": marker.text,
                    "anchor": anchor,
                    "offset": [round(across * ems, 2), round(down * ems, 2)],
                    "zoom": 0 if side.zoom <= widest else int(side.zoom),  # filters use whole zooms only
                    "rank": marker.rank,
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _name_layer(colours: MapColours) -> dict[str, Any]:
    return {
        "id": NAME_LAYER,
        "type": "symbol",
        "source": "cities",
        "filter": ["<=", ["get", "zoom"], ["zoom"]],
        "layout": {
            "text-field": ["get", "name"],
            "text-font": list(BOLD_FONTS),
            "text-size": 12,
            "text-anchor": ["get", "anchor"],
            "text-offset": ["get", "offset"],
            "text-max-width": 40,
            "text-padding": 1,
            "symbol-sort-key": ["get", "rank"],
        },
        "paint": {
            "text-color": ["case", ["boolean", ["feature-state", "dimmed"], False], colours.dimmed, colours.text],
            "text-halo-color": colours.halo,
            "text-halo-width": 1.4,
            "text-opacity": [
                "case",
                ["any", *(["boolean", ["feature-state", state], False] for state in ("hidden", "cut"))],
                0,
                1,
            ],
        },
    }
