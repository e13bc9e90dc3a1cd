"""Resolving: from a name and a country as people write them to one place, with an honest word about every doubt.

The rules, in order. A name is read in several ways (see `spelling.py`), the most literal first. Among the places of a
name the one with more inhabitants wins, a primary name counting as much as five times the people, a section of a city a
tenth. What else the query says, a region or a larger city, chooses before that. A literal reading that finds only a
village gives way to a less literal one that finds a place a hundred times as large. Slips come last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from math import log10
from typing import NamedTuple

from dashboard.countries import country_code, country_name, is_alias, nearest_countries, territories_of
from dashboard.folding import fold
from dashboard.geocoding.answer import Answer, Candidate, Flag, Status, distance_km
from dashboard.geocoding.regions import country_of_region, part_codes, region_codes
from dashboard.geocoding.rows import Row
from dashboard.geocoding.schema import DERIVED, GREAT, PRIMARY
from dashboard.geocoding.slips import nearest_keys
from dashboard.geocoding.spelling import Reading, abbreviation, bare, readings
from dashboard.geocoding.store import Store

SAME_PLACE_KM = 15
"""Nearer than this, two places of one name are taken for one city."""
NEAR_CITY_KM = 60
"""A place is "of" a larger city within this distance."""
PART_KM = 30
"""A part that is written behind its city, without a comma, lies within this distance: "Wien-Donaustadt"."""
LIKELY = 1.0
"""A place is nearly as likely as another within this score: with a tenth of its inhabitants."""
SMALL = 2_000
TOWN = 5_000
TINY = 50_000
"""A place with more inhabitants is not tiny, not even beside a great city."""
LARGE = 100_000
SLIP_LETTERS = 5
SLIP_PEOPLE = 10_000
UNKNOWN_POPULATION = {"PPLC": 30_000, "PPLA": 15_000, "PPLA2": 4_000}
_EXACT = Status.EXACT
_TERRITORY = 1.0
_PRIMARY = 0.7
_SECTION = 1.0


class _Found(NamedTuple):
    """One place that a reading found."""

    row: Row
    reading: Reading
    score: float
    agreed: int
    """How well the place agrees with the hints."""

    @property
    def rank(self) -> tuple[int, float, int]:
        return (self.agreed, self.score, -self.row.id)


def resolve(store: Store, name: str, *, country: str = "", region: str = "") -> Answer:
    """Find the place that a name means.

    Args:
        store: the gazetteer's database.
        name: as people write it, possibly with more: "Medellin, Colombia", "Kartal (Istanbul)", "City of York".
        country: a name or code in any language (see `dashboard.countries`), or "".
        region: the first administrative level, or a larger city nearby, or "".
    """
    state, within, is_part = _scope(country)
    if state is None and (country := country.strip()):
        state = country_of_region(store, country)  # "California" may stand where the country should
        if state is None:
            nearest = nearest_countries(country)
            mend = f"; did you mean {' or '.join(nearest)}?" if nearest else "; write its name or ISO 3166-1 code"
            return Answer(Status.NOT_FOUND, note=f"{country[:60]!r} is no country{mend}")
        within, is_part = (state, *territories_of(state)), True
    more: tuple[str, ...] = ()
    if region and fold(region):
        more = (region.strip(),)
    elif is_part and state is not None and region_codes(store, country, state):
        more = (country.strip(),)  # it chooses between places of one name
    name = name[:200]
    key = fold(name)
    rows = store.find(key, within)
    if rows and not more and (literal := _literal(store, rows, key, within)):
        return literal
    if best := _read(store, name, within, more) or _abbreviated(store, name, within, more):
        return _answer_of(store, best, within, more)
    if state is not None and country_code(name) == state:
        return Answer(Status.NOT_FOUND, note=f"{name!r:.60} is a country or a part of one; name a city in it")
    if state is not None and region_codes(store, name, state):
        return Answer(Status.NOT_FOUND, note=f"{name!r:.60} is a region of {country_name(state)}; name a city in it")
    return _slip(store, name, within, more)


@lru_cache(maxsize=4096)
def _scope(country: str) -> tuple[str | None, tuple[str, ...], bool]:
    """Read a country: its code, that with the codes of its territories, and whether it may mean a part, as Wales is."""
    country = country.strip()
    state = country_code(country)
    if state is None:
        return None, (), False
    return state, (state, *territories_of(state)), state != country and is_alias(country)


def _literal(store: Store, rows: list[Row], key: str, within: tuple[str, ...]) -> Answer | None:
    """Answer what most queries are: the name of a town as it is written, and nothing more; None for all others."""
    best, others = rows[0], []
    if len(rows) > 1:
        best = max(rows, key=lambda row: (_score(row, within), -row.id))
        others = [row for row in rows if row is not best]
    if _people(best) < SMALL:
        return None
    if best.kind != PRIMARY:
        others += _of_longer_names(store, best, key, within)
    rivals: Sequence[Row] = ()
    if others:
        least = _score(best, within) - LIKELY
        scored = [(score, -row.id, row) for row in others if (score := _score(row, within)) >= least]
        rivals = _apart(best, (row for _, _, row in sorted(scored, reverse=True)))
    return _answer(store, best, key, _status(best), within, rivals=rivals)


def _read(store: Store, name: str, within: tuple[str, ...], more: tuple[str, ...]) -> list[_Found]:
    """Find the places of the best reading of a name, the likeliest first."""
    best: list[_Found] = []
    for reading in readings(name):
        if best and reading.cut:
            break
        found = _find(store, reading, within, more)
        if not found:
            continue
        if not best or _is_better(found[0], best[0]):
            best = found
        if _people(best[0].row) >= SMALL and (best[0].agreed or not (best[0].reading.hints or more)):
            break
    return best


def _is_better(found: _Found, best: _Found) -> bool:
    """Say whether a less literal reading found what is meant: it agrees with the query, or is no village."""
    if found.agreed != best.agreed:
        return found.agreed > best.agreed and not best.agreed
    return _people(best.row) < SMALL and found.score > best.score + 2


def _abbreviated(store: Store, name: str, within: tuple[str, ...], more: tuple[str, ...]) -> list[_Found]:
    """Find the places whose names are written short with full stops: "Rothenburg o.d.T.", "Freiburg i. Br."."""
    short = abbreviation(name)
    if short is None:
        return []
    keys = sorted({key for key, _ in store.starting(short.start, within) if short.pattern.fullmatch(key)})
    found = [each for key in keys[:8] for each in _find(store, Reading(key, stripped=True), within, more)]
    return sorted(found, key=lambda each: each.rank, reverse=True)


def _find(store: Store, reading: Reading, within: tuple[str, ...], more: tuple[str, ...]) -> list[_Found]:
    """Find the places of one reading, the likeliest first."""
    hints = (*reading.hints, *more)
    rows = store.find(reading.key, within)
    if reading.beside:  # "Brighton & Hove", and no "Bath and North East Somerset"
        rows = [row for row in rows if any(_is_near(store, row, name) for name in reading.beside)]
    if not rows or ((reading.cut or reading.turned) and not _is_confirmed(store, rows, reading)):
        return []  # words cut off a name mean something: "France" in "Paris France" does, "Vedras" does not
    found = []
    near_km = PART_KM if reading.cut else NEAR_CITY_KM
    for row in rows:
        agreed = 0
        if hints or reading.soft:
            agreed = sum(_agreement(store, row, hint, near_km=near_km) for hint in hints)
            agreed += any(_agreement(store, row, hint, lenient=True) for hint in reading.soft)
        found.append(_Found(row, reading, _score(row, within), agreed))
    if len(found) > 1:
        found.sort(key=lambda each: each.rank, reverse=True)
    return found


def _is_confirmed(store: Store, rows: list[Row], reading: Reading) -> bool:
    """Say whether what was taken for a hint is one for any of these places."""
    near_km = PART_KM if reading.cut else NEAR_CITY_KM
    return any(_agreement(store, row, reading.hints[-1], near_km=near_km, lenient=reading.cut) for row in rows)


def _is_near(store: Store, row: Row, name: str) -> bool:
    """Say whether another place of this name lies beside a place."""
    others = store.find(fold(name), (row.country,))
    return any(other.id != row.id and distance_km(other, row) < PART_KM for other in others)


def _score(row: Row, within: tuple[str, ...]) -> float:
    """Weigh a place: the logarithm of its inhabitants, with what the name and the kind of place add or take."""
    score = log10(max(_people(row), 100))
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


def _people(row: Row) -> int:
    """Count inhabitants; GeoNames writes 0 for unknown, where a seat of government still is no hamlet."""
    return row.population or UNKNOWN_POPULATION.get(row.feature, 300)


def _agreement(store: Store, row: Row, hint: str, *, lenient: bool = False, near_km: float = NEAR_CITY_KM) -> int:
    """Say how well a place agrees with a hint: 2 for its region, 1 for its country or a larger city nearby, 0 for not.

    A lenient reading lets the hint be another name of the place itself.
    """
    if f"{row.country}.{row.region}" in region_codes(store, hint, row.country):
        return 2
    state = country_code(hint)
    if state is not None and (row.country == state or row.country in territories_of(state)):
        return 1
    key = fold(hint)
    if lenient and store.has_name(row.id, row.country, key):
        return 1
    larger = [city for city in store.find(key, (row.country,)) if city.id != row.id and _people(city) > _people(row)]
    if larger:
        return int(any(distance_km(city, row) < near_km for city in larger))
    return int(f"{row.country}.{row.region}" in part_codes(store, hint, row.country))


def _answer_of(store: Store, found: list[_Found], within: tuple[str, ...], more: tuple[str, ...]) -> Answer:
    """Choose the likeliest, and say what is in doubt."""
    best, *others = found
    row, reading = best.row, best.reading
    longer = _of_longer_names(store, row, reading.key, within)
    others += [_Found(other, reading, _score(other, within), 0) for other in longer]
    rivals = _rivals(best, others) if others else ()
    status = _status(row, stripped=reading.stripped)
    return _answer(store, row, reading.key, status, within, rivals=rivals, hints=(*reading.hints, *more))


def _answer(
    store: Store,
    row: Row,
    key: str,
    status: Status,
    within: tuple[str, ...],
    *,
    rivals: Sequence[Row] = (),
    hints: tuple[str, ...] = (),
) -> Answer:
    """Say what is in doubt about a place."""
    flags: list[Flag] = []
    note = ""
    if rivals:
        flags.append(Flag.AMBIGUOUS)
    elif hints:
        if not all(_agreement(store, row, hint, lenient=True) for hint in hints):
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
        return Answer(status, place, tuple(flags), note=note)
    known = tuple(store.candidate(rival) for rival in rivals[:5])
    return Answer(status, place, tuple(flags), known, note=note or _words(place, known))


def _of_longer_names(store: Store, best: Row, key: str, within: tuple[str, ...]) -> list[Row]:
    """Find what else a short name may be short for: "Reggio" is Reggio Emilia or Reggio Calabria."""
    people = _people(best)
    if best.kind == PRIMARY or not within or people < SMALL:
        return []
    if " " in key and not fold(best.name).startswith(f"{key} "):
        return []
    rows = store.longer(f"{key} ", best.country, people=people // 10)
    return [row for row in rows if row.id != best.id]


def _is_region(store: Store, row: Row, key: str, state: str) -> bool:
    """Say whether the name is first of all a region's, which the place is no seat of, and does not give its name to."""
    if row.feature in {"PPLC", "PPLA"} or not SMALL <= _people(row) < GREAT:  # the small has its own flag
        return False
    regions = region_codes(store, key, state)
    return bool(regions) and (f"{row.country}.{row.region}" not in regions or row.kind != PRIMARY)


