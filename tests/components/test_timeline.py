"""The timeline shows every event in order of time, each as a button that opens it."""

from __future__ import annotations

from hypothesis import given

from dashboard.components.html import to_html
from dashboard.components.timeline import timeline_view
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, cases, network_of
from tests.seen import Page, goal, links, prop, text

REAL = load(default_data())


def test_all_events_are_buttons_in_order_of_time() -> None:
    """Each of the eight events opens by its title, from 2018 to 2022."""
    found = links(timeline_view(Selection(REAL, State())), "event")
    assert [goal(one).event for one in found] == [one.id for one in REAL.events]
    assert {prop(one, "role") for one in found} == {"button"}
    assert all(one.title in text(button) for one, button in zip(REAL.events, found, strict=True))
    assert text(found[0]) == "1st Cities Network Workshop 14 Feb 2018"


def test_filters_stay_when_an_event_is_opened() -> None:
    """Opening an event takes the place of what was open and changes no filter."""
    state = State(country=("ES",), city="malaga", tab="events")
    assert all(
        goal(one) == state.open("event", goal(one).event)
        for one in links(timeline_view(Selection(REAL, state)), "event")
    )


def test_network_without_events_has_no_timeline() -> None:
    """No empty line is drawn."""
    assert timeline_view(Selection(network_of([Town("alba")]), State())) == []


@given(case=cases())
def test_any_timeline_is_valid_html(case: tuple[Network, State]) -> None:
    """Nothing raises, whatever the dates and titles; names that look like HTML stay text."""
    network, state = case
    page = Page(to_html(timeline_view(Selection(network, state))))
    assert not page.faults
    assert not page.all("script")
    assert len(page.all("a", role="button")) == len(network.events)
