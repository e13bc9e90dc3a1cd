"""Read any CSV file with place names: detect its columns and stream its rows."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import CommandError
from dashboard.ingest.encoding import decode
from dashboard.ingest.header import SEPARATOR_LINE, column_synonyms, match_columns, sniff
from dashboard.ingest.report import Report
from dashboard.reference.countries import country_code
from dashboard.text.normalize import normalize

_CITY_AND_COUNTRY = frozenset(
    normalize(word)
    for word in (
        "city country, city and country, place, location, address, ort, lieu, lugar, luogo, miejsce, where, stadt land,"
        " ville pays, ciudad pais, standort, adresse, direccion, indirizzo"
    ).split(",")
)
_KNOWN = ("name", "country")
_NOT_ALONE = frozenset(
    map(
        normalize,
        "name nombre nom nome nazwa nimi ime nume naam navn namn név název názov название by grad land kraj".split(),
    )
)
"""Words that are ambiguous in combinations: "company name", "land area"."""
_OF = frozenset("of de di da do d von van or name".split())
_DELIMITERS = ",;\t|"
_LONGEST_SEPARATOR_LINE = 32
FIELD_LIMIT = 1_000_000
"""Maximum number of characters in a field; more indicates an unclosed quote."""


@dataclass(frozen=True, slots=True)
class Table:
    """Header and number of rows of a CSV file."""

    path: Path
    header: tuple[str, ...]
    delimiter: str
    name: int
    """Index of the column with the place name."""
    country: int | None
    region: int | None
    rows: int
    digest: str
    """Hash of the content; a run can be resumed only with the same input."""
    above: str = ""
    """The line `sep=…` that Excel writes above the header, unchanged."""


def read_table(path: Path) -> Table:
    """Read the header of a file and count its rows.

    Raises:
        CommandError: it is not a CSV file with a column of place names; the message states the problem and the fix.
    """
    digest = hashlib.sha256()
    try:
        if not path.is_file():
            raise CommandError(f"{path}: {'is not a file' if path.exists() else 'not found'}; name a CSV file")
        with path.open("rb") as file:
            start = file.read(4096)
            digest.update(start)
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror}") from error
    if fault := _file_fault(start):
        raise CommandError(f"{path}: {fault}")
    text = start.decode("utf-8-sig", errors="replace")
    above = match[0] if (match := SEPARATOR_LINE.match(text)) else ""
    delimiter = _delimiter(text)
    rows = 0
    header: tuple[str, ...] = ()
    for number, fields in _records(path, delimiter):
        if not header:
            header = tuple(fields)
        elif len(fields) > len(header):
            raise CommandError(
                f"{path}:{number}: {len(fields)} fields, the header has {len(header)}; quote a field with a"
                f" {delimiter!r} in it"
            )
        else:
            rows += 1
    if not header:
        raise CommandError(f"{path}: is empty; write a header with a column `name`, and rows below it")
    name, country, region = _columns(path, header)
    return Table(path, header, delimiter, name, country, region, rows, digest.hexdigest(), above)


def _file_fault(start: bytes) -> str:
    """Return an error if a file is not CSV in UTF-8, with the messages of `check` and `serve`; else ""."""
    if not start.strip():
        return ""  # blank lines may precede the header
    report = Report("")
    if decode(start[: start.rfind(b"\n") + 1] or start, report) is None:
        return report.problems("error")[0].message
    return "is not UTF-8 text; save it as CSV UTF-8" if b"\0" in start else ""


def _delimiter(text: str) -> str:
    """Return the delimiter: declared by Excel above the header, or detected from the header."""
    if match := SEPARATOR_LINE.match(text):
        if match[1] in _DELIMITERS:
            return match[1]
        text = text[match.end() :]
    return sniff(text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r"))


def read_rows(table: Table, *, skip: int = 0) -> Iterator[list[str]]:
    """Yield the rows below the header, each as long as the header.

    Args:
        table: what `read_table` returned.
        skip: number of rows to skip.
    """
    width = len(table.header)
    for position, (_, fields) in enumerate(_records(table.path, table.delimiter)):
        if position > skip:
            yield fields + [""] * (width - len(fields))


def _records(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and fields of every record that is not empty."""
    csv.field_size_limit(FIELD_LIMIT)
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            above = 1 if SEPARATOR_LINE.match(file.readline(_LONGEST_SEPARATOR_LINE)) else 0
            if not above:
                file.seek(0)
            line += above
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            for fields in reader:
                if any(fields):
                    yield line, fields
                line = above + reader.line_num + 1
    except UnicodeDecodeError as error:
        raise CommandError(
            f"{path}: byte {error.object[error.start] if error.start < len(error.object) else 0:#04x} is not UTF-8;"
            " save it as CSV UTF-8"
        ) from error
    except csv.Error as error:
        raise CommandError(
            f"{path}:{line}: {error}; look for an unclosed quote, or text after a closing quote"
        ) from error
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror}") from error


def _columns(path: Path, header: Sequence[str]) -> tuple[int, int | None, int | None]:
    """Find the columns of name, country and region."""
    folded = [normalize(cell) for cell in header]
    found = match_columns(header, known=_KNOWN, synonyms=True)
    regions = column_synonyms()["region"]["strong"]
    region = next((at for at, word in enumerate(folded) if word in regions and found[at] not in _KNOWN), None)
    country = found.index("country") if "country" in found else None
    if country is None:
        country = _by_word(folded, "country")
    name = found.index("name") if "name" in found else _by_word(folded, "name")
    if name is None:
        name = next((at for at, word in enumerate(folded) if word in _CITY_AND_COUNTRY), None)
    if name is None and len(header) == 1 and country_code(header[0].rpartition(",")[2]) is None:
        name = 0
    if name is None:
        shown = ", ".join(cell[:40] for cell in header[:12])
        if any(country_code(part) for cell in header for part in cell.split(",")):
            raise CommandError(f"{path}:1: the first row looks like data ({shown}); add a header above it")
        raise CommandError(
            f"{path}:1: no column with place names; found: {shown}; name it `name`, or `city country` for both"
        )
    return name, None if country == name else country, region


def _by_word(folded: Sequence[str], field: str) -> int | None:
    """Find the only column whose name combines a field name with other words: "Partner city", "Country of origin"."""
    words = column_synonyms()[field]["strong"] - _NOT_ALONE
    found = []
    for at, header in enumerate(folded):
        first, *others = header.split() or [""]
        is_field = others and (others[-1] in words or (first in words and others[0] in _OF))
        if is_field and header not in _CITY_AND_COUNTRY:
            found.append(at)
    return found[0] if len(found) == 1 else None
