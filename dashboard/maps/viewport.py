"""Where the map looks at first, and what its circles look like: shared by the WebGL map and its picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dashboard.maps.bounds import EUROPE, WORLD, Box, contains
from dashboard.maps.projection import View, bounds_of, fit
from dashboard.model.network import ONLINE, Network, derived
from dashboard.query.selection import select
from dashboard.query.state import State
from dashboard.query.summary import role_name
from dashboard.reference.countries import country_name
from dashboard.text.i18n import format_number, language, ngettext
from dashboard.text.i18n import gettext as _

SIZES = {"wide": (1900, 1000), "medium": (1300, 860), "narrow": (700, 720)}
"""Pixels of the picture of the map in the first HTML, by the size of the page (the style sheet says from where on)."""
EUROPE_LATITUDE, EUROPE_LONGITUDE = 50.5, 10.5
EUROPE_ZOOM = {"wide": 2.95, "medium": 2.5, "narrow": 2.15}
SEEN = {"wide": (680, 500), "medium": (580, 420), "narrow": (340, 330)}
"""Pixels of the picture that are seen on nearly every page of its size: names keep inside them."""
FIT_SIZES = {"wide": (760, 640), "medium": (680, 520), "narrow": (390, 420)}
"""Pixels of the map that a first view is fitted to."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """The middle of a view in degrees (WGS 84), and its zoom for each of the `SIZES`."""

    latitude: float
    longitude: float
    zoom: Mapping[str, float]

    def view(self, size: str) -> View:
        """Return the view of the picture for one of the `SIZES`."""
        width, height = SIZES[size]
        return View(self.latitude, self.longitude, self.zoom[size], width, height)


def initial_viewport(network: Network, state: State) -> Viewport:
    """Return what the map shows before the visitor moves it.

    That is what the address asks for; else what is opened, where it lies outside the usual view; else Europe, or all
    places where fewer than half of them lie in Europe.
    """
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
    # What has many cities, as an event or a topic, leaves the view alone: the cities outside it are counted.
    opened = [row for row in detail_rows(network, state) if placed[row]] if state.city or state.compare else []
    if not opened or all(seen[row] for row in opened):
        return default
    if len(opened) == 1:
        return Viewport(float(latitudes[opened[0]]), float(longitudes[opened[0]]), default.zoom)
    return _around([(float(latitudes[row]), float(longitudes[row])) for row in opened])


def default_bounds(network: Network) -> Box:
    """Return the part of the world that is looked at first: Europe, or all of it where most places lie elsewhere."""
    placed = np.count_nonzero(~np.isnan(network.cities["latitude"].to_numpy(dtype=float)))
    return EUROPE if np.count_nonzero(contains(network, EUROPE)) * 2 >= placed else WORLD


def detail_rows(network: Network, state: State) -> list[int]:
    """Return the rows of the cities that what is opened is about, for a map that must show them."""
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
        return np.flatnonzero(select(network, State(topic=(state.about,)))).tolist()
    return []


def tooltip(network: Network, row: int) -> str:
    """Return what a city is in short, a line each: name; country, role and number of topics."""
    return tooltips(network, language())[row]


@derived
def tooltips(network: Network, spoken: str) -> tuple[str, ...]:
    """Return the hint of every city in a language, which must be the one that is spoken."""
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


def alternative(said: str) -> str:
    """Return the text alternative of the map from the sentence."""
    return _("Map: {sentence}").format(sentence=said)


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