def _far_larger_abroad(store: Store, best: Row, key: str, within: tuple[str, ...]) -> list[Row]:
    """Find the great city abroad beside which this place is tiny: does "Toronto" in the USA mean the one in Ohio?"""
    people = _people(best)
    if people > TINY or best.feature == "PPLC" or key not in store.great:
        return []
    least = max(GREAT, 100 * people)
    rows = store.find(key)
    return [row for row in rows if row.kind == PRIMARY and row.population >= least and row.country not in within][:1]


def _rivals(best: _Found, others: Iterable[_Found]) -> list[Row]:
    """List the places that are nearly as likely as the best, elsewhere, each once."""
    rivals: list[Row] = []
    hints = (*best.reading.hints, *best.reading.soft)
    by_chance = best.agreed == 1 and not any(country_code(hint) == best.row.country for hint in hints)
    for other in others:
        if other.agreed >= best.agreed:
            same_region = (other.row.country, other.row.region) == (best.row.country, best.row.region)
            namesake = best.agreed >= 2 and same_region and other.row.kind == PRIMARY  # the query cannot say more
            likely = namesake or other.score >= best.score - LIKELY
        else:  # it agrees less, with a city nearby in place of the region, or not at all, but is much larger
            likely = (other.agreed > 0 or by_chance) and other.score >= best.score + LIKELY
        if likely:
            rivals.append(other.row)
    return _apart(best.row, rivals)


