"""The head of every panel, which stays in sight: name, ways on and out, jumps; and small parts that panels share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.html import aria, hyphenate, link
from dashboard.components.ids import Id
from dashboard.model.network import Network, ParticipationRole
from dashboard.query.state import State
from dashboard.text.i18n import format_number
from dashboard.text.i18n import gettext as _


def panel_head(title: str, ways: html.Nav, *, jumps: Sequence[tuple[str, str, int | None]] = ()) -> html.Header:
    """Show the part of a panel that stays in sight: its name, the ways on and out, and jumps to its parts.

    Args:
        jumps: of each part its title, the id of its heading, and a count or None.
    """
    shown: list[Any] = [html.Div([html.H2(title, id=f"{Id.PANEL}-title", tabIndex=-1), ways], className="panel-name")]
    if len(jumps) > 1:
        items = [html.Li(_jump(*jump)) for jump in jumps]
        shown.append(html.Nav(html.Ul(items), className="jumps", **aria(label=_("Parts of this panel"))))
    return html.Header(shown, className="panel-head")


def _jump(title: str, identity: str, count: int | None) -> html.A:
    tail: list[Any] = [] if count is None else [" ", html.Span(format_number(count), className="count")]
    return html.A([title, *tail], href=f"#section-{identity}", **hyphenate({"data_jump": "1"}))


def previous_next(state: State, kind: str, value: str, among: Sequence[str], labels: Sequence[str]) -> html.Nav:
    """Show the way to the previous and next of a list, and the way out.

    Args:
        kind: what is opened, a key of the state.
        among: ids of the list, in order.
        labels: their names, as long as `among`.
    """
    position = among.index(value) if value in among else None
    count = len(among)
    shown: list[Any] = []
    if position is not None and count > 1:
        for sign, told, key, other in (
            ("‹", _("Previous: {name}"), "previous", (position - 1) % count),
            ("›", _("Next: {name}"), "next", (position + 1) % count),
        ):
            name = told.format(name=labels[other])
            shown.append(
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
    shown.append(close_link(state))
    return html.Nav(shown, className="steps", **aria(label=_("Panel")))


def place_in(among: Sequence[str], value: str, *, outside: str = "") -> html.Span:
    """Say which of a list is shown; `outside` is what to say where it is not in the list."""
    if value not in among:
        return html.Span(outside, className="position")
    where = _("{position} of {count}").format(
        position=format_number(among.index(value) + 1), count=format_number(len(among))
    )
    return html.Span(where, className="position")


def close_link(state: State) -> html.A:
    """Lead from the panel back to the map."""
    shown = [html.Span("×", **aria(hidden="true")), html.Span(_("Back to the map"), className="back")]
    return link(shown, state.open(), "opened", className="button close", aria_label=_("Close"), data_close="1")


def copy_button() -> html.Button:
    """Offer to copy the address of what is shown."""
    return html.Button(
        _("Copy link"), type="button", **hyphenate({"data_copy": "address", "data_done": _("Link copied")})
    )


def city_link(network: Network, state: State, city_id: str, *, part: str = "") -> html.A:
    """Link to a city by its name, with the mark of its role; `part` is the id of a part of its panel."""
    row = network.row_by_city_id[city_id]
    role = str(network.cities["role"].iat[row])
    dot = [html.Span(className=f"dot dot-{role}")] if role else []
    label = str(network.cities["label"].iat[row])
    return link([*dot, html.Span(label)], state.open("city", city_id), "opened", part=part, className="city-link")


def part_name(part: ParticipationRole) -> str:
    """Return the word for what a city did at an event."""
    return {
        ParticipationRole.HOST: _("host"),
        ParticipationRole.PRESENTER: _("presenter"),
        ParticipationRole.ATTENDEE: _("attendee"),
    }[part]


def section(title: str, children: Sequence[Any], *, count: int | None = None, identity: str) -> html.Section:
    """Show a part of a panel under a heading."""
    tail = [html.Span(f" {format_number(count)}", className="count")] if count is not None else []
    return html.Section(
        [html.H3([title, *tail], id=f"section-{identity}", tabIndex=-1), *children],
        className=f"part part-{identity}",
        **aria(labelledby=f"section-{identity}"),
    )
