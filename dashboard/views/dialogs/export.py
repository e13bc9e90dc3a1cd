"""Export: each format as a link that holds the selection, with a word on what is in it."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.network.model import Network
from dashboard.network.sentence import plain, sentence
from dashboard.network.state import State
from dashboard.texts import gettext as _
from dashboard.views.dialogs.frame import dialog, group
from dashboard.views.markup import named


def export_dialog(network: Network, state: State) -> html.Dialog:
    """Build the dialog; scripts keep the links in step with the address."""
    query = state.but(page=state.page, embed=False, theme="auto", tab="cities").to_query()

    def item(name: str, title: str, told: str, *, hidden: bool = False, needs: str = "") -> html.Li:
        href = f"export/{name}" + (f"?{query}" if query else "")
        attributes = named({"data_export": name} | ({"data_needs": needs} if needs else {}))
        words = [html.Strong(title), html.Span(told, className="muted")]
        return html.Li(html.A(words, href=href, download="", **attributes), hidden=hidden or None)

    lists: list[Any] = [
        item("cities.csv", _("Cities as a table (CSV)"), _("One row per city with its facts and their sources.")),
        item(
            "facts.csv", _("Facts as a table (CSV)"), _("One row per fact: what, on what basis, read where and when.")
        ),
        item("cities.geojson", _("Cities for maps (GeoJSON)"), _("For QGIS, geojson viewers and other maps.")),
        item("cities.json", _("Cities for programs (JSON)"), _("The same, with all facts and sources.")),
    ]
    pictures: list[Any] = [
        item("map.png", _("Map as a picture (PNG)"), _("2,400 pixels wide, with sentence, legend, sources and date.")),
        item("map.svg", _("Map as a drawing (SVG)"), _("The same, for print at any size.")),
    ]
    others: list[Any] = []
    if network.events:
        others.append(item("events.ics", _("Events as a calendar (ICS)"), _("Those the selection took part in.")))
    profile = _("The opened city with its sources.")
    others.append(item("city.md", _("Profile as text (Markdown)"), profile, hidden=not state.city, needs="city"))
    return dialog(
        "export",
        _("Export"),
        [
            html.P(plain(sentence(network, state)), id="export-sentence", className="dialog-lead"),
            group(_("Lists"), [html.Ul(lists, className="exports")]),
            group(_("Pictures"), [html.Ul(pictures, className="exports")]),
            group(_("Events and profile"), [html.Ul(others, className="exports")]),
        ],
    )
