"""The lines of an event connect each participant with the host, by basis; an online event has none."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given

from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.maps.theme import DARK, LIGHT
from dashboard.maps.webgl.event_layer import SOURCE, event_lines, line_layers
from dashboard.model.entities import ONLINE
from dashboard.model.facts import Basis
from dashboard.model.network import Network
from dashboard.query.participation import strongest_basis
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import cases, small

REAL = load(default_data())
SMALL = small()


def test_each_participant_has_one_line_on_its_firmest_basis() -> None:
    """Who was there in two parts has one line; the host and a city without a place have none."""
    found = event_lines(Selection(SMALL, State(event="meeting")))["features"]
    assert [one["properties"] for one in found] == [
        {"city": "brno", "basis": "stated"},
        {"city": "dalu", "basis": "implied"},
    ]
    for one in found:
        line = one["geometry"]["coordinates"]
        row = SMALL.row_by_city_id[one["properties"]["city"]]
        assert line[0] == [SMALL.cities["longitude"].iat[row], SMALL.cities["latitude"].iat[row]]
        assert line[-1] == [-3.0, 40.0]


@pytest.mark.parametrize("query", ["", "event=webinar", "city=alba", "about=solar"])
def test_there_are_lines_only_to_a_place(query: str) -> None:
    """An online event and anything but an event have none."""
    assert event_lines(Selection(SMALL, State.from_query(query))) == {"type": "FeatureCollection", "features": []}


@given(cases())
def test_lines_are_valid_for_any_network(case: tuple[Network, State]) -> None:
    """GeoJSON without a jump around the world, and a line for each city on record that has a place."""
    network, state = case
    found = json.loads(json.dumps(event_lines(Selection(network, state)), allow_nan=False))["features"]
    event = network.event_by_id.get(state.event)
    host = network.city(event.place) if event and event.place != ONLINE else None
    there = {part.city for part in network.participants(state.event)} if host and host.place else set()
    placed = {city for city in there if (profile := network.city(city)) and profile.place}
    assert sorted(one["properties"]["city"] for one in found) == sorted(placed - {host.id if host else ""})
    for one in found:
        line = one["geometry"]["coordinates"]
        assert all(-90 <= latitude <= 90 for _, latitude in line)
        assert all(abs(after[0] - before[0]) <= 180.001 for before, after in pairwise(line))


@pytest.mark.parametrize("event", [one.id for one in REAL.events])
def test_firmest_basis_is_that_of_some_part(event: str) -> None:
    """No basis is made up, and none of the same city is firmer."""
    order = list(Basis)
    for city, basis in strongest_basis(REAL, event).items():
        of_city = [part.fact.basis for part in REAL.participants(event) if part.city == city]
        assert basis in of_city
        assert all(order.index(basis) <= order.index(other) for other in of_city)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_each_basis_has_a_look_of_its_own(colours: object) -> None:
    """Solid, dashed and dotted lines are distinct without colour."""
    layers = line_layers(colours)  # type: ignore[arg-type]  # one of the palettes
    assert [layer["filter"][2] for layer in layers] == [str(basis) for basis in reversed(Basis)]
    assert all(layer["source"] == SOURCE for layer in layers)
    assert len({json.dumps(layer["paint"].get("line-dasharray")) for layer in layers}) == len(Basis)
