"""The live map: one Scattermap figure over our own basemap, and patches that change its circles and never its view.

Figures are plain dicts. Circles are markers, because plotly tells where they were clicked; a ring is a larger disc
below a smaller one. Names are a layer of the style, because only there they have a halo and a first zoom each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from dash import Patch

from dashboard.countries import country_codes, country_name
from dashboard.network.model import Network
from dashboard.network.selection import select
from dashboard.network.state import State
from dashboard.texts import language
from dashboard.views.basemap import BOLD_FONTS, map_style
from dashboard.views.labels import GAP, Side
from dashboard.views.map_lines import SOURCE, event_lines, line_layers
from dashboard.views.places import first_look, hint, opened_rows
from dashboard.views.poster import NAME_ZOOMS, layout_of
from dashboard.views.poster_marks import DARK, LIGHT, RADIUS, RING, Colours

Trace = dict[str, Any]
Disc = tuple[int, float, str, float]
"""Row of the city, radius in pixels, colour, opacity."""

FADED, MATCHING, OPENED = "faded", "matching", "opened"
ORDER = (FADED, MATCHING, OPENED)
"""The traces from below to above; a patch finds them by this order."""
FADED_OPACITY = 0.35
MOST_NAMES = 2000

_ANCHORS = {
    Side.RIGHT: ("left", (1, 0)),
    Side.LEFT: ("right", (-1, 0)),
    Side.TOP: ("bottom", (0, -1)),
    Side.BOTTOM: ("top", (0, 1)),
}


def figure(network: Network, state: State, *, asset_url: Callable[[str], str], tiles_url: str) -> dict[str, Any]:
    """Build the whole figure of a resolved state."""
    colours = DARK if state.theme == "dark" else LIGHT
    look = first_look(network, state)
    names = {code: country_name(code, language()) for code in country_codes()} if language() != "en" else None
    style = map_style(dark=state.theme == "dark", assets_url=asset_url, tiles_url=tiles_url, names=names)
    style["sources"]["cities"] = {"type": "geojson", "data": _names(network)}
    style["sources"][SOURCE] = {"type": "geojson", "data": event_lines(network, state)}
    style["layers"] += [*line_layers(colours), _name_layer(colours)]
    traces = _traces(network, state, colours)
    return {
        "data": [traces[name] for name in ORDER],
        "layout": {
            "map": {
                "style": style,
                "center": {"lat": look.latitude, "lon": look.longitude},
                "zoom": look.zoom["wide"],
            },
            "meta": {"zoom": look.zoom, "faded": faded_rows(network, state), "hidden": state.show == "matching"},
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "showlegend": False,
            "hovermode": "closest",
            "clickmode": "event",
            "dragmode": "pan",
            "paper_bgcolor": colours.water,
            "uirevision": "kept",
        },
    }


def selection_patch(network: Network, state: State, *, dark: bool) -> Patch:
    """Change which cities stand out, and nothing else."""
    return _patch(_traces(network, state, DARK if dark else LIGHT), (FADED, MATCHING))


def opened_patch(network: Network, state: State, *, dark: bool) -> Patch:
    """Change the mark of what is opened, and nothing else."""
    return _patch(_traces(network, state, DARK if dark else LIGHT), (OPENED,))


def faded_rows(network: Network, state: State) -> list[int]:
    """Return the rows of the cities whose names fade."""
    return [int(row) for row in np.flatnonzero(~select(network, state))]


def _patch(traces: Mapping[str, Trace], names: Iterable[str]) -> Patch:
    """Change what varies within some traces."""
    patch = Patch()
    for name in names:
        for key in ("lat", "lon", "customdata", "hovertext", "marker"):
            if key in traces[name]:
                patch["data"][ORDER.index(name)][key] = traces[name][key]
    return patch


def _traces(network: Network, state: State, colours: Colours) -> Mapping[str, Trace]:
    matching = select(network, state)
    placed = ~np.isnan(network.cities["latitude"].to_numpy(dtype=float))
    shown = () if state.show == "matching" else np.flatnonzero(~matching & placed)
    faded = [disc for row in shown for disc in _discs(network, int(row), colours, FADED_OPACITY, hollow=False)]
    full = [
        disc for row in _by_rank(network, np.flatnonzero(matching & placed)) for disc in _discs(network, row, colours)
    ]
    rows = [row for row in opened_rows(network, state) if placed[row]]
    opened = [disc for row in rows for disc in _mark(network, row, colours, alone=len(rows) < 4)]
    return {
        FADED: _circles(network, FADED, faded),
        MATCHING: _circles(network, MATCHING, full),
        OPENED: _circles(network, OPENED, opened),
    }


def _circles(network: Network, name: str, discs: list[Disc]) -> Trace:
    latitudes, longitudes = (network.cities[key].to_numpy(dtype=float) for key in ("latitude", "longitude"))
    ids = network.cities["id"]
    texts = {row: hint(network, row) for row, *_ in discs}
    return {
        "type": "scattermap",
        "meta": name,
        "mode": "markers",
        "lat": [round(float(latitudes[row]), 5) for row, *_ in discs],
        "lon": [round(float(longitudes[row]), 5) for row, *_ in discs],
        "marker": {
            "size": [2 * radius for _, radius, _, _ in discs],
            "color": [colour for _, _, colour, _ in discs],
            "opacity": [opacity for *_, opacity in discs],
        },
        "customdata": [str(ids.iat[row]) for row, *_ in discs],
        "hovertext": [texts[row] for row, *_ in discs],
        "hoverinfo": "none",
    }


def _discs(network: Network, row: int, colours: Colours, opacity: float = 1.0, *, hollow: bool = True) -> list[Disc]:
    """Return the discs that make a city's circle; a faded one has no ring, since a ring shines through its middle."""
    role = str(network.cities["role"].iat[row])
    radius, colour = RADIUS.get(role, RADIUS[""]), colours.of(role)
    ring = [(row, radius + RING + 1, colour, opacity), (row, radius + RING - 1, colours.halo, opacity)]
    halo = [(row, radius + 1, colours.halo, opacity)]
    return [*((ring if role == "lighthouse" else halo) if hollow else []), (row, radius, colour, opacity)]


