"""How likely a place is what a name means: inhabitants, kind of place and name, and country."""

from __future__ import annotations

import pytest

from dashboard.geocoding.ranking import candidate_score, population_of
from dashboard.geocoding.store_rows import Row
from dashboard.geocoding.store_schema import DERIVED, PRIMARY

OTHER = next(kind for kind in range(10) if kind not in {PRIMARY, DERIVED})


def row(*, population: int = 10_000, feature: str = "PPL", kind: int = OTHER) -> Row:
    """Make a place in Germany."""
    return Row(1, 1, "A", "DE", "01", 0, 0, population, "", feature, "", kind)


@pytest.mark.parametrize(
    ("place", "score"),
    [
        (row(), 4.0),
        (row(population=1_000_000), 6.0),
        (row(feature="PPLX"), 3.0),
        (row(feature="PPLC"), 4.3),
        (row(feature="PPLA"), 4.3),
        (row(feature="PPLA2"), 4.0),
        (row(kind=PRIMARY), 4.7),
        (row(kind=DERIVED), 3.7),
        (row(population=1), 2.0),
        (row(population=99), 2.0),
        (row(population=100), 2.0),
        (row(population=1_000), 3.0),
    ],
)
def test_a_score_is_the_logarithm_of_the_inhabitants_and_what_the_kind_adds(place: Row, score: float) -> None:
    """Sections of a city lose 1, seats of government win 0.3; a name of its own wins 0.7, a derived one loses 0.3."""
    assert candidate_score(place, ()) == pytest.approx(score)
    assert candidate_score(place, ("DE",)) == pytest.approx(score)
    assert candidate_score(place, ("FR", "DE")) == pytest.approx(score - 1)


@pytest.mark.parametrize(
    ("feature", "people"), [("PPLC", 30_000), ("PPLA", 15_000), ("PPLA2", 4_000), ("PPLX", 300), ("PPL", 300)]
)
def test_a_seat_of_government_without_a_count_is_no_hamlet(feature: str, people: int) -> None:
    """Unknown inhabitants are guessed by the kind of place; known ones are taken as they are."""
    assert population_of(row(population=0, feature=feature)) == people
    assert population_of(row(population=1, feature=feature)) == 1
