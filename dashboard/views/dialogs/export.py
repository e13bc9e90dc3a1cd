"""Export: each format as a link that holds the selection, with a word on what is in it."""

from __future__ import annotations

from typing import Any, NamedTuple

from dash import html

from dashboard.network.model import Network
from dashboard.network.sentence import plain, sentence
from dashboard.network.state import State
from dashboard.texts import gettext as _
from dashboard.views.dialogs.frame import dialog, group
from dashboard.views.markup import named


class Format(NamedTuple):
    """A file that can be had: its name below `export/`, what it is, and what is in it."""

    name: str
    title: str
    told: str


def lists() -> tuple[Format, ...]:
    """Return the formats that hold the cities of a selection."""
    return (
        Format("cities.csv", _("Cities as a table (CSV)"), _("One row per city with its facts and their sources.")),
        Format(
            "facts.csv", _("Facts as a table (CSV)"), _("One row per fact: what, on what basis, read where and when.")
        ),
        Format("cities.geojson", _("Cities for maps (GeoJSON)"), _("For QGIS, geojson viewers and other maps.")),
        Format("cities.json", _("Cities for programs (JSON)"), _("The same, with all facts and sources.")),
    )


def pictures() -> tuple[Format, ...]:
    """Return the formats that show the map of a selection."""
    return (
        Format(
            "map.png", _("Map as a picture (PNG)"), _("2,400 pixels wide, with sentence, legend, sources and date.")
        ),
        Format("map.svg", _("Map as a drawing (SVG)"), _("The same, for print at any size.")),
    )


def calendar() -> Format:
    """Return the format that holds the events of a selection."""
    return Format("events.ics", _("Events as a calendar (ICS)"), _("Those the selection took part in."))


def profile() -> Format:
    """Return the format that holds one city."""
    return Format("city.md", _("Profile as text (Markdown)"), _("The opened city with its sources."))


def export_dialog(network: Network, state: State) -> html.Dialog:
    """Build the dialog; scripts keep the links in step with the address."""
    query = state.but(page=state.page, embed=False, theme="auto", tab="cities").to_query()

    def item(file: Format, *, hidden: bool = False, needs: str = "") -> html.Li:
        href = f"export/{file.name}" + (f"?{query}" if query else "")
        attributes = named({"data_export": file.name} | ({"data_needs": needs} if needs else {}))
        words = [html.Strong(file.title), html.Span(file.told, className="muted")]
        return html.Li(html.A(words, href=href, download="", **attributes), hidden=hidden or None)

    others: list[Any] = [item(calendar())] if network.events else []
    others.append(item(profile(), hidden=not state.city, needs="city"))
    return dialog(
        "export",
        _("Export"),
        [
            html.P(plain(sentence(network, state)), id="export-sentence", className="dialog-lead"),
            group(_("Lists"), [html.Ul([item(each) for each in lists()], className="exports")]),
            group(_("Pictures"), [html.Ul([item(each) for each in pictures()], className="exports")]),
            group(_("Events and profile"), [html.Ul(others, className="exports")]),
        ],
    )
