"""Detect ambiguity: flags and alternative candidates of a match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.geocoding.ranking import (
    SMALL,
    UNKNOWN_POPULATION,
    RankedPlace,
    candidate_score,
    context_match,
    population_of,
)
from dashboard.geocoding.regions import region_codes
from dashboard.geocoding.result import Candidate, Flag, GeocodingResult, Status, distance_km
from dashboard.geocoding.store import Store
from dashboard.geocoding.store_schema import MEGACITY_POPULATION, PRIMARY, Row
from dashboard.reference.countries import country_code, country_name
from dashboard.text.normalize import normalize

SAME_PLACE_KM = 15
"""Places with the same name within this distance count as one city."""
LIKELY = 1.0
"""Maximum score difference of a rival: a tenth of the population."""
TINY = 50_000
"""Maximum population of a place that a megacity with the same name makes ambiguous."""


def result_of(
    store: Store, found: list[RankedPlace], within: tuple[str, ...], more: tuple[str, ...]
) -> GeocodingResult:
    """Return the result for the best of the ranked places, with flags and rivals."""
    best, *others = found
    row, variant = best.row, best.variant
    longer = prefix_matches(store, row, variant.key, within)
    others += [RankedPlace(other, variant, candidate_score(other, within), 0) for other in longer]
    rivals = _rivals(best, others) if others else ()
    status = status_of(row, stripped=variant.stripped)
    return result_of_rows(store, row, variant.key, status, within, rivals=rivals, hints=(*variant.hints, *more))


def result_of_rows(
    store: Store,
    row: Row,
    key: str,
    status: Status,
    within: tuple[str, ...],
    *,
    rivals: Sequence[Row] = (),
    hints: tuple[str, ...] = (),
) -> GeocodingResult:
    """Return the result for a place, with flags, note and rivals."""
    flags: list[Flag] = []
    note = ""
    if rivals:
        flags.append(Flag.AMBIGUOUS)
    elif hints:
        if not all(context_match(store, row, hint, lenient=True) for hint in hints):
            flags.append(Flag.AMBIGUOUS)
            note = f"not found near {', '.join(hints)}"
    elif within and _is_region(store, row, key, within[0]):
        flags.append(Flag.AMBIGUOUS)
        note = f"also the name of a region of {country_name(within[0])}"
    elif within and (abroad := _far_larger_abroad(store, row, key, within)):
        flags.append(Flag.AMBIGUOUS)
        rivals = abroad
    if row.population < SMALL and row.feature not in UNKNOWN_POPULATION and not row.supplement:
        flags.append(Flag.SMALL)
    if row.feature == "PPLX":
        flags.append(Flag.SUBURB)
    if not within and not any(country_code(hint) == row.country for hint in hints):
        flags.append(Flag.COUNTRY_GUESSED)
    place = store.candidate(row)
    if not rivals:
        return GeocodingResult(status, place, tuple(flags), note=note)
    candidates = tuple(store.candidate(rival) for rival in rivals[:5])
    return GeocodingResult(status, place, tuple(flags), candidates, note=note or _words(place, candidates))


def prefix_matches(store: Store, best: Row, key: str, within: tuple[str, ...]) -> list[Row]:
    """Find other places whose names start with a short name: "Reggio" is Reggio Emilia or Reggio Calabria."""
    people = population_of(best)
    if best.kind == PRIMARY or not within or people < SMALL:
        return []
    if " " in key and not normalize(best.name).startswith(f"{key} "):
        return []
    rows = store.longer(f"{key} ", best.country, people=people // 10)
    return [row for row in rows if row.id != best.id]


def _is_region(store: Store, row: Row, key: str, state: str) -> bool:
    """Check if the name mainly means a region, and the place is neither its seat nor its namesake."""
    if (
        row.feature in {"PPLC", "PPLA"} or not SMALL <= population_of(row) < MEGACITY_POPULATION
    ):  # small places have their own flag
        return False
    regions = region_codes(store, key, state)
    return bool(regions) and (f"{row.country}.{row.region}" not in regions or row.kind != PRIMARY)


def _far_larger_abroad(store: Store, best: Row, key: str, within: tuple[str, ...]) -> list[Row]:
    """Find a much larger city with this name abroad: "Toronto" in the USA is probably not the one in Ohio."""
    people = population_of(best)
    if people > TINY or best.feature == "PPLC" or key not in store.megacity_keys:
        return []
    least = max(MEGACITY_POPULATION, 100 * people)
    rows = store.find(key)
    return [row for row in rows if row.kind == PRIMARY and row.population >= least and row.country not in within][:1]


def _rivals(best: RankedPlace, others: Iterable[RankedPlace]) -> list[Row]:
    """List distinct places that are almost as likely as the best."""
    rivals: list[Row] = []
    hints = (*best.variant.hints, *best.variant.alternate)
    weak_match = best.context_matches == 1 and not any(country_code(hint) == best.row.country for hint in hints)
    for other in others:
        if other.context_matches >= best.context_matches:
            same_region = (other.row.country, other.row.region) == (best.row.country, best.row.region)
            namesake = (
                best.context_matches >= 2 and same_region and other.row.kind == PRIMARY
            )  # the query cannot say more
            likely = namesake or other.score >= best.score - LIKELY
        else:  # it matches fewer hints, but is much larger
            likely = (other.context_matches > 0 or weak_match) and other.score >= best.score + LIKELY
        if likely:
            rivals.append(other.row)
    return distinct_places(best.row, rivals)


def distinct_places(best: Row, others: Iterable[Row]) -> list[Row]:
    """Drop places close to the best or an earlier one; they are the same city."""
    rivals: list[Row] = []
    for other in others:
        if all(distance_km(other, each) > SAME_PLACE_KM for each in (best, *rivals)):
            rivals.append(other)
    return rivals


def status_of(row: Row, *, stripped: bool = False) -> Status:
    """Return the status of a match."""
    if row.supplement:
        return Status.SUPPLEMENT
    if stripped:
        return Status.STRIPPED
    return Status.EXACT if row.kind == PRIMARY else Status.ALTERNATE


def _words(place: Candidate, rivals: Sequence[Candidate]) -> str:
    """Describe the rivals, with their distances from the place."""
    descriptions = (
        f"{rival.name}, {rival.region or rival.country} ({rival.population or 'population unknown'},"
        f" {distance_km(place, rival):.0f} km away)"
        for rival in rivals[:3]
    )
    return "or " + "; ".join(descriptions)
