"""Open a list of places, and detect its columns of names, countries and regions.

`dashboard.ingest` reads the file, as for `check` and `serve`; a list needs only names here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from dashboard.errors import DataError
from dashboard.ingest import city_columns
from dashboard.ingest.header import SEPARATOR_LINE, column_synonyms, match_columns, other_delimiter
from dashboard.ingest.open_table import OpenTable, check_texts, open_table, stripped
from dashboard.ingest.read_table import CHUNK, extra_column
from dashboard.ingest.report import Report
from dashboard.reference.countries import country_code
from dashboard.text.normalize import normalize

COLUMNS = tuple(replace(column, required=column.name == "name", filled=False) for column in city_columns.COLUMNS)
"""The columns of a list of cities, of which only the name is required."""
_CITY_AND_COUNTRY = frozenset(
    normalize(word)
    for word in (
        "city country, city and country, place, location, address, ort, lieu, lugar, luogo, miejsce, where, stadt land,"
        " ville pays, ciudad pais, standort, adresse, direccion, indirizzo"
    ).split(",")
)
_NOT_ALONE = frozenset(
    map(
        normalize,
        "name nombre nom nome nazwa nimi ime nume naam navn namn név název názov название by grad land kraj".split(),
    )
)
"""Words that are ambiguous in combinations: "company name", "land area"."""
_OF = frozenset("of de di da do d von van or name".split())


@dataclass(frozen=True, slots=True)
class PlaceList:
    """A valid list of places.

    Args:
        file: the opened file.
        name: index of the column with the place name.
        country: index of the column with the country, if there is one.
        region: index of the column with the region, if there is one.
        count: number of rows.
        warnings: warnings about the file.
    """

    file: OpenTable
    name: int
    country: int | None
    region: int | None
    count: int
    warnings: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Hash of the content; a run can be resumed only with the same input."""
        return self.file.digest.hex()

    @property
    def separator_line(self) -> str:
        """The line `sep=…` that Excel writes above the header, unchanged, or ""."""
        return match[0] if (match := SEPARATOR_LINE.match(self.file.text)) else ""

    def rows(self, *, skip: int = 0) -> Iterator[list[str]]:
        """Yield the cells of each row, unchanged, after a number of rows to skip."""
        return (row.fields for row in islice(self.file.rows(), skip, None))

    def place(self, row: Sequence[str]) -> tuple[str, str, str]:
        """Return name, country and region of a row."""
        name, country, region = ("" if at is None else row[at] for at in (self.name, self.country, self.region))
        return name, country, region


def open_places(path: Path) -> PlaceList:
    """Open a list, and validate all of its rows.

    Raises:
        DataError: it is not a valid CSV file with a column of place names; it holds every problem.
    """
    report = Report(str(path))
    file = open_table(
        path, COLUMNS, inside=path.parent, report=report, match=match_places, looks_like_data=_looks_like_data
    )
    count = 0 if file is None else _validate_rows(file, report)
    if file is None or report.failed:
        raise DataError(report.problems("error"))
    folded = [normalize(name) for name in file.names]
    regions = column_synonyms()["region"]["strong"]
    return PlaceList(
        file,
        name=file.fields.index("name"),
        country=file.fields.index("country") if "country" in file.fields else None,
        region=next((at for at, word in enumerate(folded) if word in regions and not file.fields[at]), None),
        count=count,
        warnings=tuple(map(str, report.problems("warning"))),
    )


def match_places(headers: Sequence[str]) -> list[str]:
    """Find the field of each column; recognizes more columns of names and countries than `serve`, which needs both."""
    serve = partial(match_columns, known=[column.name for column in COLUMNS], synonyms=True)
    found = serve(headers)
    folded = [normalize(header) for header in headers]
    for field in ("country", "name"):
        at = None if field in found else _by_word(folded, field)
        if at is not None and not found[at]:
            found[at] = field
    if "name" not in found:
        both = next((at for at, word in enumerate(folded) if word in _CITY_AND_COUNTRY and not found[at]), None)
        if both is not None:
            found[both] = "name"
        elif len(headers) == 1 and not _looks_like_data(headers[0]):
            other = other_delimiter(headers[0], city_columns.COLUMNS, match=serve)
            found = ["name"] if other in ("", " ") else [""]  # "Place and country" has spaces
    return found


def _looks_like_data(header: str) -> bool:
    return city_columns.looks_like_data(header) or any(country_code(part) for part in header.split(","))


def _validate_rows(file: OpenTable, report: Report) -> int:
    """Report all problems of the rows, chunk by chunk; return the number of valid rows."""
    known = {column.name: column for column in COLUMNS}
    names = file.names
    columns = [
        replace(known[field], name=name) if field else extra_column(name)
        for field, name in zip(file.fields, names, strict=True)
    ]
    rows = file.valid_rows(report)
    count = 0
    while chunk := list(islice(rows, CHUNK)):
        count += len(chunk)
        for column, values in zip(columns, zip(*(row.fields for row in chunk), strict=True), strict=True):
            for at, level, message in check_texts(column, stripped(values)):
                add = report.error if level == "error" else report.warning
                add(chunk[at].line, column.name, message)
    return count


def _by_word(folded: Sequence[str], field: str) -> int | None:
    """Find the only column whose name combines a field name with other words: "Partner city", "Country of origin"."""
    words = column_synonyms()[field]["strong"] - _NOT_ALONE
    found: list[int] = []
    for at, header in enumerate(folded):
        first, *others = header.split() or [""]
        is_field = others and (others[-1] in words or (first in words and others[0] in _OF))
        if is_field and header not in _CITY_AND_COUNTRY:
            found.append(at)
    return found[0] if len(found) == 1 else None
