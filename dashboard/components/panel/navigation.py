"""The sticky header of every panel: name, previous, next, close, jump links; and small shared parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.html import aria, hyphenate
from dashboard.components.ids import Id
from dashboard.components.links import link
from dashboard.model.entities import ParticipationRole
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.text.i18n import format_number
from dashboard.text.i18n import gettext as _


def panel_head(title: str, ways: html.Nav, *, jumps: Sequence[tuple[str, str, int | None]] = ()) -> html.Header:
    """Show the sticky header of a panel: name, navigation, and jump links to its sections.

    Args:
        jumps: title, id of the heading, and count or None of each section.
    """
    children: list[Any] = [
        html.Div([html.H2(title, id=f"{Id.PANEL}-title", tabIndex=-1), ways], className="panel-name")
    ]
    if len(jumps) > 1:
        items = [html.Li(_jump(*jump)) for jump in jumps]
        children.append(html.Nav(html.Ul(items), className="jumps", **aria(label=_("Parts of this panel"))))
    return html.Header(children, className="panel-head")


def _jump(title: str, identity: str, count: int | None) -> html.A:
    tail: list[Any] = [] if count is None else [" ", html.Span(format_number(count), className="count")]
    return html.A([title, *tail], href=f"#section-{identity}", **hyphenate({"data_jump": "1"}))


def previous_next(state: State, kind: str, value: str, among: Sequence[str], labels: Sequence[str]) -> html.Nav:
    """Show links to the previous and next item of a list, and the close button.

    Args:
        kind: kind of the opened item, a key of the state.
        among: ids of the list, in order.
        labels: their names, as long as `among`.
    """
    position = among.index(value) if value in among else None
    count = len(among)
    children: list[Any] = []
    if position is not None and count > 1:
        for sign, text, key, other in (
            ("‹", _("Previous: {name}"), "previous", (position - 1) % count),
            ("›", _("Next: {name}"), "next", (position + 1) % count),
        ):
            name = text.format(name=labels[other])
            children.append(
                link(
                    sign,
                    state.open(kind, among[other]),
                    "opened",
                    className="button step",
                    aria_label=name,
                    title=name,
                    data_step=key,
                )
            )
    children.append(close_link(state))
    return html.Nav(children, className="steps", **aria(label=_("Panel")))


def place_in(among: Sequence[str], value: str, *, outside: str = "") -> html.Span:
    """Return the position in a list in words; `outside` is the text for an item that is not in the list."""
    if value not in among:
        return html.Span(outside, className="position")
    where = _("{position} of {count}").format(
        position=format_number(among.index(value) + 1), count=format_number(len(among))
    )
    return html.Span(where, className="position")


def close_link(state: State) -> html.A:
    """Show the link from the panel to the map."""
    children = [html.Span("×", **aria(hidden="true")), html.Span(_("Back to the map"), className="back")]
    return link(children, state.open(), "opened", className="button close", aria_label=_("Close"), data_close="1")


def copy_button() -> html.Button:
    """Offer to copy the address of what is shown."""
    return html.Button(
        _("Copy link"), type="button", **hyphenate({"data_copy": "address", "data_done": _("Link copied")})
    )


def city_link(selection: Selection, city_id: str, *, part: str = "") -> html.A:
    """Return a link to a city with the marker of its role; `part` is the id of a section of its panel."""
    network = selection.network
    row = network.row_by_city_id[city_id]
    role = str(network.cities["role"].iat[row])
    dot = [html.Span(className=f"dot dot-{role}")] if role else []
    label = str(network.cities["label"].iat[row])
    return link(
        [*dot, html.Span(label)], selection.state.open("city", city_id), "opened", part=part, className="city-link"
    )


def part_name(part: ParticipationRole) -> str:
    """Return the part of a city in an event in words."""
    return {
        ParticipationRole.HOST: _("host"),
        ParticipationRole.PRESENTER: _("presenter"),
        ParticipationRole.ATTENDEE: _("attendee"),
    }[part]


def section(title: str, children: Sequence[Any], *, count: int | None = None, identity: str) -> html.Section:
    """Show a section of a panel under a heading."""
    tail = [html.Span(f" {format_number(count)}", className="count")] if count is not None else []
    return html.Section(
        [html.H3([title, *tail], id=f"section-{identity}", tabIndex=-1), *children],
        className=f"part part-{identity}",
        **aria(labelledby=f"section-{identity}"),
    )
