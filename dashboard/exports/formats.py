"""The registry of export formats: name, writer, and the state keys that each depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.exports.calendar_ics import events_ics
from dashboard.exports.geojson import cities_geojson, cities_json
from dashboard.exports.map_sheet import SHEETS, sheet_svg
from dashboard.exports.markdown import city_markdown
from dashboard.exports.tables_csv import cities_csv, events_csv, facts_csv
from dashboard.maps.basemap_style import Country, read_countries
from dashboard.maps.svg.outlines import Outlines
from dashboard.query.selection import Selection
from dashboard.query.state import DETAIL_KEYS, FILTER_KEYS

LIST_KEYS = (*FILTER_KEYS, "sort")
EVENT_KEYS = (*FILTER_KEYS, "event")
PICTURE_KEYS = (*FILTER_KEYS, *DETAIL_KEYS, "view")
PROFILE_KEYS = ("city", "lang")


@dataclass(frozen=True, slots=True)
class RenderContext:
    """Dependencies of pictures: shapes of the basemap, country names, and a function from SVG to PNG."""

    outlines: Outlines
    countries: Sequence[Country]
    draw_png: Callable[..., bytes]

    @classmethod
    def of(cls, folder: Path, draw_png: Callable[..., bytes]) -> RenderContext:
        """Read the basemap from assets/basemap."""
        return cls(Outlines(folder), read_countries(folder), draw_png)


@dataclass(frozen=True, slots=True)
class Format:
    """One export format.

    Args:
        content_type: media type, with charset for text.
        extension: file extension.
        stem: the content in one word, a part of the file name.
        keys: the state keys that it depends on.
        make: returns its content; takes selection, context, the name of the sheet and the address of the view.
        is_picture: whether browsers show it instead of saving it.
    """

    content_type: str
    extension: str
    stem: str
    keys: tuple[str, ...]
    make: Callable[[Selection, RenderContext, str, str], bytes]
    is_picture: bool = False


def _svg(selection: Selection, context: RenderContext, sheet: str, address: str) -> str:
    return sheet_svg(
        selection, outlines=context.outlines, countries=context.countries, sheet=SHEETS[sheet], address=address
    )


def _png(selection: Selection, context: RenderContext, sheet: str, address: str) -> bytes:
    return context.draw_png(_svg(selection, context, sheet, address), width=SHEETS[sheet].png_width)


FORMATS: Mapping[str, Format] = {
    "cities.csv": Format("text/csv; charset=utf-8", "csv", "cities", LIST_KEYS, lambda s, *_: cities_csv(s)),
    "facts.csv": Format("text/csv; charset=utf-8", "csv", "facts", LIST_KEYS, lambda s, *_: facts_csv(s)),
    "events.csv": Format("text/csv; charset=utf-8", "csv", "events", EVENT_KEYS, lambda s, *_: events_csv(s)),
    "cities.json": Format("application/json", "json", "cities", LIST_KEYS, lambda s, *_: cities_json(s)),
    "cities.geojson": Format("application/geo+json", "geojson", "cities", LIST_KEYS, lambda s, *_: cities_geojson(s)),
    "map.svg": Format("image/svg+xml", "svg", "map", PICTURE_KEYS, lambda *a: _svg(*a).encode(), is_picture=True),
    "map.png": Format("image/png", "png", "map", PICTURE_KEYS, _png, is_picture=True),
    "events.ics": Format("text/calendar; charset=utf-8", "ics", "events", EVENT_KEYS, lambda s, *_: events_ics(s)),
    "city.md": Format(
        "text/markdown; charset=utf-8",
        "md",
        "profile",
        PROFILE_KEYS,
        lambda s, *_: city_markdown(s.network, s.state.city),
    ),
}
"""All exports, by the last segment of their address."""