def _apart(best: Row, others: Iterable[Row]) -> list[Row]:
    """Leave out what lies where the best or an earlier one does: it is the same city."""
    rivals: list[Row] = []
    for other in others:
        if all(distance_km(other, each) > SAME_PLACE_KM for each in (best, *rivals)):
            rivals.append(other)
    return rivals


def _status(row: Row, *, stripped: bool = False) -> Status:
    if row.supplement:
        return Status.SUPPLEMENT
    if stripped:
        return Status.STRIPPED
    return _EXACT if row.kind == PRIMARY else Status.ALTERNATE


def _words(place: Candidate, rivals: Sequence[Candidate]) -> str:
    """Name the other candidates, with their distance from the chosen one."""
    said = (
        f"{rival.name}, {rival.region or rival.country} ({rival.population or 'population unknown'},"
        f" {distance_km(place, rival):.0f} km away)"
        for rival in rivals[:3]
    )
    return "or " + "; ".join(said)


def _slip(store: Store, name: str, within: tuple[str, ...], more: tuple[str, ...]) -> Answer:
    """Find the one name that is a slip away, or offer the nearest three."""
    best: list[_Found] = []
    offers: list[tuple[int, float, str]] = []
    literal = (reading for reading in readings(name) if not reading.cut and (reading.soft or not reading.stripped))
    tries = [*islice(literal, 3)]
    if left := bare(name):  # declined, as in "Helsingin kaupunki"
        tries.append(Reading(left, stripped=True))
    for reading in tries:
        for distance, key, place in nearest_keys(store, reading.key, within):
            row = store.by_id(place, key)
            allowed = _allowed(reading.key, row, within)
            offers.append((distance, -_score(row, within), f"{row.name}, {country_name(row.country)}"))
            agreements = [_agreement(store, row, hint) for hint in (*reading.hints, *more)]
            if distance <= allowed and all(agreements):
                best.append(_Found(row, reading, _score(row, within) - 1.5 * distance, sum(agreements)))
        if best:
            break
    offers.sort()
    nearest = tuple(dict.fromkeys(offer[2] for offer in offers))[:3]
    best.sort(key=lambda each: each.rank, reverse=True)
    elsewhere = _elsewhere(store, name) if within else []
    # The very name of a large city abroad is a wrong country rather than a slip: "Vienna" in Italy is not Siena.
    if not best or (elsewhere and _people(elsewhere[0].row) >= LARGE):
        known = [f"{each.row.name}, {country_name(each.row.country)}" for each in elsewhere]
        inside = [] if best else _within_name(store, name, within)
        first = [*dict.fromkeys((*known, *inside))][:2]
        return Answer(Status.NOT_FOUND, nearest=tuple(dict.fromkeys((*first, *nearest)))[:3])
    answer = _answer_of(store, best, within, more)
    assert answer.place is not None  # noqa: S101 - for the type checker: `_answer` always names a place
    note = f"read as {answer.place.name}" + (f"; {answer.note}" if answer.note else "")
    return Answer(Status.FUZZY, answer.place, answer.flags, answer.candidates, nearest, note)


