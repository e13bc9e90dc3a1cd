"""The registry of export formats: a new format is one entry here and a module that writes it.

Routes, command line, and the dialogs for export and API read it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dashboard.exports.calendar_ics import events_ics
from dashboard.exports.counts import ExportCounts
from dashboard.exports.geojson import cities_geojson, cities_json
from dashboard.exports.map_sheet import SHEETS, sheet_svg
from dashboard.exports.markdown import city_markdown
from dashboard.exports.tables_csv import cities_csv, events_csv, facts_csv
from dashboard.maps.basemap_style import Country, read_countries
from dashboard.maps.svg.outlines import Outlines
from dashboard.query.selection import Selection
from dashboard.query.state import DETAIL_KEYS, FILTER_KEYS
from dashboard.text.i18n import gettext as _

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


class Group(StrEnum):
    """Group of a format in the dialogs."""

    LIST = "list"
    PICTURE = "picture"
    EVENT = "event"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One export format.

    Args:
        title, description: texts for the dialogs, in the current language.
        group: its group in the dialogs; browsers show pictures instead of saving them.
        content_type: media type, with charset for text.
        extension: file extension.
        stem: the content in one word, a part of the file name.
        keys: the state keys that it depends on.
        make: returns its content; takes selection, context, the name of the sheet and the address of the view.
        holds: returns the counts of its content.
        needs: a state key that must have a value, or "".
    """

    title: Callable[[], str]
    description: Callable[[], str]
    group: Group
    content_type: str
    extension: str
    stem: str
    keys: tuple[str, ...]
    make: Callable[[Selection, RenderContext, str, str], bytes]
    holds: Callable[[ExportCounts], Sequence[str]]
    needs: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether browsers show it instead of saving it."""
        return self.group is Group.PICTURE


def _svg(selection: Selection, context: RenderContext, sheet: str, address: str) -> str:
    return sheet_svg(
        selection, outlines=context.outlines, countries=context.countries, sheet=SHEETS[sheet], address=address
    )


def _png(selection: Selection, context: RenderContext, sheet: str, address: str) -> bytes:
    return context.draw_png(_svg(selection, context, sheet, address), width=SHEETS[sheet].png_width)


FORMATS: Mapping[str, Format] = {
    "cities.csv": Format(
        title=lambda: _("Cities as a table (CSV)"),
        description=lambda: _(
            "One row per city: names, country, role, place, population, website, summary, topics, facts, events,"
            " sources."
        ),
        group=Group.LIST,
        content_type="text/csv; charset=utf-8",
        extension="csv",
        stem="cities",
        keys=LIST_KEYS,
        make=lambda s, *_: cities_csv(s),
        holds=lambda counts: [counts.cities],
    ),
    "facts.csv": Format(
        title=lambda: _("Facts as a table (CSV)"),
        description=lambda: _(
            "One row per fact: city, topic or event, text, year, basis, and its source with language and dates."
        ),
        group=Group.LIST,
        content_type="text/csv; charset=utf-8",
        extension="csv",
        stem="facts",
        keys=LIST_KEYS,
        make=lambda s, *_: facts_csv(s),
        holds=lambda counts: [counts.facts],
    ),
    "cities.geojson": Format(
        title=lambda: _("Cities for maps (GeoJSON)"),
        description=lambda: _("One point per city in WGS 84, with all its facts, for QGIS and other maps."),
        group=Group.LIST,
        content_type="application/geo+json",
        extension="geojson",
        stem="cities",
        keys=LIST_KEYS,
        make=lambda s, *_: cities_geojson(s),
        holds=lambda counts: [counts.cities, counts.facts],
    ),
    "cities.json": Format(
        title=lambda: _("Cities for programs (JSON)"),
        description=lambda: _("Cities with facts and sources, their events, and the network's texts about itself."),
        group=Group.LIST,
        content_type="application/json",
        extension="json",
        stem="cities",
        keys=LIST_KEYS,
        make=lambda s, *_: cities_json(s),
        holds=lambda counts: [counts.cities, counts.facts, counts.events_of_cities],
    ),
    "map.png": Format(
        title=lambda: _("Map as a picture (PNG)"),
        description=lambda: _("2,400 pixels wide, with summary, legend, sources and date."),
        group=Group.PICTURE,
        content_type="image/png",
        extension="png",
        stem="map",
        keys=PICTURE_KEYS,
        make=_png,
        holds=lambda counts: [counts.mapped_cities],
    ),
    "map.svg": Format(
        title=lambda: _("Map as a vector graphic (SVG)"),
        description=lambda: _("The same map, for print at any size."),
        group=Group.PICTURE,
        content_type="image/svg+xml",
        extension="svg",
        stem="map",
        keys=PICTURE_KEYS,
        make=lambda *a: _svg(*a).encode(),
        holds=lambda counts: [counts.mapped_cities],
    ),
    "events.ics": Format(
        title=lambda: _("Events as a calendar (ICS)"),
        description=lambda: _(
            "Title, dates, place, description, participants and source. Calendars can subscribe to this address."
        ),
        group=Group.EVENT,
        content_type="text/calendar; charset=utf-8",
        extension="ics",
        stem="events",
        keys=EVENT_KEYS,
        make=lambda s, *_: events_ics(s),
        holds=lambda counts: [counts.dated_events],
    ),
    "events.csv": Format(
        title=lambda: _("Events as a table (CSV)"),
        description=lambda: _("One row per event: title, kind, dates, place, summary, description, cities, sources."),
        group=Group.EVENT,
        content_type="text/csv; charset=utf-8",
        extension="csv",
        stem="events",
        keys=EVENT_KEYS,
        make=lambda s, *_: events_csv(s),
        holds=lambda counts: [counts.events],
    ),
    "city.md": Format(
        title=lambda: _("Profile as text (Markdown)"),
        description=lambda: _("Summary, facts and events of the open city, with sources."),
        group=Group.PROFILE,
        content_type="text/markdown; charset=utf-8",
        extension="md",
        stem="profile",
        keys=PROFILE_KEYS,
        make=lambda s, *_: city_markdown(s.network, s.state.city),
        holds=lambda counts: [counts.profile],
        needs="city",
    ),
}
"""All exports, by the last segment of their address, in the order of the dialogs."""


def contents(selection: Selection) -> dict[str, str]:
    """Return what each export of a resolved state contains, by format: "3 cities, 47 facts"."""
    counts = ExportCounts(selection)
    return {name: ", ".join(one.holds(counts)) for name, one in FORMATS.items()}
