"""The tabs below the map: cities, topics, participation, gaps."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.city_table import table_view
from dashboard.components.data_quality_table import data_quality_view
from dashboard.components.html import aria
from dashboard.components.ids import Id
from dashboard.components.links import link
from dashboard.components.participation_matrix import attendance_view
from dashboard.components.topic_matrix import matrix_view
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.text.i18n import gettext as _

_VIEWS = {"cities": table_view, "matrix": matrix_view, "events": attendance_view, "gaps": data_quality_view}


def tabs_view(selection: Selection) -> list[Any]:
    """Show the tabs and the table of the state, or the first table if the network has no data for it."""
    state = selection.state
    titles = _titles(selection.network)
    chosen = state.tab if state.tab in titles else "cities"
    tabs = [_tab(state, tab, title, chosen=tab == chosen) for tab, title in titles.items()]
    return [
        html.Div(tabs, className="tabs", role="tablist", **aria(label=_("Tables"))),
        html.Div(
            [html.H2(titles[chosen], className="visually-hidden"), *_VIEWS[chosen](selection)],
            id=f"{Id.TABLES}-panel",
            className=f"tab-panel tab-{chosen}",
            role="tabpanel",
            **aria(labelledby=f"tab-{chosen}"),
        ),
    ]


def _titles(network: Network) -> dict[str, str]:
    titles = {"cities": _("Cities")}
    if network.topics:
        titles["matrix"] = _("Who works on what")
    if network.events:
        titles["events"] = _("Who met where")
    return titles | {"gaps": _("Gaps")}


def _tab(state: State, tab: str, title: str, *, chosen: bool) -> html.A:
    return link(
        title,
        state.replace(tab=tab),
        "table",
        part=Id.TABLES,
        id=f"tab-{tab}",
        className="table-tab",
        role="tab",
        aria_selected="true" if chosen else "false",
        aria_controls=f"{Id.TABLES}-panel",
    )
