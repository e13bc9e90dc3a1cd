"""The panel next to the map: an overview, or the opened item."""

from __future__ import annotations

from typing import Any

from dashboard.components.panel.city import city_panel
from dashboard.components.panel.compare import compare_panel
from dashboard.components.panel.event import event_panel
from dashboard.components.panel.overview import overview_panel
from dashboard.components.panel.topic import topic_panel
from dashboard.query.selection import Selection


def panel_view(selection: Selection, *, report_url: str = "") -> list[Any]:
    """Show the opened item of a resolved state, or the overview.

    Args:
        report_url: address for error reports, with `{subject}` as placeholder; by default the network's own page;
            if that is empty too, no link is shown.
    """
    state = selection.state
    if state.city:
        return city_panel(selection, report_url=report_url or selection.network.url)
    if state.event:
        return event_panel(selection)
    if state.about:
        return topic_panel(selection)
    if state.compare:
        return compare_panel(selection)
    return overview_panel(selection)
