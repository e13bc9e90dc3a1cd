"""The values of an answer: statuses and flags as the files write them, places that need no more than their fields."""

from __future__ import annotations

import pytest

from dashboard.geocoding.result import Candidate, Flag, GeocodingResult, Status, distance_km


def at(latitude: float, longitude: float) -> Candidate:
    """A place."""
    return Candidate(None, "", "", "", latitude, longitude, None, "", "", "")


def test_words_of_the_files_do_not_change() -> None:
    """places.csv of other networks holds them."""
    assert [str(status) for status in Status] == [
        "exact",
        "alternate",
        "supplement",
        "stripped",
        "fuzzy",
        "override",
        "online",
        "not_found",
    ]
    assert [str(flag) for flag in Flag] == ["ambiguous", "small", "suburb", "country_guessed"]


def test_an_answer_needs_a_status_alone() -> None:
    """All else is empty; a place is GeoNames' unless it says otherwise."""
    assert GeocodingResult(Status.NOT_FOUND) == (Status.NOT_FOUND, None, (), (), (), "")
    assert at(0, 0).provider == "geonames"


@pytest.mark.parametrize(
    ("first", "second", "kilometres"),
    [
        (at(0, 0), at(0, 0), 0),
        (at(0, 0), at(1, 0), 111.195),
        (at(0, 0), at(0, 1), 111.195),
        (at(60, 0), at(60, 1), 55.6),
        (at(0, 179.5), at(0, -179.5), 111.195),
        (at(90, 0), at(-90, 0), 20015),
    ],
)
def test_distances_are_great_circles_in_kilometres(first: Candidate, second: Candidate, kilometres: float) -> None:
    """Latitude first, and round the antimeridian."""
    assert distance_km(first, second) == pytest.approx(kilometres, rel=0.001)
    assert distance_km(second, first) == pytest.approx(kilometres, rel=0.001)
