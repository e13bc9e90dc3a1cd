"""The filters: one group per facet, each option a checkbox with the number of cities it would leave."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.network.model import Network
from dashboard.network.selection import Option, options, select
from dashboard.network.sentence import label_of
from dashboard.network.state import State
from dashboard.texts import gettext as _
from dashboard.texts import ngettext, number
from dashboard.views.markup import aria, link, named

LONG = 15
"""A facet with more options than this gets a search of its own."""


def filters_view(network: Network, state: State) -> list[Any]:
    """Show all facets and, for a screen on which they are a drawer, the way from them to what they leave."""
    facets = facets_view(network, state)
    return [html.Div(facets, className="facets"), _done(network, state)] if facets else []


def facets_view(network: Network, state: State) -> list[Any]:
    """Show all facets; a facet with no option in this network is not shown."""
    titles = {"role": _("Role"), "country": _("Country"), "topic": _("Topic"), "attended": _("Event")}
    groups = []
    for key, title in titles.items():
        found = options(network, state, key)
        if found:
            groups.append(_group(network, state, key, title, found))
    return groups


def legend_view(network: Network, state: State) -> list[Any]:
    """Show the roles as the legend of the map; ticking one filters by it."""
    return [_option(network, state, "role", option) for option in options(network, state, "role")]


def _done(network: Network, state: State) -> html.A:
    """Close the drawer that the filters are on a small screen, with what they leave."""
    count = int(select(network, state).sum())
    told = ngettext("Show {count} city", "Show {count} cities", count).format(count=number(count))
    return html.A(told, href="#", className="button done", **named({"data_drawer": "close"}))


def _group(network: Network, state: State, key: str, title: str, found: list[Option]) -> html.Div:
    heading: list[Any] = [html.H2(title, id=f"facet-{key}")]
    if key == "topic" and len(found) > 1:
        heading.append(_match(state))
    shown: list[Any] = [html.Div(heading, className="facet-head")]
    long = len(found) > LONG
    if long:
        shown.append(
            html.Div(
                className="narrow",
                **named({"data_narrow": f"options-{key}", "data_label": _("Find in {facet}").format(facet=title)}),
            )
        )
    items = [html.Li(_option(network, state, key, option), className=f"depth-{option.depth}") for option in found]
    shown.append(html.Ul(items, id=f"options-{key}", className="options options-long" if long else "options"))
    if key == "role":
        shown.append(_hide(state))
    return html.Div(shown, className="facet", role="group", **aria(labelledby=f"facet-{key}"))


def _option(network: Network, state: State, key: str, option: Option) -> html.A:
    label = label_of(network, key, option.value)
    mark = [html.Span(className=f"dot dot-{option.value}")] if key == "role" else []
    count = html.Span(number(option.count), className="count", **aria(hidden="true"))
    pair = (key, option.value)
    return link(
        [html.Span(className="box"), *mark, html.Span(label, className="label"), count],
        state.toggle(*pair),
        "filters",
        adds=None if option.checked else pair,
        drops=pair if option.checked else None,
        className="option" if option.count or option.checked else "option option-quiet",
        role="checkbox",
        aria_checked="true" if option.checked else "false",
        aria_label=f"{label} ({number(option.count)})",
    )


def _match(state: State) -> html.Div:
    """Choose between cities that work on any and on all of the topics."""
    names = {"any": _("any"), "all": _("all")}
    told = {"any": _("Cities that work on any of the topics"), "all": _("Cities that work on all of the topics")}
    return html.Div(
        [
            link(
                names[match],
                state.but(match=match),
                "match",
                role="radio",
                aria_checked="true" if state.match == match else "false",
                title=told[match],
            )
            for match in names
        ],
        className="either",
        role="radiogroup",
        **aria(label=_("Cities must work on any or all of the topics")),
    )


def _hide(state: State) -> html.A:
    """Switch between fading and hiding the cities that do not match."""
    hidden = state.show == "matching"
    return link(
        [html.Span(className="switch"), html.Span(_("Hide cities that do not match"), className="label")],
        state.but(show="" if hidden else "matching"),
        "show",
        className="option hide",
        role="switch",
        aria_checked="true" if hidden else "false",
    )
