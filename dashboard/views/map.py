"""The live map: one Scattermap figure over our own basemap, and patches that change its circles and never its view.

Figures are plain dicts. Circles are markers, because plotly tells where they were clicked; a ring is a larger disc
below a smaller one. Names are a layer of the style, because only there they have a halo and a first zoom each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
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
from dashboard.views.places import first_look, hints, opened_rows
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
    return {
        "data": [_trace(network, state, colours, name) for name in ORDER],
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
    return _patch(network, state, DARK if dark else LIGHT, (FADED, MATCHING))


def opened_patch(network: Network, state: State, *, dark: bool) -> Patch:
    """Change the mark of what is opened, and nothing else."""
    return _patch(network, state, DARK if dark else LIGHT, (OPENED,))


def faded_rows(network: Network, state: State) -> list[int]:
    """Return the rows of the cities whose names fade."""
    return [int(row) for row in np.flatnonzero(~select(network, state))]


def _patch(network: Network, state: State, colours: Colours, names: Iterable[str]) -> Patch:
    """Change what varies within some traces."""
    patch = Patch()
    for name in names:
        trace = _trace(network, state, colours, name)
        for key in ("lat", "lon", "customdata", "hovertext", "marker"):
            patch["data"][ORDER.index(name)][key] = trace[key]
    return patch


@dataclass(frozen=True, slots=True)
class _Columns:
    """What circles are made of, as plain lists: reading one value from a table takes as long as drawing a circle."""

    latitude: list[float]
    longitude: list[float]
    id: list[str]
    role: list[str]


@lru_cache(maxsize=4)
def _columns(network: Network) -> _Columns:
    cities = network.cities
    latitude, longitude = (cities[key].to_numpy(dtype=float).round(5).tolist() for key in ("latitude", "longitude"))
    return _Columns(latitude, longitude, id=cities["id"].tolist(), role=cities["role"].tolist())


def _trace(network: Network, state: State, colours: Colours, name: str) -> Trace:
    """Build one of the traces."""
    placed = ~np.isnan(network.cities["latitude"].to_numpy(dtype=float))
    if name == OPENED:
        rows = [row for row in opened_rows(network, state) if placed[row]]
        return _circles(
            network, name, [disc for row in rows for disc in _mark(network, row, colours, alone=len(rows) < 4)]
        )
    matching = select(network, state)
    if name == FADED:
        shown = [] if state.show == "matching" else np.flatnonzero(~matching & placed).tolist()
        return _circles(network, name, [disc for row in shown for disc in _faded(network, row, colours)])
    ranked = _by_rank(network, np.flatnonzero(matching & placed).tolist())
    return _circles(network, name, [disc for row in ranked for disc in _discs(network, row, colours)])


def _circles(network: Network, name: str, discs: list[Disc]) -> Trace:
    known, texts = _columns(network), hints(network, language())
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


def _faded(network: Network, row: int, colours: Colours) -> list[Disc]:
    """Return the disc of a city that does not match: without a ring, which would shine through its middle."""
    role = _columns(network).role[row]
    return [(row, RADIUS.get(role, RADIUS[""]), colours.of(role), FADED_OPACITY)]


def _discs(network: Network, row: int, colours: Colours) -> list[Disc]:
    """Return the discs that make a city's circle."""
    role = _columns(network).role[row]
    radius, colour = RADIUS.get(role, RADIUS[""]), colours.of(role)
    if role == "lighthouse":
        around = [(row, radius + RING + 1, colour, 1.0), (row, radius + RING - 1, colours.halo, 1.0)]
    else:
        around = [(row, radius + 1, colours.halo, 1.0)]
    return [*around, (row, radius, colour, 1.0)]


def _mark(network: Network, row: int, colours: Colours, *, alone: bool) -> list[Disc]:
    """Return the ring around an opened city with the city on it, so that it stands above its neighbours.

    Where many are opened, as by an event, the rings are close, so that the names beside the circles can be read.
    """
    own = _discs(network, row, colours)
    reach = max(radius for _, radius, *_ in own)
    inner, outer = (reach + 1.5, reach + 4) if alone else (reach + 0.5, reach + 2.5)
    return [(row, outer, colours.accent, 1.0), (row, inner, colours.halo, 1.0), *own]


def _by_rank(network: Network, rows: list[int]) -> list[int]:
    """Order rows so that the most experienced role is drawn last."""
    roles = _columns(network).role
    return sorted(rows, key=lambda row: -RADIUS.get(roles[row], 0), reverse=True)


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
