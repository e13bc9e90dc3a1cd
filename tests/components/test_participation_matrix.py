"""The matrix of events and cities says who had which part, and on what basis that is known."""

from __future__ import annotations

import pytest

from dashboard.components.participation_matrix import attendance_view
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.entities import ParticipationRole
from dashboard.model.facts import Basis
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.components.grids import cells
from tests.networks import Town, event, network_of
from tests.seen import prop, text

REAL = load(default_data())


def test_events_say_part_and_basis() -> None:
    """A cell names each part and how it is known; a host who presented has both, firmest basis first to the eye."""
    found = cells(attendance_view(Selection(REAL, State(tab="events"))))
    assert text(found["Rome, 3rd Cities Network Workshop: presenter, stated"]) == "P"
    assert text(found["Nantes, 2nd Cities Network Workshop: host, stated; presenter, stated (HP)"]) == "HP"
    derived = found["Rome, 1st Cities Network Workshop: attendee, derived"]
    assert "cell-derived" in prop(derived, "className")


@pytest.mark.parametrize(
    ("bases", "look"),
    [
        ([Basis.STATED], "cell-stated"),
        ([Basis.IMPLIED], "cell-implied"),
        ([Basis.DERIVED], "cell-derived"),
        ([Basis.DERIVED, Basis.STATED], "cell-stated"),
        ([Basis.DERIVED, Basis.IMPLIED], "cell-implied"),
    ],
)
def test_border_is_of_the_firmest_basis(bases: list[Basis], look: str) -> None:
    """What any page states is drawn firm; only what none states has a broken border."""
    parts = [("meeting", "alba", part, basis) for part, basis in zip(ParticipationRole, bases, strict=False)]
    network = network_of([Town("alba")], events=[event("meeting")], parts=parts)
    [cell] = cells(attendance_view(Selection(network, State()))).values()
    assert look in prop(cell, "className").split()
