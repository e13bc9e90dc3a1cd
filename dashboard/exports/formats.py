"""What can be exported, each format under one name: how it is made, and on what part of a state it depends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.exports.geojson import cities_geojson, cities_json
from dashboard.exports.icalendar import events_ics
from dashboard.exports.map_sheet import SHEETS, sheet_svg
from dashboard.exports.markdown import city_markdown
from dashboard.exports.tables_csv import cities_csv, events_csv, facts_csv
from dashboard.maps.basemap_style import Country, read_countries
from dashboard.maps.svg.outlines import Outlines
from dashboard.model.network import Network
from dashboard.query.state import State


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What a picture is drawn with: the shapes of the basemap, names of countries, and a way from SVG to PNG."""

    outlines: Outlines
    countries: Sequence[Country]
    draw_png: Callable[..., bytes]

    @classmethod
    def of(cls, folder: Path, draw_png: Callable[..., bytes]) -> RenderContext:
        """Read the basemap from assets/basemap."""
        return cls(Outlines(folder), read_countries(folder), draw_png)


@dataclass(frozen=True, slots=True)
class Format:
    """One export.

    Args:
        content_type: with charset where it is text.
        extension: of the file.
        stem: what the file holds, a word of its name.
        only: the part of a state that it depends on.
        make: writes it; takes network, state, studio, the name of the sheet and the address of the view.
        is_picture: whether it is shown in the browser and not saved at once.
    """

    content_type: str
    extension: str
    stem: str
    only: Callable[[State], State]
    make: Callable[[Network, State, RenderContext, str, str], bytes]
    is_picture: bool = False


def of_list(state: State) -> State:
    """Keep what a list of cities depends on."""
    return replace(
        State(),
        **{key: getattr(state, key) for key in ("country", "role", "topic", "match", "attended", "q", "sort", "lang")},
    )


def of_events(state: State) -> State:
    """Keep what a list of events depends on."""
    return replace(of_list(state), sort="", event=state.event)


def of_picture(state: State) -> State:
    """Keep what a picture of the map depends on."""
    opened = {key: getattr(state, key) for key in ("city", "event", "about", "compare", "view")}
    return replace(of_list(state), sort="", **opened)


def of_profile(state: State) -> State:
    """Keep what a profile depends on."""
    return State(city=state.city, lang=state.lang)


def _svg(network: Network, state: State, studio: RenderContext, sheet: str, address: str) -> str:
    return sheet_svg(
        network, state, outlines=studio.outlines, countries=studio.countries, sheet=SHEETS[sheet], address=address
    )


def _png(network: Network, state: State, studio: RenderContext, sheet: str, address: str) -> bytes:
    return studio.draw_png(_svg(network, state, studio, sheet, address), width=SHEETS[sheet].png_width)


FORMATS: Mapping[str, Format] = {
    "cities.csv": Format("text/csv; charset=utf-8", "csv", "cities", of_list, lambda n, s, *_: cities_csv(n, s)),
    "facts.csv": Format("text/csv; charset=utf-8", "csv", "facts", of_list, lambda n, s, *_: facts_csv(n, s)),
    "events.csv": Format("text/csv; charset=utf-8", "csv", "events", of_events, lambda n, s, *_: events_csv(n, s)),
    "cities.json": Format("application/json", "json", "cities", of_list, lambda n, s, *_: cities_json(n, s)),
    "cities.geojson": Format(
        "application/geo+json", "geojson", "cities", of_list, lambda n, s, *_: cities_geojson(n, s)
    ),
    "map.svg": Format("image/svg+xml", "svg", "map", of_picture, lambda *a: _svg(*a).encode(), is_picture=True),
    "map.png": Format("image/png", "png", "map", of_picture, _png, is_picture=True),
    "events.ics": Format("text/calendar; charset=utf-8", "ics", "events", of_events, lambda n, s, *_: events_ics(n, s)),
    "city.md": Format(
        "text/markdown; charset=utf-8", "md", "profile", of_profile, lambda n, s, *_: city_markdown(n, s.city)
    ),
}
"""All exports, by the last part of their address."""
