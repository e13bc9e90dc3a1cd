"""Resolve a name and a country to one place, with flags for ambiguity.

Rules, in order: the variants of a name (see `name_variants.py`) are tried from the most literal on. Context in the
query (a region or a larger city) decides first, then population; a primary name counts like five times the population,
a section of a city like a tenth. If a literal variant finds only a village, a less literal one that finds a place a
hundred times larger wins. Fuzzy matches come last.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dashboard.geocoding.ambiguity import LIKELY, distinct_places, prefix_matches, result_of, result_of_rows, status_of
from dashboard.geocoding.name_variants import Variant, abbreviation, variants
from dashboard.geocoding.ranking import SMALL, RankedPlace, candidate_score, find, population_of
from dashboard.geocoding.regions import country_of_region, region_codes
from dashboard.geocoding.result import GeocodingResult, Status
from dashboard.geocoding.store import Store
from dashboard.geocoding.store_schema import PRIMARY, Row
from dashboard.geocoding.suggestions import fuzzy_or_suggest
from dashboard.reference.countries import (
    country_code,
    country_name,
    is_informal_name,
    nearest_countries,
    territories_of,
)
from dashboard.text.normalize import normalize


def resolve(store: Store, name: str, *, country: str = "", region: str = "") -> GeocodingResult:
    """Find the best place for a name.

    Args:
        store: the gazetteer's database.
        name: a name, possibly with context: "Medellin, Colombia", "Kartal (Istanbul)", "City of York".
        country: a name or code in any language (see `dashboard.reference.countries`), or "".
        region: the first administrative level, or a larger city nearby, or "".
    """
    state, within, is_part = _scope(country)
    if state is None and (country := country.strip()):
        state = country_of_region(store, country)  # the country column may contain a region like "California"
        if state is None:
            nearest = nearest_countries(country)
            hint = f"; did you mean {' or '.join(nearest)}?" if nearest else "; write its name or ISO 3166-1 code"
            return GeocodingResult(Status.NOT_FOUND, note=f"{country[:60]!r} is not a country{hint}")
        within, is_part = (state, *territories_of(state)), True
    more: tuple[str, ...] = ()
    if region and normalize(region):
        more = (region.strip(),)
    elif is_part and state is not None and region_codes(store, country, state):
        more = (country.strip(),)  # disambiguates places with the same name
    name = name[:200]
    key = normalize(name)
    rows = store.find(key, within)
    if rows and not more and (literal := _literal(store, rows, key, within)):
        return literal
    if best := _read(store, name, within, more) or _abbreviated(store, name, within, more):
        return result_of(store, best, within, more)
    if state is not None and country_code(name) == state:
        return GeocodingResult(Status.NOT_FOUND, note=f"{name!r:.60} is a country or a part of one; name a city in it")
    if state is not None and region_codes(store, name, state):
        return GeocodingResult(
            Status.NOT_FOUND, note=f"{name!r:.60} is a region of {country_name(state)}; name a city in it"
        )
    return fuzzy_or_suggest(store, name, within, more)


@lru_cache(maxsize=4096)
def _scope(country: str) -> tuple[str | None, tuple[str, ...], bool]:
    """Parse a country: its code, the codes including its territories, and whether it may be a part such as Wales."""
    country = country.strip()
    state = country_code(country)
    if state is None:
        return None, (), False
    return state, (state, *territories_of(state)), state != country and is_informal_name(country)


def _literal(store: Store, rows: list[Row], key: str, within: tuple[str, ...]) -> GeocodingResult | None:
    """Fast path for most queries: the literal name of a town; None for all others."""
    best, others = rows[0], []
    if len(rows) > 1:
        best = max(rows, key=lambda row: (candidate_score(row, within), -row.id))
        others = [row for row in rows if row is not best]
    if population_of(best) < SMALL:
        return None
    if best.kind != PRIMARY:
        others += prefix_matches(store, best, key, within)
    rivals: Sequence[Row] = ()
    if others:
        least = candidate_score(best, within) - LIKELY
        scored = [(score, -row.id, row) for row in others if (score := candidate_score(row, within)) >= least]
        rivals = distinct_places(best, (row for _, _, row in sorted(scored, reverse=True)))
    return result_of_rows(store, best, key, status_of(best), within, rivals=rivals)


def _read(store: Store, name: str, within: tuple[str, ...], more: tuple[str, ...]) -> list[RankedPlace]:
    """Return the candidates of the best variant, the best first."""
    best: list[RankedPlace] = []
    for variant in variants(name):
        if best and variant.from_suffix:
            break
        found = find(store, variant, within, more)
        if not found:
            continue
        if not best or _is_better(found[0], best[0]):
            best = found
        if population_of(best[0].row) >= SMALL and (best[0].context_matches or not (best[0].variant.hints or more)):
            break
    return best


def _is_better(found: RankedPlace, best: RankedPlace) -> bool:
    """Check if a less literal variant is better: it matches the context, or is much larger."""
    if found.context_matches != best.context_matches:
        return found.context_matches > best.context_matches and not best.context_matches
    return population_of(best.row) < SMALL and found.score > best.score + 2


def _abbreviated(store: Store, name: str, within: tuple[str, ...], more: tuple[str, ...]) -> list[RankedPlace]:
    """Find the candidates of an abbreviated name: "Rothenburg o.d.T.", "Freiburg i. Br."."""
    short = abbreviation(name)
    if short is None:
        return []
    keys = sorted({key for key, _ in store.starting(short.start, within) if short.pattern.fullmatch(key)})
    found = [each for key in keys[:8] for each in find(store, Variant(key, stripped=True), within, more)]
    return sorted(found, key=lambda each: each.rank, reverse=True)