def _mark(network: Network, row: int, colours: Colours, *, alone: bool) -> list[Disc]:
    """Return the ring around an opened city with the city on it, so that it stands above its neighbours.

    Where many are opened, as by an event, the rings are close, so that the names beside the circles can be read.
    """
    own = _discs(network, row, colours)
    reach = max(radius for _, radius, *_ in own)
    inner, outer = (reach + 1.5, reach + 4) if alone else (reach + 0.5, reach + 2.5)
    return [(row, outer, colours.accent, 1.0), (row, inner, colours.halo, 1.0), *own]


def _by_rank(network: Network, rows: Iterable[int]) -> list[int]:
    """Order rows so that the most experienced role is drawn last."""
    roles = network.cities["role"]
    return sorted((int(row) for row in rows), key=lambda row: -RADIUS.get(str(roles.iat[row]), 0), reverse=True)


def _names(network: Network) -> dict[str, Any]:
    """Return the names of cities as GeoJSON (RFC 7946), each with the side of its circle and its first zoom."""
    spots, sides = layout_of(network)
    features = []
    for row in sorted(spots, key=lambda row: (spots[row].rank, row))[:MOST_NAMES]:
        spot, side = spots[row], sides[row]
        anchor, (across, down) = _ANCHORS[side.side]
        ems = (spot.radius + GAP) / 12
        features.append(
            {
                "type": "Feature",
                "id": row,
                "geometry": {"type": "Point", "coordinates": [round(spot.longitude, 5), round(spot.latitude, 5)]},
                "properties": {
                    "name": spot.text,
                    "anchor": anchor,
                    "offset": [round(across * ems, 2), round(down * ems, 2)],
                    "zoom": 0 if side.zoom <= NAME_ZOOMS[0] else int(side.zoom),  # filters see whole zooms alone
                    "rank": spot.rank,
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _name_layer(colours: Colours) -> dict[str, Any]:
    return {
        "id": "city-names",
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
            "text-color": colours.text,
            "text-halo-color": colours.halo,
            "text-halo-width": 1.4,
            "text-opacity": [
                "case",
                ["any", *(["boolean", ["feature-state", state], False] for state in ("hidden", "cut"))],
                0,
                ["boolean", ["feature-state", "faded"], False],
                0.45,
                1,
            ],
        },
    }
