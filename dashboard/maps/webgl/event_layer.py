"""The lines of an event on the map: from each city on record to the place; solid, dashed or dotted by basis.

They are layers of the style, not traces of the figure: plotly has no dashed lines on maps, and dashes of the style have
the same length at every zoom and are below the city names.
"""

from __future__ import annotations

from typing import Any

from dashboard.maps.great_circle import great_circle
from dashboard.maps.theme import MapColours
from dashboard.model.entities import ONLINE
from dashboard.model.facts import Basis
from dashboard.query.participation import strongest_basis
from dashboard.query.selection import Selection

SOURCE = "lines"
"""Name of the source in the style; the browser replaces its data when an event is opened."""

_PAINT: dict[Basis, dict[str, Any]] = {
    Basis.STATED: {"line-width": 2.4},
    Basis.IMPLIED: {"line-width": 2, "line-dasharray": [4, 2.5]},
    Basis.DERIVED: {"line-width": 2.8, "line-dasharray": [0, 2]},
}


def event_lines(selection: Selection) -> dict[str, Any]:
    """Return the lines of the event that is open as GeoJSON (RFC 7946), each with its city and basis.

    There are none without an open event, or if it was online or outside the cities of the network.
    """
    network = selection.network
    features: list[dict[str, Any]] = []
    event = network.event_by_id.get(selection.state.event)
    host = network.city(event.place) if event and event.place != ONLINE else None
    if event and host and host.place:
        for city_id, basis in strongest_basis(network, event.id).items():
            city = network.city(city_id)
            if city is None or city.place is None or city_id == host.id:
                continue
            path = great_circle(city.place.latitude, city.place.longitude, host.place.latitude, host.place.longitude)
            points = [[round(longitude, 3), round(latitude, 3)] for latitude, longitude in path]
            features.append(
                {
                    "type": "Feature",
                    "geometry": {"type": "LineString", "coordinates": points},
                    "properties": {"city": city_id, "basis": str(basis)},
                }
            )
    return {"type": "FeatureCollection", "features": features}


def line_layers(colours: MapColours) -> list[dict[str, Any]]:
    """Return a style layer for each basis, the weakest at the bottom."""
    return [
        {
            "id": f"{SOURCE}-{basis}",
            "type": "line",
            "source": SOURCE,
            "filter": ["==", ["get", "basis"], str(basis)],
            "layout": {"line-cap": "round" if basis is Basis.DERIVED else "butt", "line-join": "round"},
            "paint": {"line-color": colours.accent, "line-opacity": 0.85, **_PAINT[basis]},
        }
        for basis in reversed(Basis)
    ]
