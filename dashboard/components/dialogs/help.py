"""Help: every key of the keyboard, and the hint for those who are here for the first time."""

from __future__ import annotations

from dash import html

from dashboard.components.dialogs.base import dialog, group
from dashboard.components.html import aria, hyphenate
from dashboard.model.network import Network
from dashboard.text.i18n import gettext as _


def help_dialog(network: Network) -> html.Dialog:
    """Build the list of keys; those for events only where there are events."""
    keys = {
        ("/",): _("Search"),
        ("?",): _("This help"),
        (_("Esc"),): _("Close what is opened"),
        ("↑", "↓"): _("Step through a list or a table"),
        ("←", "→"): _("Step through tabs and tables of events and topics"),
        ("[", "]"): _("Previous and next event") if network.events else "",
        (_("f"),): _("Fit the map to the cities that match"),
        (_("Space"),): _("Tick a filter"),
        (_("Enter"),): _("Open what is marked"),
    }
    rows = [
        html.Div([html.Dt([html.Kbd(key) for key in pressed]), html.Dd(told)]) for pressed, told in keys.items() if told
    ]
    ways = [
        _("A click on a city, in the map or in the list, opens its profile."),
        _("Filters narrow map and list; the sentence above the map always says what is shown."),
        _("The address holds all of it: Back leads to what was shown before, and Share gives a link."),
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
    """Build the hint; scripts show it until the visitor has once put it away or opened something."""
    return html.Div(
        [
            html.P(_("New here? Open a city, or tick a filter.")),
            html.A(_("How it works"), href="#help", className="button"),
            html.Button(_("Got it"), type="button", className="button", **hyphenate({"data_hint": "done"})),
        ],
        id="first-hint",
        className="hint",
        hidden=True,
        role="region",
        **aria(label=_("Hint")),
    )
