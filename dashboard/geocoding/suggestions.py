"""Fallback for names without a match: a fuzzy match, a place in another country, or suggestions."""

from __future__ import annotations

from itertools import islice

from dashboard.geocoding.ambiguity import result_of
from dashboard.geocoding.fuzzy import fuzzy_matches
from dashboard.geocoding.name_variants import Variant, bare, variants
from dashboard.geocoding.ranking import RankedPlace, candidate_score, context_match, find, population_of
from dashboard.geocoding.result import GeocodingResult, Status
from dashboard.geocoding.store import Store
from dashboard.geocoding.store_schema import Row
from dashboard.reference.countries import country_name
from dashboard.text.normalize import normalize

TOWN = 5_000
LARGE = 100_000
FUZZY_MIN_LETTERS = 5
FUZZY_MIN_POPULATION = 10_000


def fuzzy_or_suggest(store: Store, name: str, within: tuple[str, ...], more: tuple[str, ...]) -> GeocodingResult:
    """Return the best fuzzy match, or up to three suggestions."""
    best: list[RankedPlace] = []
    offers: list[tuple[int, float, str]] = []
    literal = (
        variant for variant in variants(name) if not variant.from_suffix and (variant.alternate or not variant.stripped)
    )
    tries = [*islice(literal, 3)]
    if left := bare(name):  # inflected, as in "Helsingin kaupunki"
        tries.append(Variant(left, stripped=True))
    for variant in tries:
        for distance, key, place in fuzzy_matches(store, variant.key, within):
            row = store.by_id(place, key)
            allowed = _allowed(variant.key, row, within)
            offers.append((distance, -candidate_score(row, within), f"{row.name}, {country_name(row.country)}"))
            matches = [context_match(store, row, hint) for hint in (*variant.hints, *more)]
            if distance <= allowed and all(matches):
                best.append(RankedPlace(row, variant, candidate_score(row, within) - 1.5 * distance, sum(matches)))
        if best:
            break
    offers.sort()
    nearest = tuple(dict.fromkeys(offer[2] for offer in offers))[:3]
    best.sort(key=lambda each: each.rank, reverse=True)
    abroad = _places_abroad(store, name) if within else []
    # The exact name of a large city abroad suggests a wrong country, not a typo: "Vienna" in Italy is not Siena.
    if not best or (abroad and population_of(abroad[0].row) >= LARGE):
        known = [f"{each.row.name}, {country_name(each.row.country)}" for each in abroad]
        inside = [] if best else _within_name(store, name, within)
        first = [*dict.fromkeys((*known, *inside))][:2]
        return GeocodingResult(Status.NOT_FOUND, nearest=tuple(dict.fromkeys((*first, *nearest)))[:3])
    answer = result_of(store, best, within, more)
    assert answer.place is not None  # noqa: S101 - for the type checker: `answer` always names a place
    note = f"read as {answer.place.name}" + (f"; {answer.note}" if answer.note else "")
    return GeocodingResult(Status.FUZZY, answer.place, answer.flags, answer.candidates, nearest, note)


def _within_name(store: Store, name: str, within: tuple[str, ...]) -> list[str]:
    """Suggest towns whose names are part of the query: "Grenoble" for "Grenoble-Alpes Métropole"."""
    words = normalize(name).split()[:6]
    for length in range(len(words) - 1, 0, -1):
        parts = [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]
        rows = [row for part in parts if len(part) > 3 for row in store.find(part, within)]
        rows = [row for row in rows if population_of(row) >= (TOWN if within else LARGE)]
        if rows:
            rows.sort(key=lambda row: (-candidate_score(row, within), row.id))
            return [f"{row.name}, {country_name(row.country)}" for row in rows]
    return []


def _places_abroad(store: Store, name: str) -> list[RankedPlace]:
    """Find towns with exactly this name in any country, the best first."""
    found = [each for variant in islice(variants(name), 4) for each in find(store, variant, (), ())]
    found = [each for each in found if population_of(each.row) >= TOWN]
    return sorted(found, key=lambda each: each.rank, reverse=True)


def _allowed(key: str, row: Row, within: tuple[str, ...]) -> int:
    """Return the maximum edit distance between a key and the name of a place.

    A similar name may be a typo, or an unknown village. A typo is more likely for larger towns and longer names.
    """
    people = population_of(row)
    edits = 0 if len(key) < FUZZY_MIN_LETTERS else 1 if len(key) < 2 * FUZZY_MIN_LETTERS - 1 else 2
    if people < FUZZY_MIN_POPULATION:
        edits = 0
    elif people < 10 * FUZZY_MIN_POPULATION:
        edits = min(edits, 1)
    return edits if within else max(0, edits - 1)
