"""Facts of several cities; identical facts are shown once with the names of all their cities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from dashboard.components.facts import fact_item
from dashboard.components.panel.navigation import city_link
from dashboard.model.facts import Fact
from dashboard.query.selection import Selection
from dashboard.text.i18n import format_number, ngettext
from dashboard.text.i18n import gettext as _

MOST_NAMES = 40
"""Maximum number of visible names; the others are collapsed."""
MOST_UNFOLDED = 300
"""Maximum number of names in the list; the table has all of them."""


def folded_facts(facts: Sequence[Fact]) -> list[Any]:
    """Show the first fact; the others are collapsed."""
    first, rest = facts[:1], facts[1:]
    children: list[Any] = [html.Ul([fact_item(fact) for fact in first], className="facts-list")]
    if rest:
        more = ngettext("{count} more fact", "{count} more facts", len(rest)).format(count=format_number(len(rest)))
        others = html.Ul([fact_item(fact) for fact in rest], className="facts-list")
        children.append(html.Details([html.Summary(more), others], className="more-facts"))
    return children


def group_by_fact(text: Iterable[tuple[str, Fact]]) -> dict[Fact, list[str]]:
    """Group city ids by fact: same text, same basis, same source, in order."""
    found: dict[Fact, list[str]] = {}
    for city, fact in text:
        cities = found.setdefault(fact, [])
        if city not in cities:
            cities.append(city)
    return found


def grouped_facts(selection: Selection, text: Iterable[tuple[str, Fact]]) -> html.Ul:
    """Show each fact once, under the names of all its cities."""
    items = [fact_item(fact, before=names(selection, cities)) for fact, cities in group_by_fact(text).items()]
    return html.Ul(items, className="facts-list")


def names(selection: Selection, cities: Sequence[str], *, counted: bool = True) -> html.Div | html.A:
    """Show city names as links; a long list collapses after the first ones."""
    if len(cities) == 1:
        return city_link(selection, cities[0])
    children: list[Any] = []
    if counted:
        count = ngettext("{count} city", "{count} cities", len(cities)).format(count=format_number(len(cities)))
        children.append(html.P(count, className="names-count"))
    children.append(_names(selection, cities[:MOST_NAMES]))
    if len(cities) > MOST_NAMES:
        rest: list[Any] = [_names(selection, cities[MOST_NAMES:MOST_UNFOLDED])]
        if len(cities) > MOST_UNFOLDED:
            left = _("and {count} more").format(count=format_number(len(cities) - MOST_UNFOLDED))
            rest.append(html.P(left, className="muted"))
        more = _("{count} more").format(count=format_number(len(cities) - MOST_NAMES))
        children.append(html.Details([html.Summary(more), *rest]))
    return html.Div(children, className="names")


def _names(selection: Selection, cities: Sequence[str]) -> html.Ul:
    return html.Ul([html.Li(city_link(selection, city)) for city in cities], className="names-list")
