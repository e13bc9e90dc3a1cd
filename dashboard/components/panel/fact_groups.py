"""Facts of several cities, where what is said word for word of many is said once with all their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from dashboard.components.html import fact_item
from dashboard.components.panel.navigation import city_link
from dashboard.model.network import Fact, Network
from dashboard.query.state import State
from dashboard.text.i18n import format_number, ngettext
from dashboard.text.i18n import gettext as _

MOST_NAMES = 40
"""Names that are in sight at once; those beyond stand behind a button."""
MOST_UNFOLDED = 300
"""Names that are written at all; a list of thousands is the table's."""


def folded_facts(facts: Sequence[Fact]) -> list[Any]:
    """Show the first fact, and the others behind a button."""
    first, rest = facts[:1], facts[1:]
    shown: list[Any] = [html.Ul([fact_item(fact) for fact in first], className="facts-list")]
    if rest:
        more = ngettext("{count} more fact", "{count} more facts", len(rest)).format(count=format_number(len(rest)))
        others = html.Ul([fact_item(fact) for fact in rest], className="facts-list")
        shown.append(html.Details([html.Summary(more), others], className="more-facts"))
    return shown


def group_by_fact(said: Iterable[tuple[str, Fact]]) -> dict[Fact, list[str]]:
    """Collect the ids of the cities of which the same is said, on the same basis, by the same source, in order."""
    found: dict[Fact, list[str]] = {}
    for city, fact in said:
        cities = found.setdefault(fact, [])
        if city not in cities:
            cities.append(city)
    return found


def grouped_facts(network: Network, state: State, said: Iterable[tuple[str, Fact]]) -> html.Ul:
    """Show each fact once, under the names of all its cities."""
    items = [fact_item(fact, before=names(network, state, cities)) for fact, cities in group_by_fact(said).items()]
    return html.Ul(items, className="facts-list")


def names(network: Network, state: State, cities: Sequence[str], *, counted: bool = True) -> html.Div | html.A:
    """Show the names of cities as links, one after the other; of many, the first and a way to see more."""
    if len(cities) == 1:
        return city_link(network, state, cities[0])
    shown: list[Any] = []
    if counted:
        count = ngettext("{count} city", "{count} cities", len(cities)).format(count=format_number(len(cities)))
        shown.append(html.P(count, className="names-count"))
    shown.append(_names(network, state, cities[:MOST_NAMES]))
    if len(cities) > MOST_NAMES:
        rest: list[Any] = [_names(network, state, cities[MOST_NAMES:MOST_UNFOLDED])]
        if len(cities) > MOST_UNFOLDED:
            left = _("and {count} more").format(count=format_number(len(cities) - MOST_UNFOLDED))
            rest.append(html.P(left, className="muted"))
        more = _("{count} more").format(count=format_number(len(cities) - MOST_NAMES))
        shown.append(html.Details([html.Summary(more), *rest]))
    return html.Div(shown, className="names")


def _names(network: Network, state: State, cities: Sequence[str]) -> html.Ul:
    return html.Ul([html.Li(city_link(network, state, city)) for city in cities], className="names-list")
