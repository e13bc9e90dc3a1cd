"""The map under the cities: land, water, borders, lakes, names of countries, as a MapLibre style.

The style asks this site alone: it names no glyph server and no sprite, so MapLibre draws every letter itself. Borders
are the de facto ones of Natural Earth. `tools/build_basemap.py` makes the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TILE_ZOOM = 4
"""From here on the vector tiles lie over the light map of the world, where they have arrived."""
MIN_ZOOM, MAX_ZOOM = 0.0, 11.0
ATTRIBUTION = "Natural Earth"
FONTS = ("Regular", "Noto Sans Page", "system-ui")
"""MapLibre reads the weight from the first name and draws with the first family the system has."""
BOLD_FONTS = ("Bold", "Noto Sans Page", "system-ui")

Style = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Country:
    """The name of a country and where it stands (degrees), from a certain zoom on."""

    code: str
    name: str
    latitude: float
    longitude: float
    zoom: float


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of the basemap."""

    water: str
    land: str
    border: str
    label: str
    halo: str
    faded: str


LIGHT = Palette(water="#dbe7ee", land="#f7f5ef", border="#d3cec1", label="#656e78", halo="#f7f5ef", faded="#5a6470")
DARK = Palette(water="#0d1a22", land="#202b33", border="#33414a", label="#8b99a4", halo="#202b33", faded="#8f9ca7")


def map_style(
    *,
    dark: bool,
    assets_url: Callable[[str], str],
    tiles_url: str = "",
    names: Mapping[str, str] | None = None,
) -> Style:
    """Build the MapLibre style for `layout.map.style`.

    Args:
        dark: draw for a dark page.
        assets_url: makes the address of a file below assets/, such as "basemap/world.json".
        tiles_url: the whole address of the tiles with {z}, {x} and {y}, scheme and host included, because MapLibre asks
            for tiles in a worker that knows no address of its own; "" leaves the tiles out.
        names: names of countries by ISO 3166-1 alpha-2 code; without it the English ones of CLDR are shown.
    """
    palette = DARK if dark else LIGHT
    sources: dict[str, Any] = {
        "world": {"type": "geojson", "data": assets_url("basemap/world.json"), "tolerance": 0.25, "maxzoom": 6},
        "countries": {"type": "geojson", "data": assets_url("basemap/labels.json"), "maxzoom": 8, "promoteId": "code"},
    }
    layers = [
        {"id": "water", "type": "background", "paint": {"background-color": palette.water}},
        *_ground("world", palette),
    ]
    if tiles_url:
        sources["tiles"] = {"type": "vector", "tiles": [tiles_url], "minzoom": TILE_ZOOM, "maxzoom": TILE_ZOOM + 1}
        layers += _ground("tiles", palette)
    layers.append(_country_names(palette, names))
    return {"version": 8, "name": "dark" if dark else "light", "sources": sources, "layers": layers}


def read_countries(folder: Path, *, names: Mapping[str, str] | None = None) -> tuple[Country, ...]:
    """Read where names of countries go, the largest countries first.

    Args:
        folder: assets/basemap.
        names: names by ISO 3166-1 alpha-2 code; without one the English name stands.
    """
    features = json.loads((folder / "labels.json").read_text("utf-8"))["features"]
    found = []
    for feature in features:
        own, (longitude, latitude) = feature["properties"], feature["geometry"]["coordinates"]
        name = (names or {}).get(own["code"], own["name"])
        found.append(Country(own["code"], name, latitude, longitude, own["zoom"]))
    return tuple(sorted(found, key=lambda country: country.zoom))


def _ground(source: str, palette: Palette) -> list[dict[str, Any]]:
    """Layers of land, lakes and borders from the light world or from the tiles.

    A tile first paints itself with water, so it hides the light world under it wherever it has arrived.
    """
    tiled = source == "tiles"

    def of(kind: str) -> dict[str, Any]:
        where = {"source-layer": kind} if tiled else {"filter": ["==", ["get", "is"], kind]}
        return {"id": f"{source}-{kind}", "source": source, **where}

    sea = {**of("sea"), "type": "fill", "paint": {"fill-color": palette.water, "fill-antialias": False}}
    width = ["interpolate", ["linear"], ["zoom"], 2, 0.6, 6, 1.1, 10, 1.6]
    return [
        *([sea] if tiled else []),
        {**of("land"), "type": "fill", "paint": {"fill-color": palette.land}},
        {**of("lake"), "type": "fill", "paint": {"fill-color": palette.water}},
        {
            **of("border"),
            "type": "line",
            "layout": {"line-join": "round", "line-cap": "round"},
            "paint": {"line-color": palette.border, "line-width": width},
        },
    ]


def _country_names(palette: Palette, names: Mapping[str, str] | None) -> dict[str, Any]:
    """The layer with the names of countries, each from the zoom on at which it has room."""
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
            "text-color": palette.label,
            "text-halo-color": palette.halo,
            "text-halo-width": 1.2,
            "text-opacity": ["case", ["boolean", ["feature-state", "cut"], False], 0, 1],
        },
    }
