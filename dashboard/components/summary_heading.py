"""The summary above the map, as a heading with removable filters, and notices about invalid values in the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import html

from dashboard.components.html import aria
from dashboard.components.ids import Id
from dashboard.components.links import link
from dashboard.model.network import Network
from dashboard.query.selection import Relaxation, Selection
from dashboard.query.state import State
from dashboard.query.summary import label_of
from dashboard.query.unknown_values import UnknownValue
from dashboard.text.i18n import format_datetime, format_number, ngettext
from dashboard.text.i18n import gettext as _


def summary_view(selection: Selection, notices: Sequence[UnknownValue] = ()) -> list[Any]:
    """Show the summary, a link that clears all filters, and a notice for each unknown value."""
    state = selection.state
    runs: list[Any] = []
    for piece in selection.summary:
        if not piece.key:
            runs.append(piece.text)
            continue
        without, owns = (
            (state.replace(q=""), "q") if piece.key == "q" else (state.toggle(piece.key, piece.value), "filters")
        )
        cross = html.Span("×", className="cross", **aria(hidden="true"))
        text = html.Span(_(" (remove this filter)"), className="visually-hidden")
        pair = None if piece.key == "q" else (piece.key, piece.value)
        runs.append(link([piece.text, cross, text], without, owns, drops=pair, className="chip"))
    children: list[Any] = [html.H1(runs, id=Id.TITLE, tabIndex=-1)]
    if state.filtered:
        children.append(link(_("Clear all"), state.cleared(), "filters", className="clear"))
    if not selection.mask.any():
        ways = _ways(selection.network, selection.relaxations()[:3])
        label = _("Remove one filter:") if ways else _("Removing one filter is not enough: clear them all.")
        children.append(html.P([label, *ways], className="ways"))
    return [*children, *notices_view(selection, notices)]


def notices_view(selection: Selection, notices: Sequence[UnknownValue]) -> list[Any]:
    """Show a notice for each value of the address that the network does not have."""
    items = [html.Li(_notice(selection, notice)) for notice in notices]
    return [html.Ul(items, className="notices")] if items else []


def stale_view(since: datetime, first: str, count: int) -> html.P:
    """Show that the latest tables were not published, since when and why.

    Args:
        since: when they were rejected, with a time zone.
        first: the first problem, with its file and line.
        count: how many problems there are.
    """
    text = ngettext(
        "The latest data contain {count} error and were not published."
        " You see the last valid version, from before {time}. {first}",
        "The latest data contain {count} errors and were not published."
        " You see the last valid version, from before {time}. First error: {first}",
        count,
    )
    return html.P(text.format(time=format_datetime(since), count=format_number(count), first=first), className="stale")


def _ways(network: Network, ways: Sequence[Relaxation]) -> list[Any]:
    return [
        link(
            ngettext("without {filter}: {count} city", "without {filter}: {count} cities", way.count).format(
                filter=label_of(network, way.key, way.value), count=format_number(way.count)
            ),
            way.state,
            "q" if way.key == "q" else "filters",
            drops=None if way.key == "q" else (way.key, way.value),
            className="button",
        )
        for way in ways
    ]


def _notice(selection: Selection, notice: UnknownValue) -> list[Any]:
    """Show that a value is unknown, and suggest the most similar one."""
    state = selection.state
    if notice.key == "compared":
        more = int(notice.value)
        text = ngettext(
            "You can compare three cities: {count} more in the address is ignored.",
            "You can compare three cities: {count} more in the address are ignored.",
            more,
        )
        return [text.format(count=format_number(more))]
    if notice.key in _KEEPS:
        return _arranged(state, notice)
    kinds = {
        "country": _("There is no country “{value}” in this network."),
        "role": _("There is no role “{value}” in this network."),
        "topic": _("There is no topic “{value}” in this network."),
        "about": _("There is no topic “{value}” in this network."),
        "attended": _("There is no event “{value}” in this network."),
        "event": _("There is no event “{value}” in this network."),
    }
    text = kinds.get(notice.key, _("There is no city “{value}” in this network.")).format(value=notice.value)
    if not notice.nearest:
        return [text]
    if notice.key in ("city", "event", "about"):
        target, owns = state.open(notice.key, notice.nearest), "opened"
    elif notice.key == "compare":
        target, owns = state.open("compare", (*state.compare, notice.nearest)), "opened"
    else:
        target = state.replace(**{notice.key: (*getattr(state, notice.key), notice.nearest)})
        owns = "filters"
    return [text, " ", *_meant(link(label_of(selection.network, notice.key, notice.nearest), target, owns))]


_KEEPS: dict[str, str] = {
    "match": "match",
    "sort": "table",
    "tab": "table",
    "theme": "look",
    "view": "look",
    "lang": "look",
}
"""The part of the state that a link to the suggested value changes, by display key."""


def _arranged(state: State, notice: UnknownValue) -> list[Any]:
    """Show that a display setting of the address is invalid."""
    text = {
        "match": _("Topics match as any or all, not as “{value}”."),
        "sort": _("The list cannot be sorted by “{value}”."),
        "tab": _("There is no table “{value}”."),
        "theme": _("There is no theme “{value}”."),
        "view": _("“{value}” is not a valid map view; the default view is shown."),
        "lang": _("This page is not available in “{value}”."),
    }[notice.key].format(value=notice.value)
    if not notice.nearest:
        return [text]
    target = state.replace(**{notice.key: notice.nearest})
    return [text, " ", *_meant(link(notice.nearest, target, _KEEPS[notice.key]))]


def _meant(nearest: Any) -> list[Any]:
    before, after = _("Did you mean {nearest}?").split("{nearest}")
    return [before, nearest, after]
