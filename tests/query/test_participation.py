"""Of several parts of a city in an event, the firmest basis says how it is known."""

from __future__ import annotations

from itertools import permutations

import pytest

from dashboard.model.entities import ParticipationRole
from dashboard.model.facts import Basis
from dashboard.query.participation import strongest_basis
from tests.networks import Town, event, network_of, small


@pytest.mark.parametrize("bases", [list(order) for count in (1, 2, 3) for order in permutations(Basis, count)])
def test_the_firmest_basis_counts_in_any_order(bases: list[Basis]) -> None:
    """Stated before implied before derived, wherever they stand."""
    parts = [("meeting", "alba", part, basis) for part, basis in zip(ParticipationRole, bases, strict=False)]
    network = network_of([Town("alba")], events=[event("meeting")], parts=parts)
    assert strongest_basis(network, "meeting") == {"alba": min(bases, key=list(Basis).index)}


def test_each_city_of_the_event_has_its_own_basis() -> None:
    """Cities of other events have none here, and an unknown event has no cities."""
    assert strongest_basis(small(), "meeting") == {
        "alba": Basis.STATED,
        "brno": Basis.STATED,
        "dalu": Basis.IMPLIED,
        "eden": Basis.STATED,
    }
    assert strongest_basis(small(), "webinar") == {"cuna": Basis.STATED}
    assert strongest_basis(small(), "nothing") == {}
