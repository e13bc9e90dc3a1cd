"""The style of the map asks this site alone, and names countries where they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest

from dashboard.maps import basemap_style

FOLDER = Path(__file__).parents[2] / "assets" / "basemap"
TILES = "https://cities.example/basemap/1/{z}/{x}/{y}.mvt"


def assets_url(name: str) -> str:
    """An address as the server makes them."""
    return f"/static/{name}"


def texts(value: Any) -> Iterator[str]:
    """All texts anywhere inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from texts(member)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("tiles_url", ["", TILES])
def test_nothing_is_asked_of_another_host(dark: bool, tiles_url: str) -> None:
    """The only addresses are those the caller makes, and no glyphs or sprites are named."""
    style = basemap_style.map_style(dark=dark, assets_url=assets_url, tiles_url=tiles_url)
    addresses = {text for text in texts(style) if "/" in text}
    assert addresses == {assets_url("basemap/world.json"), assets_url("basemap/labels.json")} | (
        {tiles_url} if tiles_url else set()
    )
    assert not {"glyphs", "sprite"} & style.keys()


@pytest.mark.parametrize("tiles_url", ["", TILES])
def test_every_layer_has_its_source(tiles_url: str) -> None:
    """A layer without a source would be a map error; ids are unique, and what plotly looks for is there."""
    style = basemap_style.map_style(dark=False, assets_url=assets_url, tiles_url=tiles_url)
    assert {layer["source"] for layer in style["layers"] if layer["type"] != "background"} == set(style["sources"])
    ids = [layer["id"] for layer in style["layers"]]
    assert len(ids) == len(set(ids))
    assert style["version"] == 8
    json.dumps(style)


def test_tiles_lie_over_the_light_world_and_below_the_names() -> None:
    """The order of the layers is the order of painting."""
    style = basemap_style.map_style(dark=False, assets_url=assets_url, tiles_url=TILES)
    order = [layer["id"] for layer in style["layers"]]
    assert order.index("world-border") < order.index("tiles-sea") < order.index("tiles-land")
    assert order[-1] == "country-names"


def test_light_and_dark_differ_in_colours_alone() -> None:
    """Both styles have the same layers; each colour of the one is another in the other."""
    light, dark = (basemap_style.map_style(dark=dark, assets_url=assets_url) for dark in (False, True))
    assert [layer["id"] for layer in light["layers"]] == [layer["id"] for layer in dark["layers"]]
    assert not {text for text in texts(light) if text.startswith("#")} & {
        text for text in texts(dark) if text.startswith("#")
    }


def test_names_come_in_any_language() -> None:
    """A name given for a code is shown, the others stay as they are."""
    found = {country.code: country.name for country in basemap_style.read_countries(FOLDER, names={"ES": "España"})}
    assert found["ES"] == "España"
    assert found["FR"] == "France"
    style = basemap_style.map_style(dark=False, assets_url=assets_url, names={"ES": "España"})
    assert "España" in set(texts(style))


@pytest.mark.parametrize(
    ("code", "south", "west", "north", "east"),
    [
        ("FR", 42, -5, 51, 8),
        ("PT", 37, -9.5, 42, -6),
        ("NO", 58, 5, 71, 31),
        ("FI", 60, 20, 70, 32),
        ("XK", 41.8, 20, 43.3, 21.8),
        ("US", 30, -120, 49, -75),
        ("FJ", -19, 177, -16, 180),
        ("NA", -29, 12, -17, 25),
    ],
)
def test_names_stand_inside_their_country(code: str, south: float, west: float, north: float, east: float) -> None:
    """The point of a name lies well inside the largest part of its country."""
    (found,) = [country for country in basemap_style.read_countries(FOLDER) if country.code == code]
    assert south < found.latitude < north
    assert west < found.longitude < east


def test_large_countries_are_named_first() -> None:
    """The larger a country, the wider the zoom at which its name shows; each code stands once."""
    countries = basemap_style.read_countries(FOLDER)
    assert len({country.code for country in countries}) == len(countries) > 230
    zooms = {country.code: country.zoom for country in countries}
    assert zooms["RU"] < zooms["FR"] < zooms["LU"] < zooms["MC"]
    assert [country.zoom for country in countries] == sorted(zooms.values())


def test_the_world_is_light_enough_to_come_with_the_page() -> None:
    """World and names together weigh at most 85 kB on the wire."""
    sizes = [len(brotli.compress((FOLDER / name).read_bytes())) for name in ("world.json", "labels.json")]
    assert sum(sizes) < 85_000
