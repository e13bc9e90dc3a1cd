"""Rank candidates by population, place type and context."""

from __future__ import annotations

from math import log10
from typing import NamedTuple

from dashboard.geocoding.name_variants import Variant
from dashboard.geocoding.regions import part_codes, region_codes
from dashboard.geocoding.result import distance_km
from dashboard.geocoding.store import Store
from dashboard.geocoding.store_schema import DERIVED, PRIMARY, Row
from dashboard.reference.countries import country_code, territories_of
from dashboard.text.normalize import normalize

NEAR_CITY_KM = 60
"""Maximum distance of a place from a larger city in a hint."""
PART_KM = 30
"""Maximum distance of a part from its city in one name: "Wien-Donaustadt"."""
SMALL = 2_000
UNKNOWN_POPULATION = {"PPLC": 30_000, "PPLA": 15_000, "PPLA2": 4_000}
_TERRITORY = 1.0
_PRIMARY = 0.7
_SECTION = 1.0


class RankedPlace(NamedTuple):
    """A candidate of a variant, with its score."""

    row: Row
    variant: Variant
    score: float
    context_matches: int
    """How well the place matches the hints."""

    @property
    def rank(self) -> tuple[int, float, int]:
        """Sort key; the best is the highest."""
        return (self.context_matches, self.score, -self.row.id)


def find(store: Store, variant: Variant, within: tuple[str, ...], more: tuple[str, ...]) -> list[RankedPlace]:
    """Find the candidates of a variant, the best first."""
    hints = (*variant.hints, *more)
    rows = store.find(variant.key, within)
    if variant.adjacent:  # "Brighton & Hove", but not "Bath and North East Somerset"
        rows = [row for row in rows if any(_is_near(store, row, name) for name in variant.adjacent)]
    if not rows or ((variant.from_suffix or variant.reversed) and not _is_confirmed(store, rows, variant)):
        return []  # the removed words must be a known context: "France" in "Paris France", but not "Vedras"
    found = []
    near_km = PART_KM if variant.from_suffix else NEAR_CITY_KM
    for row in rows:
        matches = 0
        if hints or variant.alternate:
            matches = sum(context_match(store, row, hint, near_km=near_km) for hint in hints)
            matches += any(context_match(store, row, hint, lenient=True) for hint in variant.alternate)
        found.append(RankedPlace(row, variant, candidate_score(row, within), matches))
    if len(found) > 1:
        found.sort(key=lambda each: each.rank, reverse=True)
    return found


def _is_confirmed(store: Store, rows: list[Row], variant: Variant) -> bool:
    """Check if the hint matches any of these places."""
    near_km = PART_KM if variant.from_suffix else NEAR_CITY_KM
    return any(
        context_match(store, row, variant.hints[-1], near_km=near_km, lenient=variant.from_suffix) for row in rows
    )


def _is_near(store: Store, row: Row, name: str) -> bool:
    """Check if another place with this name is nearby."""
    others = store.find(normalize(name), (row.country,))
    return any(other.id != row.id and distance_km(other, row) < PART_KM for other in others)


def candidate_score(row: Row, within: tuple[str, ...]) -> float:
    """Return the score of a place: log10 of its population, adjusted by kind of name and place type."""
    score = log10(max(population_of(row), 100))
    if row.kind == PRIMARY:
        score += _PRIMARY
    elif row.kind == DERIVED:
        score -= 0.3
    if row.feature == "PPLX":
        score -= _SECTION
    elif row.feature in {"PPLC", "PPLA"}:
        score += 0.3
    if within and row.country != within[0]:
        score -= _TERRITORY
    return score


def population_of(row: Row) -> int:
    """Return the population, with an estimate by place type if GeoNames has 0 for unknown."""
    return row.population or UNKNOWN_POPULATION.get(row.feature, 300)


def context_match(store: Store, row: Row, hint: str, *, lenient: bool = False, near_km: float = NEAR_CITY_KM) -> int:
    """Return how well a place matches a hint: 2 for its region, 1 for its country or a larger city nearby, else 0.

    If `lenient`, the hint may be another name of the place.
    """
    if f"{row.country}.{row.region}" in region_codes(store, hint, row.country):
        return 2
    state = country_code(hint)
    if state is not None and (row.country == state or row.country in territories_of(state)):
        return 1
    key = normalize(hint)
    if lenient and store.has_name(row.id, row.country, key):
        return 1
    larger = [
        city
        for city in store.find(key, (row.country,))
        if city.id != row.id and population_of(city) > population_of(row)
    ]
    if larger:
        return int(any(distance_km(city, row) < near_km for city in larger))
    return int(f"{row.country}.{row.region}" in part_codes(store, hint, row.country))
