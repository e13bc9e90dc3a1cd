"""Export: each format as a link with the selection and a description of its content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from dash import html

from dashboard.components.dialogs.base import dialog, group
from dashboard.components.html import hyphenate
from dashboard.exports.calendar_ics import has_days
from dashboard.exports.records import selected_events
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.text.i18n import format_number, ngettext
from dashboard.text.i18n import gettext as _


class Format(NamedTuple):
    """A file to download: its name below `export/`, its title and its content."""

    name: str
    title: str
    description: str


def lists() -> tuple[Format, ...]:
    """Return the formats with the cities of a selection."""
    return (
        Format(
            "cities.csv",
            _("Cities as a table (CSV)"),
            _(
                "One row per city: names, country, role, place, population, website, summary, topics, facts, events,"
                " sources."
            ),
        ),
        Format(
            "facts.csv",
            _("Facts as a table (CSV)"),
            _("One row per fact: city, topic or event, text, year, basis, and its source with language and dates."),
        ),
        Format(
            "cities.geojson",
            _("Cities for maps (GeoJSON)"),
            _("One point per city in WGS 84, with all its facts, for QGIS and other maps."),
        ),
        Format(
            "cities.json",
            _("Cities for programs (JSON)"),
            _("Cities with facts and sources, their events, and the network's texts about itself."),
        ),
    )


def pictures() -> tuple[Format, ...]:
    """Return the formats with the map of a selection."""
    return (
        Format("map.png", _("Map as a picture (PNG)"), _("2,400 pixels wide, with summary, legend, sources and date.")),
        Format("map.svg", _("Map as a vector graphic (SVG)"), _("The same map, for print at any size.")),
    )


def calendars() -> tuple[Format, ...]:
    """Return the formats with the events of a selection."""
    return (
        Format(
            "events.ics",
            _("Events as a calendar (ICS)"),
            _("Title, dates, place, description, participants and source. Calendars can subscribe to this address."),
        ),
        Format(
            "events.csv",
            _("Events as a table (CSV)"),
            _("One row per event: title, kind, dates, place, summary, description, cities, sources."),
        ),
    )


def profile() -> Format:
    """Return the format with one city."""
    return Format(
        "city.md", _("Profile as text (Markdown)"), _("Summary, facts and events of the open city, with sources.")
    )


def contents(selection: Selection) -> dict[str, str]:
    """Return the content of each file of a resolved state, by file name: "3 cities, 47 facts"."""
    network = selection.network
    selected = selection.ids
    cities, facts = _cities(len(selected)), _facts(sum(counts_of_facts(network, selected)))
    placed = int(network.cities.loc[network.cities["id"].isin(selected), "latitude"].notna().sum())
    of_selection = len(list(selected_events(selection.with_state(selection.state.replace(event="")))))
    events = list(selected_events(selection))
    dated = sum(has_days(event) for event in events)
    counts = {
        "cities.csv": [cities],
        "facts.csv": [facts],
        "cities.geojson": [cities, facts],
        "cities.json": [cities, facts, _events(of_selection)],
        "map.png": [_cities(placed)],
        "map.svg": [_cities(placed)],
        "events.ics": [_events(dated)],
        "events.csv": [_events(len(events))],
        "city.md": [],
    }
    if city := network.city(selection.state.city):
        counts["city.md"] = [city.label, _facts(sum(counts_of_facts(network, [city.id])))]
    return {name: ", ".join(words) for name, words in counts.items()}


def counts_of_facts(network: Network, cities: Sequence[str]) -> tuple[int, int, int]:
    """Count the facts about some cities: on topics, on participation, and summaries with a source."""
    known = network.cities[network.cities["id"].isin(list(cities))]
    return (
        int(network.city_topics["city"].isin(list(cities)).sum()),
        int(network.participation["city"].isin(list(cities)).sum()),
        int(((known["summary"] != "") & (known["source"] != "")).sum()),
    )


def _cities(count: int) -> str:
    return ngettext("{count} city", "{count} cities", count).format(count=format_number(count))


def _facts(count: int) -> str:
    return ngettext("{count} fact", "{count} facts", count).format(count=format_number(count))


def _events(count: int) -> str:
    return ngettext("{count} event", "{count} events", count).format(count=format_number(count))


def export_dialog(selection: Selection) -> html.Dialog:
    """Build the dialog; scripts update links and counts when the address changes."""
    state = selection.state
    held = contents(selection)
    query = state.replace(page=state.page, embed=False, theme="auto", tab="cities").to_query()

    def item(file: Format, *, hidden: bool = False, needs: str = "") -> html.Li:
        href = f"export/{file.name}" + (f"?{query}" if query else "")
        attributes = hyphenate({"data_export": file.name} | ({"data_needs": needs} if needs else {}))
        count = html.Span(held[file.name], className="export-count", **hyphenate({"data_export_count": file.name}))
        words = [html.Strong(file.title), count, html.Span(file.description, className="muted")]
        return html.Li(html.A(words, href=href, download="", **attributes), hidden=hidden or None)

    others: list[Any] = [item(each) for each in calendars()] if selection.network.events else []
    others.append(item(profile(), hidden=not state.city, needs="city"))
    return dialog(
        "export",
        _("Export"),
        [
            html.P(selection.sentence, id="export-sentence", className="dialog-lead"),
            group(_("Lists"), [html.Ul([item(each) for each in lists()], className="exports")]),
            group(_("Pictures"), [html.Ul([item(each) for each in pictures()], className="exports")]),
            group(_("Events and profile"), [html.Ul(others, className="exports")]),
        ],
    )
