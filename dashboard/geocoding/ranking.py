"""Weighing: how likely each place of a name is what a query means, by inhabitants, kind and surroundings."""

from __future__ import annotations

from math import log10
from typing import NamedTuple

from dashboard.geocoding.name_variants import Variant
from dashboard.geocoding.regions import part_codes, region_codes
from dashboard.geocoding.result import distance_km
from dashboard.geocoding.store import Store
from dashboard.geocoding.store_rows import Row
from dashboard.geocoding.store_schema import DERIVED, PRIMARY
from dashboard.reference.countries import country_code, territories_of
from dashboard.text.normalize import normalize

NEAR_CITY_KM = 60
"""A place is "of" a larger city within this distance."""
PART_KM = 30
"""A part that is written behind its city, without a comma, lies within this distance: "Wien-Donaustadt"."""
SMALL = 2_000
UNKNOWN_POPULATION = {"PPLC": 30_000, "PPLA": 15_000, "PPLA2": 4_000}
_TERRITORY = 1.0
_PRIMARY = 0.7
_SECTION = 1.0


class RankedPlace(NamedTuple):
    """One place that a reading found."""

    row: Row
    variant: Variant
    score: float
    context_matches: int
    """How well the place agrees with the hints."""

    @property
    def rank(self) -> tuple[int, float, int]:
        """Puts the likeliest last."""
        return (self.context_matches, self.score, -self.row.id)


def find(store: Store, reading: Variant, within: tuple[str, ...], more: tuple[str, ...]) -> list[RankedPlace]:
    """Find the places of one reading, the likeliest first."""
    hints = (*reading.hints, *more)
    rows = store.find(reading.key, within)
    if reading.adjacent:  # "Brighton & Hove", and no "Bath and North East Somerset"
        rows = [row for row in rows if any(_is_near(store, row, name) for name in reading.adjacent)]
    if not rows or ((reading.from_suffix or reading.reversed) and not _is_confirmed(store, rows, reading)):
        return []  # words cut off a name mean something: "France" in "Paris France" does, "Vedras" does not
    found = []
    near_km = PART_KM if reading.from_suffix else NEAR_CITY_KM
    for row in rows:
        agreed = 0
        if hints or reading.alternate:
            agreed = sum(context_match(store, row, hint, near_km=near_km) for hint in hints)
            agreed += any(context_match(store, row, hint, lenient=True) for hint in reading.alternate)
        found.append(RankedPlace(row, reading, candidate_score(row, within), agreed))
    if len(found) > 1:
        found.sort(key=lambda each: each.rank, reverse=True)
    return found


def _is_confirmed(store: Store, rows: list[Row], reading: Variant) -> bool:
    """Say whether what was taken for a hint is one for any of these places."""
    near_km = PART_KM if reading.from_suffix else NEAR_CITY_KM
    return any(
        context_match(store, row, reading.hints[-1], near_km=near_km, lenient=reading.from_suffix) for row in rows
    )


def _is_near(store: Store, row: Row, name: str) -> bool:
    """Say whether another place of this name lies beside a place."""
    others = store.find(normalize(name), (row.country,))
    return any(other.id != row.id and distance_km(other, row) < PART_KM for other in others)


def candidate_score(row: Row, within: tuple[str, ...]) -> float:
    """Weigh a place: the logarithm of its inhabitants, with what the name and the kind of place add or take."""
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
    """Count inhabitants; GeoNames writes 0 for unknown, where a seat of government still is no hamlet."""
    return row.population or UNKNOWN_POPULATION.get(row.feature, 300)


def context_match(store: Store, row: Row, hint: str, *, lenient: bool = False, near_km: float = NEAR_CITY_KM) -> int:
    """Say how well a place agrees with a hint: 2 for its region, 1 for its country or a larger city nearby, 0 for not.

    A lenient reading lets the hint be another name of the place itself.
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
