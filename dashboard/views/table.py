"""The table of cities: the map for whoever does not see or like maps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from dashboard.countries import country_name
from dashboard.network.model import Network
from dashboard.network.selection import order, select
from dashboard.network.sentence import role_name
from dashboard.network.state import State
from dashboard.texts import gettext as _
from dashboard.texts import language, ngettext, number
from dashboard.views.markup import aria, data, link

PAGE_SIZE = 100
"""Cities on one page of the table."""


def table_view(network: Network, state: State) -> list[Any]:
    """Show the matching cities, sortable by header, a hundred on a page."""
    matching = select(network, state)
    ordered = order(network, state)
    rows = ordered[matching[ordered]].tolist()
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(state.page, pages)
    if not rows:
        return [html.P(_("No city to list with these filters."), className="empty")]
    shown = rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    columns = _columns(network)
    table = html.Table(
        [
            html.Caption(_("Cities"), className="told"),
            html.Thead(html.Tr([_header(state, key, title) for key, title in columns.items()])),
            html.Tbody([_row(network, state, row, columns) for row in shown]),
        ],
        className="cities",
    )
    return [table] if pages == 1 else [table, pager(state, page, pages, len(rows))]


def _columns(network: Network) -> dict[str, str]:
    columns = {"city": _("City"), "country": _("Country")}
    if network.cities["role"].any():
        columns["role"] = _("Role")
    if network.topics:
        columns["topics"] = _("Topics")
    if network.events:
        columns["events"] = _("Events")
    return columns


def _header(state: State, key: str, title: str) -> html.Th:
    sorted_by, descending = state.sort.removeprefix("-") == key, state.sort.startswith("-")
    first = f"-{key}" if key in ("topics", "events") else key
    second = key if first.startswith("-") else f"-{key}"
    following = {first: second, second: ""}.get(state.sort, first)
    arrow = html.Span(("↓" if descending else "↑") if sorted_by else "", className="arrow", **aria(hidden="true"))
    return html.Th(
        link([title, arrow], state.but(sort=following), "table"),
        scope="col",
        className="number" if key in ("topics", "events") else None,
        **aria(sort=("descending" if descending else "ascending") if sorted_by else "none"),
    )


def _row(network: Network, state: State, row: int, columns: Iterable[str]) -> html.Tr:
    city = {key: str(network.cities[key].iat[row]) for key in ("id", "label", "country", "role", "topics", "events")}
    dot = [html.Span(className=f"dot dot-{city['role']}")] if city["role"] else []
    cells = {
        "country": html.Td(country_name(city["country"], language()) if city["country"] else ""),
        "role": html.Td(role_name(city["role"]) if city["role"] else ""),
        "topics": html.Td(city["topics"], className="number"),
        "events": html.Td(city["events"], className="number"),
    }
    name = link([*dot, html.Span(city["label"])], state.open("city", city["id"]), "opened", className="city-link")
    return html.Tr(
        [html.Th(name, scope="row"), *(cells[key] for key in columns if key != "city")],
        **data(row=city["id"]),
    )


def pager(state: State, page: int, pages: int, total: int) -> html.Nav:
    """Show the way to the previous and next page, and how many cities there are on all of them."""
    said = ngettext("page {page} of {pages}, {total} city", "page {page} of {pages}, {total} cities", total).format(
        page=number(page), pages=number(pages), total=number(total)
    )
    before = [link(_("Previous page"), state.but(page=page - 1), "table", className="button")] if page > 1 else []
    after = [link(_("Next page"), state.but(page=page + 1), "table", className="button")] if page < pages else []
    return html.Nav([*before, html.Span(said), *after], className="pager", **aria(label=_("Pages of the table")))
