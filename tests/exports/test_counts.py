"""Counts of the exports: an open event narrows the events, not those of the cities; a profile needs a city."""

from __future__ import annotations

from dashboard.config import default_data
from dashboard.exports.counts import ExportCounts
from dashboard.ingest.loader import load
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, network_of

REAL = load(default_data())


def test_an_open_event_is_the_only_event() -> None:
    """The file with cities has the events of all of them, whatever is open."""
    whole, opened = (ExportCounts(Selection(REAL, state)) for state in (State(), State(event="workshop-3")))
    assert (whole.events, opened.events, opened.dated_events) == ("8 events", "1 event", "1 event")
    assert opened.events_of_cities == whole.events_of_cities == "8 events"


def test_the_profile_names_its_city() -> None:
    """Without an open city there is no profile to count."""
    assert ExportCounts(Selection(REAL, State())).profile == ""
    assert ExportCounts(Selection(REAL, State(city="rome"))).profile.startswith("Rome, ")


def test_a_city_without_a_place_is_not_on_the_map() -> None:
    """The picture has fewer cities than the table."""
    counts = ExportCounts(Selection(network_of([Town("alba"), Town("bor", at=None)]), State()))
    assert (counts.cities, counts.mapped_cities) == ("2 cities", "1 city")
