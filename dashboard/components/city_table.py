"""The table of cities, the accessible alternative to the map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from dash import html

from dashboard.components.html import SEPARATOR, aria, data
from dashboard.components.links import link
from dashboard.model.entities import Role
from dashboard.model.facts import Basis
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import FILTER_KEYS, State
from dashboard.query.summary import role_name
from dashboard.reference.countries import country_name
from dashboard.text.i18n import format_number, language, ngettext
from dashboard.text.i18n import gettext as _

PAGE_SIZE = 100
"""Cities per page of the table."""
MAIN_TOPICS = 2
"""Maximum number of topics in a row: those with the strongest evidence, see `main_topics`."""
NUMBERS = ("topics", "events")


def table_view(selection: Selection) -> list[Any]:
    """Show the matching cities, sortable by header, a hundred per page."""
    state = selection.state
    matching = selection.mask
    ordered = selection.order
    rows = ordered[matching[ordered]].tolist()
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(state.page, pages)
    if not rows:
        return [html.P(_("No city to list with these filters."), className="empty")]
    children = rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    columns = _columns(selection)
    table = html.Table(
        [
            html.Caption(_("Cities"), className="visually-hidden"),
            html.Thead(html.Tr([_header(selection, key, title) for key, title in columns.items()])),
            html.Tbody([_row(selection, row, columns) for row in children]),
        ],
        className="cities",
    )
    turn = [pager(state, page, pages, len(rows))] if pages > 1 else []
    return [table, html.Div([*turn, _download(state, len(rows))], className="table-foot")]


def _download(state: State, count: int) -> html.A:
    """Offer the whole list as a file, where it is looked at: with the filters and in the order of the table."""
    label = ngettext("Download {count} city as CSV", "Download {count} cities as CSV", count)
    query = state.keep(*FILTER_KEYS, "sort").to_query()
    href = "export/cities.csv" + (f"?{query}" if query else "")
    return html.A(label.format(count=format_number(count)), href=href, download="", className="button")


def _columns(selection: Selection) -> dict[str, str]:
    network = selection.network
    columns = {"city": _("City"), "country": _("Country")}
    if network.cities["role"].any():
        columns["role"] = _("Role")
    if network.topics:
        columns["main"] = _("Facts on the chosen topics") if selection.state.topic else _("Main topics")
        columns["topics"] = _("Topics")
    if network.events:
        columns["events"] = _("Events")
    return columns


def default_sort(network: Network) -> str:
    """Return the column of the network's default order: "role" or "city", else ""."""
    cities = network.cities
    if cities["role"].any():
        known = pd.Categorical(cities["role"], categories=[*map(str, Role), ""], ordered=True)
        if pd.Series(known.codes).is_monotonic_increasing:
            return "role"
    return "city" if cities["label"].is_monotonic_increasing else ""


def main_topics(network: Network, city: str) -> list[str]:
    """Return the titles of the topics with most evidence for a city, by stated facts, then by all facts.

    Ties keep the order of the network.
    """
    weights = []
    for position, topic in enumerate(network.topics_of(city)):
        facts = network.facts(city, topic.id)
        weights.append((-sum(fact.basis is Basis.STATED for fact in facts), -len(facts), position, topic.title))
    return [title for *_weight, title in sorted(weights)[:MAIN_TOPICS]]


def _topics(selection: Selection, city: str) -> str:
    """Show the main topics of a city or, if topics are selected, these with the number of facts on each."""
    network = selection.network
    if not selection.state.topic:
        return SEPARATOR.join(main_topics(network, city))
    counts = []
    for chosen in selection.state.topic:
        count = sum(len(network.facts(city, topic)) for topic in network.with_descendants(chosen))
        if count:
            counts.append(f"{network.topic_by_id[chosen].title} ({format_number(count)})")
    return SEPARATOR.join(counts)


def _header(selection: Selection, key: str, title: str) -> html.Th:
    if key == "main":
        return html.Th(title, scope="col")
    children = selection.state.sort or default_sort(selection.network)
    sorted_by, descending = children.removeprefix("-") == key, children.startswith("-")
    first = f"-{key}" if key in NUMBERS else key
    second = key if first.startswith("-") else f"-{key}"
    following = {first: second, second: ""}.get(children, first)
    arrow = html.Span(("↓" if descending else "↑") if sorted_by else "", className="arrow", **aria(hidden="true"))
    return html.Th(
        link([title, arrow], selection.state.replace(sort=following), "table"),
        scope="col",
        className="number" if key in NUMBERS else None,
        **aria(sort=("descending" if descending else "ascending") if sorted_by else "none"),
    )


def _row(selection: Selection, row: int, columns: Iterable[str]) -> html.Tr:
    city = {
        key: str(selection.network.cities[key].iat[row])
        for key in ("id", "label", "country", "role", "topics", "events")
    }
    dot = [html.Span(className=f"dot dot-{city['role']}")] if city["role"] else []
    cells = {
        "country": html.Td(country_name(city["country"], language()) if city["country"] else ""),
        "role": html.Td(role_name(city["role"]) if city["role"] else ""),
        "main": html.Td(_topics(selection, city["id"]) if "main" in columns else "", className="main-topics"),
        "topics": html.Td(city["topics"], className="number"),
        "events": html.Td(city["events"], className="number"),
    }
    name = link(
        [*dot, html.Span(city["label"])], selection.state.open("city", city["id"]), "opened", className="city-link"
    )
    return html.Tr(
        [html.Th(name, scope="row"), *(cells[key] for key in columns if key != "city")],
        **data(row=city["id"]),
    )


def pager(state: State, page: int, pages: int, total: int) -> html.Nav:
    """Show links to the previous and next page, and the total number of cities."""
    text = ngettext("page {page} of {pages}, {total} city", "page {page} of {pages}, {total} cities", total).format(
        page=format_number(page), pages=format_number(pages), total=format_number(total)
    )
    before = [link(_("Previous page"), state.replace(page=page - 1), "table", className="button")] if page > 1 else []
    after = [link(_("Next page"), state.replace(page=page + 1), "table", className="button")] if page < pages else []
    return html.Nav([*before, html.Span(text), *after], className="pager", **aria(label=_("Pages of the table")))
