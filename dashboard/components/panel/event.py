"""The panel of an event: date, place, description, hosts, presenters and attendees, with sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.facts import source_line
from dashboard.components.html import SEPARATOR, aria, hyphenate
from dashboard.components.links import link
from dashboard.components.panel.fact_groups import grouped_facts, names
from dashboard.components.panel.navigation import city_link, panel_head, place_in, previous_next, section
from dashboard.model.entities import ONLINE, Event, Participation, ParticipationRole
from dashboard.model.facts import Basis
from dashboard.model.network import Network
from dashboard.query.labels import basis_meaning, basis_name
from dashboard.query.participation import strongest_basis
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.text.i18n import format_date_range, format_number, ngettext
from dashboard.text.i18n import gettext as _


def event_panel(selection: Selection) -> list[Any]:
    """Show one event; `state.event` is in the network."""
    network, state = selection.network, selection.state
    event = network.event_by_id[state.event]
    ids = [other.id for other in network.events]
    rows = network.participants(event.id)
    cities = {row.city for row in rows}
    ways = previous_next(state, "event", event.id, ids, [other.title for other in network.events])
    counts = {part: len({row.city for row in rows if row.part is part}) for part in ParticipationRole}
    jumps = [(part_title(part), str(part), count) for part, count in counts.items() if count]
    children: list[Any] = [
        panel_head(event.title, ways, jumps=jumps),
        html.P(
            html.Span([event.kind[:1].upper() + event.kind[1:], SEPARATOR, place_in(ids, event.id)]), className="kicker"
        ),
        html.P(_when(selection, event), className="muted when"),
    ]
    if event.summary:
        children.append(html.P(event.summary, className="summary"))
    if event.source:
        children.append(source_line(event.source))
    if event.description:
        children.append(html.P(event.description, className="description"))
        if event.description_source and event.description_source != event.source:
            children.append(source_line(event.description_source))
    children.append(_calendar(state, event))
    if cities:
        children += [_only(state, event, len(cities)), _signs(network, event)]
    for part in ParticipationRole:
        children += _part(selection, event, part, [row for row in rows if row.part is part])
    return [*children, *_no_record(selection, cities)]


def _when(selection: Selection, event: Event) -> list[Any]:
    when = format_date_range(event.start, event.end)
    before: list[Any] = [when, SEPARATOR] if when else []
    if event.place == ONLINE:
        return [*before, _("online")]
    return [
        *before,
        city_link(selection, event.place) if event.place in selection.network.row_by_city_id else event.place,
    ]


def _calendar(state: State, event: Event) -> html.P:
    """Show links to the event as a calendar file, and to subscribe to all events (scripts make it a webcal address)."""
    one, every = (State(event=value, lang=state.lang).to_query() for value in (event.id, ""))
    every = "export/events.ics" + (f"?{every}" if every else "")
    children: list[Any] = []
    if len(event.start) >= len("2019-03"):  # a calendar cannot hold a date with only a year
        children.append(html.A(_("Add to calendar"), href=f"export/events.ics?{one}", download=""))
    children.append(html.A(_("Subscribe to all events"), href=every, **hyphenate({"data_subscribe": "1"})))
    return html.P(children, className="links")


def _only(state: State, event: Event, count: int) -> html.P:
    """Show a link that filters by these cities, and one that clears the filter."""
    if state.attended == (event.id,):
        return html.P(link(_("Show all cities again"), state.cleared(), "filters"), className="links")
    text = ngettext("Show only this {count} city", "Show only these {count} cities", count).format(
        count=format_number(count)
    )
    return html.P(link(text, state.cleared().replace(attended=(event.id,)), "filters"), className="links")


def _signs(network: Network, event: Event) -> html.Div:
    """Show the legend of the event lines on the map: solid, dashed or dotted by basis."""
    host = network.city(event.place)
    came = [basis for city, basis in strongest_basis(network, event.id).items() if city != event.place]
    if host is None or host.place is None or not came:
        note = _("On the map, rings mark the cities on record.")
        return html.Div(html.P(note), className="signs")
    items = []
    for basis in Basis:
        if count := came.count(basis):
            text = ngettext("{basis}: {count} city", "{basis}: {count} cities", count)
            sample = html.Span(className=f"stroke stroke-{basis}", **aria(hidden="true"))
            words = text.format(basis=basis_name(basis), count=format_number(count))
            items.append(html.Li([sample, html.Span([words, ". ", basis_meaning(basis)])]))
    note = _("Lines on the map connect the cities with {place}.").format(place=host.label)
    return html.Div([html.P(note), html.Ul(items, **aria(label=_("Legend of the lines")))], className="signs")


def part_title(part: ParticipationRole) -> str:
    """Return the heading of the cities with the same part in an event."""
    return {
        ParticipationRole.HOST: _("Hosted"),
        ParticipationRole.PRESENTER: _("Presented"),
        ParticipationRole.ATTENDEE: _("Attended"),
    }[part]


def _part(
    selection: Selection, event: Event, part: ParticipationRole, rows: Sequence[Participation]
) -> list[html.Section]:
    if not rows:
        if part is ParticipationRole.HOST and event.place == ONLINE:
            return []
        return [section(part_title(part), [html.P(_("no record"), className="muted")], count=0, identity=part)]
    facts = grouped_facts(selection, [(row.city, row.fact) for row in rows])
    return [section(part_title(part), [facts], count=len({row.city for row in rows}), identity=part)]


def _no_record(selection: Selection, cities: set[str]) -> list[html.Section]:
    """Show the cities without a record here; they may still have attended."""
    missing = [str(city) for city in selection.network.cities["id"] if city not in cities]
    if not missing:
        return []
    text = ngettext("{count} city has no record here", "{count} cities have no record here", len(missing))
    note = _("No page was found that mentions them for this event; they may have attended.")
    body = [html.P(note, className="muted"), names(selection, missing, counted=False)]
    return [section(text.format(count=format_number(len(missing))), body, identity="no-record")]
