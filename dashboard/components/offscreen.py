"""Off-screen counts: matching cities outside the viewport or without coordinates, with links to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from dash import html

from dashboard.components.html import hyphenate
from dashboard.components.panel.navigation import city_link
from dashboard.maps.bounds import Box, contains
from dashboard.query.selection import Selection
from dashboard.query.summary import label_of
from dashboard.reference.countries import country_name
from dashboard.text.i18n import format_list, format_number, language, ngettext
from dashboard.text.i18n import gettext as _

MAX_NAMES = 12
"""Maximum number of cities listed by name; the others are counted."""


def offscreen_view(selection: Selection, box: Box) -> list[Any]:
    """Show the numbers of matching cities outside a box and without coordinates, as buttons that open their lists."""
    network = selection.network
    matching = selection.mask
    placed = ~np.isnan(network.cities["latitude"].to_numpy(dtype=float))
    outside = np.flatnonzero(matching & placed & ~contains(network, box))
    unplaced = np.flatnonzero(matching & ~placed)
    children: list[Any] = []
    if there := _opened_outside(selection, outside=placed & ~contains(network, box)):
        children.append(html.Button(there, type="button", className="button", **hyphenate({"data_map": "opened"})))
    if count := len(outside):
        text = ngettext("{count} outside this view", "{count} outside this view", count)
        fit = html.Button(_("Show all that match"), type="button", className="button", **hyphenate({"data_map": "fit"}))
        children.append(_opening(text.format(count=format_number(count)), [_names(selection, outside), fit]))
    if count := len(unplaced):
        text = ngettext("{count} without coordinates", "{count} without coordinates", count)
        why = html.P(_("These cities are not on the map yet; the list below has all of them."), className="muted")
        children.append(_opening(text.format(count=format_number(count)), [why, _names(selection, unplaced)]))
    return children


def _opened_outside(selection: Selection, *, outside: npt.NDArray[np.bool_]) -> str:
    """Return what a button to the opened or compared cities says where the map does not show them all; else ""."""
    network = selection.network
    opened = [city for city in (selection.state.city, *selection.state.compare) if city in network.row_by_city_id]
    hidden = [city for city in opened if outside[network.row_by_city_id[city]]]
    if not hidden:
        return ""
    return _("Show {cities} on the map").format(
        cities=format_list([label_of(network, "city", city) for city in hidden])
    )


def _opening(text: str, content: list[Any]) -> html.Details:
    return html.Details([html.Summary(text, className="button"), html.Div(content, className="list")])


def _names(selection: Selection, rows: npt.NDArray[np.intp]) -> html.Ul:
    items = []
    for row in rows[:MAX_NAMES]:
        country = country_name(str(selection.network.cities["country"].iat[row]), language())
        city = city_link(selection, str(selection.network.cities["id"].iat[row]))
        items.append(html.Li([city, " ", html.Span(country, className="muted")]))
    if len(rows) > MAX_NAMES:
        items.append(
            html.Li(_("and {count} more").format(count=format_number(len(rows) - MAX_NAMES)), className="muted")
        )
    return html.Ul(items)
