"""The timeline of events, each a button that opens it."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.html import aria
from dashboard.components.links import link
from dashboard.query.selection import Selection
from dashboard.text.i18n import format_date_range
from dashboard.text.i18n import gettext as _


def timeline_view(selection: Selection) -> list[Any]:
    """Show all events by date, evenly spaced so that titles do not overlap."""
    items = []
    for event in selection.network.events:
        pin = html.Span(className=f"pin pin-{event.kind.replace(' ', '-')}", **aria(hidden="true"))
        when = html.Span(format_date_range(event.start, event.end), className="when")
        name = html.Span(event.title, className="name")
        items.append(
            html.Li(link([pin, name, " ", when], selection.state.open("event", event.id), "opened", role="button"))
        )
    return [html.H2(_("Events"), className="visually-hidden"), html.Ol(items, className="line")] if items else []
