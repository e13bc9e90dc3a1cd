"""The filters: one group per facet, each option a checkbox with the number of matching cities."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.facts import source_line
from dashboard.components.html import aria, data, hyphenate
from dashboard.components.links import link
from dashboard.model.network import Network
from dashboard.query.facets import FACETS, facet_values
from dashboard.query.selection import Option, Selection
from dashboard.query.state import State
from dashboard.query.summary import label_of, role_name
from dashboard.text.i18n import format_number, ngettext
from dashboard.text.i18n import gettext as _

LONG = 15
"""A facet with more options than this has its own search box."""
SHORT = 8
"""A facet with more options than this collapses to this number; checked options stay visible."""


def filters_view(selection: Selection) -> list[Any]:
    """Show all facets and, for small screens with a filter drawer, the button that closes it."""
    facets = facets_view(selection)
    return [html.Div(facets, className="facets"), _done(selection)] if facets else []


def facets_view(selection: Selection) -> list[Any]:
    """Show all facets that have an option in this network."""
    titles = {"role": _("Role"), "topic": _("Topic"), "country": _("Country"), "attended": _("Event")}
    groups = []
    for key in FACETS:
        found = selection.options[key]
        if found:
            groups.append(_group(selection, key, titles[key], found))
    return groups


def legend_view(selection: Selection) -> list[Any]:
    """Show the roles as the legend of the map; selecting one filters by it, and next to them are their definitions."""
    return [*(_option(selection, "role", option) for option in selection.options["role"]), *_roles(selection.network)]


def _done(selection: Selection) -> html.A:
    """Show the button that closes the filter drawer of small screens, with the number of matching cities."""
    count = selection.count
    text = ngettext("Show {count} city", "Show {count} cities", count).format(count=format_number(count))
    return html.A(text, href="#", className="button done", **hyphenate({"data_drawer": "close"}))


def _group(selection: Selection, key: str, title: str, found: list[Option]) -> html.Div:
    items = [
        html.Li(_option(selection, key, option), className=_class(row, option)) for row, option in enumerate(found)
    ]
    if len(found) > SHORT:
        items.insert(SHORT, html.Li(_more(len(found) - SHORT)))  # the options that it reveals follow it in tab order
    long = len(found) > LONG
    children: list[Any] = [html.Summary(html.H2(title, id=f"facet-{key}"), className="facet-head")]
    if key == "topic" and len(found) > 1:
        children.append(_match(selection.state))
    if key == "role":
        children += _roles(selection.network)
    if long:
        label = _("Find in {facet}").format(facet=title)
        children.append(
            html.Div(className="narrow", **hyphenate({"data_narrow": f"options-{key}", "data_label": label}))
        )
    children.append(html.Ul(items, id=f"options-{key}", className="options options-long" if long else "options"))
    if key == "role":
        children.append(_hide(selection.state))
    folding = html.Details(children, open=True, **data(fold=""))
    return html.Div(folding, className=f"facet facet-{key}", role="group", **aria(labelledby=f"facet-{key}"))


def _class(row: int, option: Option) -> str:
    return f"depth-{option.depth} beyond" if row >= SHORT else f"depth-{option.depth}"


def _more(count: int) -> html.Details:
    """Show the button for the remaining options; it needs no script, because the style sheet reads its state."""
    closed = html.Span(_("{count} more").format(count=format_number(count)), className="if-closed")
    opened = html.Span(_("Show fewer"), className="if-open")
    return html.Details(html.Summary([closed, opened]), className="more-options", **data(fold=""))


def _roles(network: Network) -> list[html.Details]:
    """Show the definition of each role with its source; nothing if the network has none."""
    present = [role for role, _depth in facet_values(network, "role") if role in network.role_notes]
    if not present:
        return []
    meanings = []
    for role in present:
        fact = network.role_notes[role].fact
        name = html.Dt([html.Span(className=f"dot dot-{role}"), role_name(role)])
        meanings += [name, html.Dd([html.P(fact.text), source_line(fact.source)])]
    sign = html.Span("?", className="sign", **aria(hidden="true"))
    summary = html.Summary([sign, html.Span(_("What the roles mean"), className="word")])
    return [html.Details([summary, html.Dl(meanings)], className="roles", **data(fold=""))]


def _option(selection: Selection, key: str, option: Option) -> html.A:
    label = label_of(selection.network, key, option.value)
    mark = [html.Span(className=f"dot dot-{option.value}")] if key == "role" else []
    count = html.Span(format_number(option.count), className="count", **aria(hidden="true"))
    pair = (key, option.value)
    return link(
        [html.Span(className="box"), *mark, html.Span(label, className="label"), count],
        selection.state.toggle(*pair),
        "filters",
        adds=None if option.checked else pair,
        drops=pair if option.checked else None,
        className="option" if option.count or option.checked else "option option-quiet",
        role="checkbox",
        aria_checked="true" if option.checked else "false",
        aria_label=f"{label} ({format_number(option.count)})",
    )


def _match(state: State) -> html.Div:
    """Show the choice between cities that work on any or on all of the topics."""
    names = {"any": _("any"), "all": _("all")}
    texts = {"any": _("Cities that work on any of the topics"), "all": _("Cities that work on all of the topics")}
    return html.Div(
        [
            link(
                names[match],
                state.replace(match=match),
                "match",
                role="radio",
                aria_checked="true" if state.match == match else "false",
                title=texts[match],
            )
            for match in names
        ],
        className="match-choice",
        role="radiogroup",
        **aria(label=_("Cities must work on any or all of the topics")),
    )


def _hide(state: State) -> html.A:
    """Show the switch that hides, instead of dims, the cities that do not match."""
    hidden = state.show == "matching"
    return link(
        [html.Span(className="switch"), html.Span(_("Hide cities that do not match"), className="label")],
        state.replace(show="" if hidden else "matching"),
        "show",
        className="option hide",
        role="switch",
        aria_checked="true" if hidden else "false",
    )
