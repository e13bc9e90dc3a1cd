"""cities.csv, or a list of cities from anywhere: who they are, with an id for each and none of them twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from dashboard.ingest import validators
from dashboard.ingest.coordinates import NEAR_DEGREES
from dashboard.ingest.header import column_synonyms
from dashboard.ingest.report import one_of, quote_value
from dashboard.ingest.schema import Column, Table
from dashboard.model.network import ONLINE, Role
from dashboard.reference.countries import country_code, country_name, is_informal_name, nearest_countries
from dashboard.text.normalize import normalize

COLUMNS = (
    Column("name", required=True, filled=True, prose=True),
    Column("country", required=True, filled=True),
    Column("id", limit=100),
    Column("local_name", prose=True),
    Column("role"),
    Column("website", limit=2000),
    Column("summary", limit=10_000, multiline=True, prose=True),
    Column("source", limit=2000),
    Column("latitude"),
    Column("longitude"),
    Column("geonames_id"),
    Column("topics", limit=2000, prose=True),
)

_FAILED = re.compile(
    r"#(?:N/?A|NV|REF|BEZUG|VALUE|WERT|NAME|DIV/0|NUM|ZAHL|NULL|SPILL|CALC|FIELD|ERROR|#+)[!?]?", re.IGNORECASE
)
MAX_TOPICS = 5_000
"""Different topics that one list may name: beyond them the column is free text, and no filter could hold it."""
MAX_LISTED = 750_000
"""Topics of all rows of one list together: each becomes a fact, and a small file could name millions."""


def looks_like_data(value: str) -> bool:
    """Recognise what stands in a list of cities and names no column: a number, an address, a country."""
    number = value.replace(",", ".").lstrip("+-").replace(".", "", 1)
    return number.isdigit() or "://" in value or country_code(value) is not None


def check_cities(table: Table) -> list[str]:
    """Refuse what cannot be shown as a city; bring role, website, country and id into their form.

    Returns:
        The names of the cities, folded.
    """
    table.check("name", _validate_name)
    table.check("website", validators.validate_url)
    table.check_choices("role", [str(role) for role in Role])
    _check_countries(table)
    folded = [normalize(name) for name in table.values("name")]
    _check_ids(table, folded)
    return folded


def _validate_name(name: str) -> str:
    if not validators.is_visible(name):
        return f"{quote_value(name)} has no visible characters"
    if _FAILED.fullmatch(name):
        return f"{quote_value(name)} is a spreadsheet error value; write the name itself"
    return ""


def _no_country(value: str) -> str:
    near = nearest_countries(value)
    hint = f"did you mean {one_of(near)}?" if near else "write its name or its ISO 3166-1 code"
    return f"{quote_value(value)} is not a country; {hint}"


def _check_countries(table: Table) -> None:
    """Turn countries into ISO 3166-1 alpha-2 codes, with a remark on names that are not quite theirs."""
    codes = {value: country_code(value) or "" for value in {value for _, value in table.valid_cells("country")}}
    table.check("country", lambda value: "" if codes[value] else partial(_no_country, value))
    told: set[str] = set()
    for row, value in table.valid_cells("country"):
        if value not in told and is_informal_name(value):
            told.add(value)
            read = f"{country_name(codes[value])} ({codes[value]})"
            table.report.warning(
                table.lines[row], table.original_names["country"], f"{quote_value(value)} is read as {read}"
            )
    table.columns["country"] = [codes.get(value, "") for value in table.values("country")]


def _check_ids(table: Table, folded: Sequence[str]) -> None:
    """Check the ids there are, and make the others of the names."""
    table.check(
        "id", lambda value: f"{quote_value(value)} is reserved for events without a place" if value == ONLINE else ""
    )
    table.check("id", validators.validate_id)
    table.check_unique("id")
    # a wrong id is one error, not one more in each table that names the city by the right one
    table.rejected_values.update(
        validators.slug(table.values("name")[row]) for name, row in table.rejected_cells if name == "id"
    )
    given = table.values("id")
    used = {ONLINE, *given}
    ids = list(given)
    counts: Counter[str] = Counter()
    for row, (value, name, code) in enumerate(zip(given, folded, table.values("country"), strict=True)):
        if not value:
            ids[row] = _unique_id(validators.slug_of_normalized(name) or "city", code.lower(), used, counts)
            used.add(ids[row])
    table.columns["id"] = ids


def _unique_id(base: str, country: str, used: set[str], counts: Counter[str]) -> str:
    """Find an id that nobody has: the name, the name with the country, then with a number."""
    if base not in used:
        return base
    with_country = f"{base}-{country}" if country else base
    if with_country not in used:
        return with_country
    while True:
        counts[with_country] += 1
        candidate = f"{with_country}-{counts[with_country] + 1}"
        if candidate not in used:
            return candidate


def check_duplicates(
    table: Table,
    folded: Sequence[str],
    given_ids: Sequence[str],
    latitude: Sequence[float],
    longitude: Sequence[float],
) -> None:
    """Refuse a city that stands in the list already.

    Two rows of one name and country are two places where their region says so, or their ids and coordinates; else the
    second is taken for the first, written once more.
    """
    names = column_synonyms()["region"]["strong"]
    regions = [values for name, values in table.extra.items() if normalize(name) in names]
    first: dict[tuple[str, ...], list[int]] = {}
    country = table.values("country")
    for row, name in table.valid_cells("name"):
        key = (folded[row] or name, country[row], *(normalize(values[row]) for values in regions))
        others = first.setdefault(key, [])
        if country[row]:
            for other in others[:50]:
                if not _apart(other, row, latitude, longitude) and not (given_ids[row] and given_ids[other]):
                    where = (
                        f"{quote_value(name)} in {country_name(country[row])} is already in line {table.lines[other]}"
                    )
                    table.error(row, "name", f"{where}; keep one, or distinguish them with a column 'region'")
                    break
            else:
                if others:
                    _warn_homonym(table, row, others[0], name)
        others.append(row)


def _apart(one: int, other: int, latitude: Sequence[float], longitude: Sequence[float]) -> bool:
    """Say whether two rows lie so far from each other that they are two places; unknown places are not."""
    turn = abs(longitude[one] - longitude[other]) % 360
    return abs(latitude[one] - latitude[other]) > NEAR_DEGREES or min(turn, 360 - turn) > NEAR_DEGREES


def _warn_homonym(table: Table, row: int, other: int, name: str) -> None:
    line = table.lines[other]
    message = f"{quote_value(name)} is also in line {line}; both are kept as two places with the same name"
    table.report.warning(table.lines[row], table.original_names["name"], message)


def label(name: str, local_name: str) -> str:
    """Choose the name to show: the local spelling of the same name, not another name for the city."""
    return local_name if local_name and normalize(local_name) == normalize(name) else name


def listed_topics(table: Table) -> tuple[Mapping[str, str], list[tuple[int, str]]]:
    """Read the topics that a list of cities names in a column of its own, separated by ";" or "|".

    The first row with more topics than a list may have is refused, and no row after it is read.

    Returns:
        The title of each topic by its id, in the order of their first use, and the rows with the ids of their topics.
    """
    titles: dict[str, str] = {}
    read: dict[str, tuple[str, ...]] = {}
    found: list[tuple[int, str]] = []
    for row, value in table.valid_cells("topics"):
        ids = read.get(value)
        if ids is None:
            parts = [title for part in value.replace("|", ";").split(";") if (title := part.strip())]
            named = {validators.slug(title) or title: title for title in parts}
            ids = read[value] = tuple(named)
            for topic, title in named.items():
                titles.setdefault(topic, title)
        found.extend((row, topic) for topic in ids)
        if len(titles) > MAX_TOPICS:
            hint = "separate them with ';', or rename the column"
            table.error(row, "topics", f"more than {MAX_TOPICS:,} different topics up to this line; {hint}")
            break
        if len(found) > MAX_LISTED:
            table.error(row, "topics", f"more than {MAX_LISTED:,} topics of cities up to this line; name fewer")
            break
    return titles, found
