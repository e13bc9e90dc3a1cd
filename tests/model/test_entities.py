"""Entities: roles have an order, and values are immutable."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from dashboard.model.entities import Event, ParticipationRole, Place, Role, Topic


def test_roles_are_sorted_by_experience_and_activity() -> None:
    """Lists show the most experienced city and the most active participant first."""
    assert list(Role) == [Role.LIGHTHOUSE, Role.FOLLOWER, Role.MEMBER]
    assert list(ParticipationRole) == [ParticipationRole.HOST, ParticipationRole.PRESENTER, ParticipationRole.ATTENDEE]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (Topic("ict", "ICT"), "title"),
        (Event("one", "One", "workshop", "2019", "", "rome", "", None), "start"),
        (Place(41.9, 12.5), "latitude"),
    ],
)
def test_entities_are_immutable(value: object, name: str) -> None:
    """All requests share them."""
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, "x")
