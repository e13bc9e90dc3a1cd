"""Help: all keyboard shortcuts, and the hint on the first visit."""

from __future__ import annotations

from dash import html

from dashboard.components.dialogs.base import dialog, group
from dashboard.components.html import aria, hyphenate
from dashboard.model.network import Network
from dashboard.text.i18n import gettext as _


def help_dialog(network: Network) -> html.Dialog:
    """Build the list of shortcuts; those for events only if there are events."""
    keys = {
        ("/",): _("Search"),
        ("?",): _("This help"),
        (_("Esc"),): _("Close the open panel or dialog"),
        ("↑", "↓"): _("Move through a list or a table"),
        ("←", "→"): _("Move through tabs and tables of events and topics"),
        ("[", "]"): _("Previous and next event") if network.events else "",
        (_("f"),): _("Fit the map to the cities that match"),
        (_("Space"),): _("Toggle a filter"),
        (_("Enter"),): _("Open the focused item"),
    }
    rows = [
        html.Div([html.Dt([html.Kbd(key) for key in pressed]), html.Dd(text)]) for pressed, text in keys.items() if text
    ]
    ways = [
        _("Click a city, on the map or in the list, to open its profile."),
        _("Filters narrow the map and the list; the summary above the map shows the selection."),
        _("The address holds the whole view: Back returns to the previous one, and Share gives a link."),
    ]
    return dialog(
        "help",
        _("Help"),
        [
            group(_("How it works"), [html.Ul([html.Li(way) for way in ways], className="plain dots")]),
            group(_("Keys"), [html.Dl(rows, className="keys")]),
        ],
    )


def first_hint() -> html.Div:
    """Build the hint; scripts show it until the visitor closes it or opens something."""
    return html.Div(
        [
            html.P(_("New here? Open a city, or select a filter.")),
            html.A(_("How it works"), href="#help", className="button"),
            html.Button(_("Got it"), type="button", className="button", **hyphenate({"data_hint": "done"})),
        ],
        id="first-hint",
        className="hint",
        hidden=True,
        role="region",
        **aria(label=_("Hint")),
    )
