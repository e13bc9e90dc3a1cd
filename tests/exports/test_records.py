"""Records hold all that is known of a selection, as plain values."""

from __future__ import annotations

import pytest

from dashboard.exports.records import selected_events
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import small


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (State(), ["meeting", "webinar"]),
        (State(event="webinar"), ["webinar"]),
        (State(attended=("meeting",)), ["meeting"]),
        (State(country=("CZ",)), ["meeting"]),
        (State(country=("XX",)), []),
    ],
)
def test_calendar_follows_the_selection(state: State, wanted: list[str]) -> None:
    """The opened event alone; those filtered by; those with a matching city; else all."""
    assert [event.id for event in selected_events(Selection(small(), state))] == wanted