def _within_name(store: Store, name: str, within: tuple[str, ...]) -> list[str]:
    """Offer the towns whose names stand within a longer one: "Grenoble" for "Grenoble-Alpes Métropole"."""
    words = fold(name).split()[:6]
    for length in range(len(words) - 1, 0, -1):
        parts = [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]
        rows = [row for part in parts if len(part) > 3 for row in store.find(part, within)]
        rows = [row for row in rows if _people(row) >= (TOWN if within else LARGE)]
        if rows:
            rows.sort(key=lambda row: (-_score(row, within), row.id))
            return [f"{row.name}, {country_name(row.country)}" for row in rows]
    return []


def _elsewhere(store: Store, name: str) -> list[_Found]:
    """Find the places of this very name in other countries, where they are towns at least, the likeliest first."""
    found = [each for reading in islice(readings(name), 4) for each in _find(store, reading, (), ())]
    found = [each for each in found if _people(each.row) >= TOWN]
    return sorted(found, key=lambda each: each.rank, reverse=True)


def _allowed(key: str, row: Row, within: tuple[str, ...]) -> int:
    """Count the slips to allow between a key and a name.

    A name that is a letter away from a town's may be a slip, or a village that the gazetteer does not know; the larger
    the town and the longer the name, the likelier the slip.
    """
    people = _people(row)
    slips = 0 if len(key) < SLIP_LETTERS else 1 if len(key) < 2 * SLIP_LETTERS - 1 else 2
    if people < SLIP_PEOPLE:
        slips = 0
    elif people < 10 * SLIP_PEOPLE:
        slips = min(slips, 1)
    return slips if within else max(0, slips - 1)
