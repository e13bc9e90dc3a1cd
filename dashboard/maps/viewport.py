"""Initial viewport, tooltips and text alternative, shared by the WebGL map and the SVG map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dashboard.maps.bounds import EUROPE, WORLD, Box, contains
from dashboard.maps.projection import View, bounds_of, fit
from dashboard.model.entities import ONLINE
from dashboard.model.network import Network, derived
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.query.summary import role_name
from dashboard.reference.countries import country_name
from dashboard.text.i18n import format_number, language, ngettext
from dashboard.text.i18n import gettext as _

SIZES = {"wide": (1900, 1000), "medium": (1300, 860), "narrow": (700, 720)}
"""Size in pixels of the SVG map in the HTML document, by page size (the style sheet has the breakpoints)."""
EUROPE_LATITUDE, EUROPE_LONGITUDE = 50.5, 10.5
EUROPE_ZOOM = {"wide": 2.95, "medium": 2.5, "narrow": 2.15}
SEEN = {"wide": (680, 500), "medium": (580, 420), "narrow": (340, 330)}
"""Central part in pixels that nearly every page of the size shows: labels stay inside it."""
FIT_SIZES = {"wide": (760, 640), "medium": (680, 520), "narrow": (390, 420)}
"""Size in pixels of the map that the initial view fits into."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """The centre of a view in degrees (WGS 84), and its zoom for each of the `SIZES`."""

    latitude: float
    longitude: float
    zoom: Mapping[str, float]

    def view(self, size: str) -> View:
        """Return the view of the picture for one of the `SIZES`."""
        width, height = SIZES[size]
        return View(self.latitude, self.longitude, self.zoom[size], width, height)


def initial_viewport(selection: Selection) -> Viewport:
    """Return the initial viewport.

    It is the view of the address; else the opened item, if it is outside the default view; else Europe, or all places
    if fewer than half of them are in Europe.
    """
    network, state = selection.network, selection.state
    if state.view:
        return Viewport(state.view.latitude, state.view.longitude, dict.fromkeys(SIZES, state.view.zoom))
    latitudes = network.cities["latitude"].to_numpy(dtype=float)
    longitudes = network.cities["longitude"].to_numpy(dtype=float)
    placed = ~np.isnan(latitudes)
    if (box := default_bounds(network)) == EUROPE:
        default = Viewport(EUROPE_LATITUDE, EUROPE_LONGITUDE, EUROPE_ZOOM)
        seen = contains(network, box)
    else:
        default = _around(list(zip(latitudes[placed], longitudes[placed], strict=True)))
        seen = placed
    # Events and topics have many cities and do not move the view; cities outside it are counted.
    opened = [row for row in detail_rows(selection) if placed[row]] if state.city or state.compare else []
    if not opened or all(seen[row] for row in opened):
        return default
    if len(opened) == 1:
        return Viewport(float(latitudes[opened[0]]), float(longitudes[opened[0]]), default.zoom)
    return _around([(float(latitudes[row]), float(longitudes[row])) for row in opened])


def default_bounds(network: Network) -> Box:
    """Return the default bounds: Europe, or all places if most are elsewhere."""
    placed = np.count_nonzero(~np.isnan(network.cities["latitude"].to_numpy(dtype=float)))
    return EUROPE if np.count_nonzero(contains(network, EUROPE)) * 2 >= placed else WORLD


def detail_rows(selection: Selection) -> list[int]:
    """Return the rows of the cities of the opened item, which the map must show."""
    network, state = selection.network, selection.state
    if state.city:
        return [network.row_by_city_id[state.city]]
    if state.compare:
        return [network.row_by_city_id[city] for city in state.compare]
    if state.event:
        event = network.event_by_id[state.event]
        ids = dict.fromkeys(row.city for row in network.participants(event.id))
        host = [event.place] if event.place != ONLINE and event.place in network.row_by_city_id else []
        return [network.row_by_city_id[city] for city in dict.fromkeys([*host, *ids])]
    if state.about:
        return np.flatnonzero(selection.with_state(State(topic=(state.about,))).mask).tolist()
    return []


def tooltip(network: Network, row: int) -> str:
    """Return the tooltip of a city: its name; then country, role and number of topics."""
    return tooltips(network, language())[row]


@derived
def tooltips(network: Network, spoken: str) -> tuple[str, ...]:
    """Return the tooltips of all cities in a language, which must be the current one."""
    cities = network.cities
    seconds: dict[tuple[str, str, int], str] = {}
    found = []
    columns = (cities[key].tolist() for key in ("label", "country", "role", "topics"))
    for label, country, role, topics in zip(*columns, strict=True):
        key = (country, role, topics)
        if key not in seconds:
            parts = [country_name(country, spoken)] if country else []
            parts += [role_name(role)] if role else []
            if network.topics:
                parts.append(ngettext("{count} topic", "{count} topics", topics).format(count=format_number(topics)))
            seconds[key] = " · ".join(parts)
        found.append(f"{label}\n{seconds[key]}")
    return tuple(found)


def alt_text(text: str) -> str:
    """Return the text alternative of the map, from the summary."""
    return _("Map: {sentence}").format(sentence=text)


def _around(places: list[tuple[float, float]]) -> Viewport:
    bounds = bounds_of(places)
    if bounds is None:
        return Viewport(20.0, 0.0, dict.fromkeys(SIZES, 1.0))
    views = {
        size: fit(bounds, width=width, height=height, padding=84, max_zoom=6)
        for size, (width, height) in FIT_SIZES.items()
    }
    return Viewport(
        views["wide"].latitude, views["wide"].longitude, {size: round(view.zoom, 2) for size, view in views.items()}
    )
