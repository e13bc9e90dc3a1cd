"""Ranking of candidates by population, place type, kind of name and country."""

from __future__ import annotations

import pytest

from dashboard.geocoding.ranking import candidate_score, population_of
from dashboard.geocoding.store_schema import DERIVED, PRIMARY, Row

OTHER = next(kind for kind in range(10) if kind not in {PRIMARY, DERIVED})


def row(*, population: int = 10_000, feature: str = "PPL", kind: int = OTHER) -> Row:
    """Return a place in Germany."""
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
def test_score_is_log_population_with_adjustments(place: Row, score: float) -> None:
    """Sections of a city lose 1, seats of government gain 0.3; main names gain 0.7, derived ones lose 0.3."""
    assert candidate_score(place, ()) == pytest.approx(score)
    assert candidate_score(place, ("DE",)) == pytest.approx(score)
    assert candidate_score(place, ("FR", "DE")) == pytest.approx(score - 1)


@pytest.mark.parametrize(
    ("feature", "people"), [("PPLC", 30_000), ("PPLA", 15_000), ("PPLA2", 4_000), ("PPLX", 300), ("PPL", 300)]
)
def test_unknown_population_is_estimated_by_place_type(feature: str, people: int) -> None:
    """Unknown populations are estimated by place type; known ones are used."""
    assert population_of(row(population=0, feature=feature)) == people
    assert population_of(row(population=1, feature=feature)) == 1
