"""The events on a line from the first to the last, each a button that opens it."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.network.model import Network
from dashboard.network.state import State
from dashboard.texts import gettext as _
from dashboard.texts import period
from dashboard.views.markup import aria, link


def timeline_view(network: Network, state: State) -> list[Any]:
    """Show all events in order of time, evenly spaced so that no title collides, under the years they begin."""
    items = []
    year = ""
    for event in network.events:
        first_of_year, year = event.start[:4] != year, event.start[:4]
        pin = html.Span(className=f"pin pin-{event.kind.replace(' ', '-')}", **aria(hidden="true"))
        name = html.Span(event.title, className="name")
        when = html.Span(period(event.start, event.end), className="when")
        button = link([pin, name, when], state.open("event", event.id), "opened", role="button")
        told = [html.Span(year, className="year", **aria(hidden="true"))] if first_of_year else []
        items.append(html.Li([*told, button], className="first-of-year" if first_of_year else None))
    return [html.H2(_("Events"), className="told"), html.Ol(items, className="line")] if items else []
