"""The panel of the first visit: what this is, what the network works on, and how far its facts can be trusted."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

from dashboard.network.model import Basis, Network
from dashboard.network.selection import options, select
from dashboard.network.state import State
from dashboard.texts import gettext as _
from dashboard.texts import ngettext, number
from dashboard.views.ids import Id
from dashboard.views.markup import aria, basis_meaning, basis_tag, link
from dashboard.views.panel.head import section

MOST = 8
"""Topics listed in the overview."""


def overview_panel(network: Network, state: State) -> list[Any]:
    """Show the network as a whole; the counts are those of the cities that match."""
    title = _("These cities at a glance") if state.filtered else _("The network at a glance")
    shown: list[Any] = [
        html.Header(
            [
                html.H2(title, id=f"{Id.PANEL}-title", tabIndex=-1),
                html.P(_("Choose a city on the map or in the list to see who it is."), className="muted"),
            ]
        )
    ]
    found = [option for option in options(network, state.but(topic=(), match="any"), "topic") if option.count]
    if found:
        most = sorted(found, key=lambda option: -option.count)[:MOST]
        bars = [_bar(network, state, option.value, option.count, most[0].count) for option in most]
        shown.append(section(_("What most cities work on"), [html.Ul(bars, className="bars")], identity="most"))
    if len(network.city_topics):
        shown.append(section(_("How sure is it?"), [_trust(network, state)], identity="trust"))
    return shown


def _bar(network: Network, state: State, topic: str, count: int, most: int) -> html.Li:
    tenths = round(20 * count / most) * 5
    title = network.topic_by_id[topic].title
    return html.Li(
        link(
            [
                html.Span(title, className="label"),
                html.Span(number(count), className="count"),
                html.Span(className=f"bar bar-{tenths}", **aria(hidden="true")),
            ],
            state.open("about", topic),
            "opened",
        )
    )


def _trust(network: Network, state: State) -> html.Dl:
    """Count the facts on the cities that match, by their basis."""
    facts_of = [network.city_topics, network.participation]
    if state.filtered:
        ids = network.cities["id"][select(network, state)]
        facts_of = [frame[frame["city"].isin(ids)] for frame in facts_of]
    bases = np.concatenate([frame["basis"].to_numpy(str) for frame in facts_of])
    shown = []
    for basis in Basis:
        count = int(np.count_nonzero(bases == basis))
        facts = ngettext("{count} fact", "{count} facts", count).format(count=number(count))
        shown.append(html.Div([html.Dt([basis_tag(basis), " ", facts]), html.Dd(basis_meaning(basis))]))
    return html.Dl(shown, className="trust")
