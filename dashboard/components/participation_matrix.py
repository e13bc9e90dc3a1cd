"""Participation matrix: events by cities, each cell the parts of a city in an event."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.html import aria
from dashboard.components.links import link
from dashboard.components.matrix import Cell, Row, basis_key, city_head, columns, grid, key, tally
from dashboard.components.panel.navigation import part_name
from dashboard.model.entities import ONLINE, Event, Participation, ParticipationRole
from dashboard.model.facts import Basis
from dashboard.query.labels import basis_name
from dashboard.query.selection import Selection
from dashboard.text.i18n import format_date_range
from dashboard.text.i18n import gettext as _

_STRENGTH = {ParticipationRole.HOST: 4, ParticipationRole.PRESENTER: 2, ParticipationRole.ATTENDEE: 1}


def attendance_view(selection: Selection) -> list[Any]:
    """Show the events by date against the matching cities, a hundred cities per page."""
    network = selection.network
    children, pager = columns(selection)
    if not children:
        return [html.P(_("No city to list with these filters."), className="empty")]
    found: dict[tuple[str, str], list[Participation]] = {}
    cities = [str(network.cities["id"].iat[row]) for row in children]
    for city in cities:
        for part in network.participation_of(city):
            found.setdefault((city, part.event.id), []).append(part)
    rows = []
    for event in network.events:
        cells = [_cell(selection, event, found.get((city, event.id), [])) for city in cities]
        count = sum(cell is not None for cell in cells)
        rows.append(
            Row(_head(selection, event, count), cells, "chosen" if event.id in selection.state.attended else "")
        )
    used = {part.fact.basis for parts in found.values() for part in parts}
    heads = [city_head(selection, row) for row in children]
    return [
        grid(_("Who met where: events by cities"), _("Event"), heads, rows),
        *pager,
        key([*_parts(), *basis_key(used)], _("An empty cell means no record, not that a city did not attend.")),
    ]


def _head(selection: Selection, event: Event, count: int) -> list[Any]:
    network = selection.network
    place = _("online") if event.place == ONLINE else event.place
    if event.place in network.row_by_city_id:
        place = str(network.cities["label"].iat[network.row_by_city_id[event.place]])
    title = link(event.title, selection.state.open("event", event.id), "opened", className="event-link")
    when = html.Span(f"{format_date_range(event.start, event.end)} · {place}", className="when")
    return [html.Span([title, when], className="what"), tally(count)]


def _cell(selection: Selection, event: Event, parts: list[Participation]) -> Cell | None:
    """Show the parts of a city in an event, the most active first, with the strongest basis."""
    if not parts:
        return None
    text = "; ".join(f"{part_name(part.part)}, {basis_name(part.fact.basis)}" for part in parts)
    signs = "".join(dict.fromkeys(_letter(part.part) for part in parts))
    if len(signs) > 1:
        text += f" ({signs})"  # the accessible name of a control must contain its visible text, WCAG 2.5.3
    city = parts[0].city
    label = str(selection.network.cities["label"].iat[selection.network.row_by_city_id[city]])
    return Cell(
        text=signs,
        description=_("{city}, {event}: {parts}").format(city=label, event=event.title, parts=text),
        strength=max(_STRENGTH[part.part] for part in parts),
        basis=min((part.fact.basis for part in parts), key=list(Basis).index),
        target=selection.state.open("city", city),
        part=f"event-{event.id}",
    )


def _letter(part: ParticipationRole) -> str:
    """Return the symbol of a part: the first letter of its translated word."""
    return {ParticipationRole.HOST: _("H"), ParticipationRole.PRESENTER: _("P"), ParticipationRole.ATTENDEE: _("A")}[
        part
    ]


def _parts() -> list[html.Li]:
    return [
        html.Li(
            [
                html.Span(_letter(part), className=f"cell cell-{_STRENGTH[part]} cell-stated", **aria(hidden="true")),
                part_name(part),
            ]
        )
        for part in ParticipationRole
    ]
