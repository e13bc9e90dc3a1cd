"""Validate cities.csv, or any list of cities: names, countries, unique ids, no duplicates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from dashboard.ingest import validators
from dashboard.ingest.coordinates import NEAR_DEGREES
from dashboard.ingest.header import column_synonyms
from dashboard.ingest.report import one_of, quote_value
from dashboard.ingest.schema import Table
from dashboard.model.network import ONLINE, Role
from dashboard.reference.countries import country_code, country_name, is_informal_name, nearest_countries
from dashboard.text.normalize import normalize

_FAILED = re.compile(
    r"#(?:N/?A|NV|REF|BEZUG|VALUE|WERT|NAME|DIV/0|NUM|ZAHL|NULL|SPILL|CALC|FIELD|ERROR|#+)[!?]?", re.IGNORECASE
)
MAX_TOPICS = 5_000
"""Limit of different topics in one list; with more, the column is free text and no use as a filter."""
MAX_LISTED = 750_000
"""Limit of topics in all rows of one list: each becomes a fact, and a small file could contain millions."""


def check_cities(table: Table) -> list[str]:
    """Reject invalid cities; normalize role, website, country and id.

    Returns:
        The normalized names of the cities.
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
    """Convert countries to ISO 3166-1 alpha-2 codes; warn about informal names."""
    codes = {value: country_code(value) or "" for value in {value for _, value in table.valid_cells("country")}}
    table.check("country", lambda value: "" if codes[value] else partial(_no_country, value))
    warned: set[str] = set()
    for row, value in table.valid_cells("country"):
        if value not in warned and is_informal_name(value):
            warned.add(value)
            country = f"{country_name(codes[value])} ({codes[value]})"
            table.report.warning(
                table.lines[row], table.original_names["country"], f"{quote_value(value)} is read as {country}"
            )
    table.columns["country"] = [codes.get(value, "") for value in table.values("country")]


def _check_ids(table: Table, folded: Sequence[str]) -> None:
    """Validate the given ids, and derive the missing ones from the names."""
    table.check(
        "id", lambda value: f"{quote_value(value)} is reserved for events without a place" if value == ONLINE else ""
    )
    table.check("id", validators.validate_id)
    table.check_unique("id")
    # report an invalid id once, not again in each table that refers to the city by the expected id
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
    """Return an unused id: the name, the name with the country, or that with a number."""
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
    """Reject duplicate cities.

    Two rows with the same name and country are two places only if their regions differ, both have ids, or their
    coordinates are far apart.
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
    """Check if two rows are too far apart to be the same place; False for unknown places."""
    turn = abs(longitude[one] - longitude[other]) % 360
    return abs(latitude[one] - latitude[other]) > NEAR_DEGREES or min(turn, 360 - turn) > NEAR_DEGREES


def _warn_homonym(table: Table, row: int, other: int, name: str) -> None:
    line = table.lines[other]
    message = f"{quote_value(name)} is also in line {line}; both are kept as two places with the same name"
    table.report.warning(table.lines[row], table.original_names["name"], message)


def label(name: str, local_name: str) -> str:
    """Return the display name: the local spelling if it is the same name, else the name."""
    return local_name if local_name and normalize(local_name) == normalize(name) else name


def listed_topics(table: Table) -> tuple[Mapping[str, str], list[tuple[int, str]]]:
    """Read the column `topics` of a list of cities; topics are separated by ";" or "|".

    Stops with an error at the first row that exceeds a limit.

    Returns:
        The titles by topic id, in order of first use, and pairs of row and topic id.
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
