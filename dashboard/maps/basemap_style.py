"""The basemap as a MapLibre style: land, water, borders, lakes, country names.

The style uses this site only: without a glyph server and sprites, MapLibre renders the glyphs itself. Borders
are the de facto ones of Natural Earth. `tools/build_basemap.py` makes the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.maps.theme import DARK, LIGHT, MapColours

TILE_ZOOM = 4
"""Zoom from which loaded vector tiles cover the low-resolution world map."""
MIN_ZOOM, MAX_ZOOM = 0.0, 11.0
ATTRIBUTION = "Natural Earth"
FONTS = ("Regular", "Noto Sans Page", "system-ui")
"""MapLibre reads the weight from the first name and uses the first available font family."""
BOLD_FONTS = ("Bold", "Noto Sans Page", "system-ui")

Style = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Country:
    """A country name with its position (degrees) and minimum zoom."""

    code: str
    name: str
    latitude: float
    longitude: float
    zoom: float


def map_style(
    *,
    dark: bool,
    assets_url: Callable[[str], str],
    tiles_url: str = "",
    names: Mapping[str, str] | None = None,
) -> Style:
    """Build the MapLibre style for `layout.map.style`.

    Args:
        dark: use the dark theme.
        assets_url: returns the address of a file below assets/, such as "basemap/world.json".
        tiles_url: the absolute address of the tiles with {z}, {x} and {y}, because MapLibre fetches tiles in a worker
            without a base URL; "" omits the tiles.
        names: country names by ISO 3166-1 alpha-2 code; by default the English ones of CLDR.
    """
    colours = DARK if dark else LIGHT
    sources: dict[str, Any] = {
        "world": {"type": "geojson", "data": assets_url("basemap/world.json"), "tolerance": 0.25, "maxzoom": 6},
        "countries": {"type": "geojson", "data": assets_url("basemap/labels.json"), "maxzoom": 8, "promoteId": "code"},
    }
    layers = [
        {"id": "water", "type": "background", "paint": {"background-color": colours.water}},
        *_ground("world", colours),
    ]
    if tiles_url:
        sources["tiles"] = {"type": "vector", "tiles": [tiles_url], "minzoom": TILE_ZOOM, "maxzoom": TILE_ZOOM + 1}
        layers += _ground("tiles", colours)
    layers.append(_country_names(colours, names))
    return {"version": 8, "name": "dark" if dark else "light", "sources": sources, "layers": layers}


def read_countries(folder: Path, *, names: Mapping[str, str] | None = None) -> tuple[Country, ...]:
    """Read the label positions of countries, the largest countries first.

    Args:
        folder: assets/basemap.
        names: names by ISO 3166-1 alpha-2 code; missing ones are in English.
    """
    features = json.loads((folder / "labels.json").read_text("utf-8"))["features"]
    found = []
    for feature in features:
        own, (longitude, latitude) = feature["properties"], feature["geometry"]["coordinates"]
        name = (names or {}).get(own["code"], own["name"])
        found.append(Country(own["code"], name, latitude, longitude, own["zoom"]))
    return tuple(sorted(found, key=lambda country: country.zoom))


def _ground(source: str, colours: MapColours) -> list[dict[str, Any]]:
    """Return the layers of land, lakes and borders from the world map or from the tiles.

    Each tile first fills its area with water, so a loaded tile hides the world map below it.
    """
    tiled = source == "tiles"

    def of(kind: str) -> dict[str, Any]:
        where = {"source-layer": kind} if tiled else {"filter": ["==", ["get", "is"], kind]}
        return {"id": f"{source}-{kind}", "source": source, **where}

    sea = {**of("sea"), "type": "fill", "paint": {"fill-color": colours.water, "fill-antialias": False}}
    width = ["interpolate", ["linear"], ["zoom"], 2, 0.6, 6, 1.1, 10, 1.6]
    return [
        *([sea] if tiled else []),
        {**of("land"), "type": "fill", "paint": {"fill-color": colours.land}},
        {**of("lake"), "type": "fill", "paint": {"fill-color": colours.water}},
        {
            **of("border"),
            "type": "line",
            "layout": {"line-join": "round", "line-cap": "round"},
            "paint": {"line-color": colours.border, "line-width": width},
        },
    ]


def _country_names(colours: MapColours, names: Mapping[str, str] | None) -> dict[str, Any]:
    """Return the layer of country names, each from its minimum zoom."""
    text: list[Any] = ["get", "name"]
    if names:
        pairs = [part for code, name in sorted(names.items()) for part in (code, name)]
        text = ["match", ["get", "code"], *pairs, text]
    return {
        "id": "country-names",
        "type": "symbol",
        "source": "countries",
        "filter": ["<=", ["get", "zoom"], ["zoom"]],
        "maxzoom": 8,
        "layout": {
            "text-field": text,
            "text-font": list(FONTS),
            "text-size": ["interpolate", ["linear"], ["zoom"], 1, 9.5, 4, 11, 7, 14],
            "text-letter-spacing": 0.06,
            "text-max-width": 7,
            "text-padding": 6,
            "symbol-sort-key": ["get", "zoom"],
        },
        "paint": {
            "text-color": colours.country,
            "text-halo-color": colours.halo,
            "text-halo-width": 1.2,
            "text-opacity": ["case", ["boolean", ["feature-state", "cut"], False], 0, 1],
        },
    }
