"""Recognize the header of a table: its delimiter, and the field of each column under any of its names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from dashboard.ingest.csv_reader import Row
from dashboard.ingest.report import Report, quote_value
from dashboard.ingest.schema import Column
from dashboard.ingest.validators import validate_text
from dashboard.text.normalize import normalize

MAX_COLUMNS = 100
MAX_NAME = 200
_ONE = frozenset({"country", "latitude", "longitude"})
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "TAB"}
Match = Callable[[Sequence[str]], list[str]]
"""Finds the field of each column name, or ""."""
_BLANK_LINES = re.compile(r"[ \t]*(?:\r\n?|\n)")
_LINE = re.compile(r"[^\r\n]*")
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[ ]*(?:\r\n?|\n|\Z)', re.IGNORECASE)
"""The line that Excel writes above the header to declare the delimiter."""


@cache
def column_synonyms() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Read `column_synonyms.toml`: the normalized `strong` and `weak` names of each field, and of `region`."""
    text = files("dashboard.ingest").joinpath("column_synonyms.toml").read_text(encoding="utf-8")
    return {
        field: {strength: frozenset(map(normalize, names)) for strength, names in lists.items()}
        for field, lists in tomllib.loads(text).items()
    }


@cache
def _columns_by_name() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the field by normalized name, for strong and for weak names."""
    strong: dict[str, str] = {}
    weak: dict[str, str] = {}
    for field, names in column_synonyms().items():
        if field != "region":
            strong.update(dict.fromkeys((*names["strong"], normalize(field)), field))
            weak.update(dict.fromkeys(names.get("weak", ()), field))
    return strong, weak


def column_name(header: str) -> str:
    """Normalize the name of a column: "Local-Name" becomes "local_name"."""
    return re.sub(r"[\s_-]+", "_", header.strip().casefold())


def match_columns(headers: Sequence[str], *, known: Sequence[str], synonyms: bool) -> list[str]:
    """Find the field of each column.

    Args:
        headers: the column names.
        known: the fields of this table.
        synonyms: whether fields may have other names, as in a list of cities of any origin.

    Returns:
        The field of each header, or "".
    """
    plain = [name if (name := column_name(header)) in known else "" for header in headers]
    if not synonyms:
        return plain
    strong, weak = _columns_by_name()
    folded = [normalize(header) for header in headers]
    found = [name or strong.get(word, "") for name, word in zip(plain, folded, strict=True)]
    # "name" and "city" in one header: the field name wins, the synonym is another column. Two latitudes or countries
    # are an error that a person must resolve.
    found = ["" if not plain[at] and name in plain and name not in _ONE else name for at, name in enumerate(found)]
    strong_found = set(found)
    for at, word in enumerate(folded):
        if not found[at] and weak.get(word) not in strong_found:
            found[at] = weak.get(word, "")
    return [name if name in known else "" for name in found]


def sniff(line: str) -> str:
    """Detect the delimiter of a header: the one of comma, semicolon, TAB and bar with the most known columns."""
    strong, weak = _columns_by_name()

    def score(delimiter: str) -> tuple[int, int]:
        parts = re.sub(r'"([^"]*)"', lambda quoted: quoted.group(1).replace(delimiter, " "), line).split(delimiter)
        known = sum(1 for part in parts if (word := normalize(part)) in strong or word in weak)
        return known if len(parts) > 1 else 0, len(parts)

    return max((*DELIMITERS, "|"), key=score)


def find_header(text: str) -> tuple[int, int, str] | None:
    """Return the offset, the line and the delimiter of the header; None if all lines are blank."""
    position, line = 0, 1
    declared = ""
    if match := SEPARATOR_LINE.match(text):
        declared, position, line = match.group(1), match.end(), 2
    while match := _BLANK_LINES.match(text, position):
        position, line = match.end(), line + 1
    content = _LINE.match(text, position)
    if content is None or not content.group().strip():
        return None
    return position, line, declared if declared in DELIMITERS else sniff(content.group()[:100_000])


def check_header(
    row: Row,
    columns: Sequence[Column],
    *,
    delimiter: str,
    report: Report,
    match: Match,
    looks_like_data: Callable[[str], bool],
) -> list[str] | None:
    """Validate the header of a file.

    Args:
        row: the header.
        columns: the fields of the table.
        delimiter: the delimiter of the file.
        report: receives the errors.
        match: finds the field of each column.
        looks_like_data: recognizes values that are not column names.

    Returns:
        The field of each column, or "" for other columns; None if the header is invalid.
    """
    names = [name.strip() for name in row.fields]
    fault = ""
    if any(each.kind != "bare quote" for each in row.issues):
        fault = "the header has an unclosed quote, or text after a closing quote"
    elif delimiter == "|":
        fault = "the delimiter '|' is not supported; use comma, semicolon or TAB"
    elif len(names) > MAX_COLUMNS:
        fault = f"{len(names):,} columns, limit {MAX_COLUMNS}"
    if fault:
        report.error(row.line, "", fault)
        return None
    broken = any("\udc80" <= char <= "\udcff" for name in names for char in name)
    found = [] if broken else match(names)
    if not broken and not any(found) and any(looks_like_data(name) for name in names):
        sample = ", ".join(quote_value(name)[1:-1] for name in names[:2])
        report.error(row.line, "", f"the first row looks like data ({sample}, …); add a header above it")
        return None
    if other := "" if broken or len(names) > 1 or any(found) else other_delimiter(names[0], columns, match=match):
        wanted = "use comma, semicolon or TAB"
        report.error(row.line, "", f"the delimiter {quote_value(other)} is not supported; {wanted}")
        return None
    valid = _names_are_valid(names, row.line, report)
    if broken:
        return None  # text with invalid bytes matches no column
    valid &= _names_are_different(names, found, row.line, report)
    valid &= _nothing_is_missing(names, found, columns, row.line, report)
    if valid and delimiter != ",":
        report.warning(None, "", f"the delimiter is {DELIMITERS[delimiter]}")
    return found if valid else None


def other_delimiter(header: str, columns: Sequence[Column], *, match: Match) -> str:
    """Return the unsupported delimiter of a header, or ""."""
    needed = {column.name for column in columns if column.required}
    for found in re.finditer(r"  +|[^\w\r\n]|_", header[:1000]):
        other = found.group()
        names = [name.strip() for name in header.split(other)]
        if needed <= set(match(names)):
            return other
    return ""


def _names_are_valid(names: Sequence[str], line: int, report: Report) -> bool:
    valid = True
    for at, name in enumerate(names, 1):
        if not name:
            report.error(line, "", f"column {at} has no name")
        elif len(name) > MAX_NAME:
            report.error(
                line, "", f"the name of column {at}: {quote_value(name)} has {len(name):,} characters, limit {MAX_NAME}"
            )
        elif fault := validate_text(name):
            report.error(line, "", f"the name of column {at}: {fault}")
        else:
            continue
        valid = False
    return valid


def _names_are_different(names: Sequence[str], found: Sequence[str], line: int, report: Report) -> bool:
    valid = True
    first: dict[str, int] = {}
    for at, (name, written) in enumerate(zip(found, names, strict=True)):
        key = name or column_name(written)
        if written and (other := first.setdefault(key, at)) != at:
            same = names[other] == written
            what = (
                f"column {quote_value(written)}"
                if same
                else f"{quote_value(names[other])} and {quote_value(written)}: the column"
            )
            report.error(line, written, f"{what} appears twice ({other + 1} and {at + 1}); keep one")
            valid = False
    return valid


def _nothing_is_missing(
    names: Sequence[str], found: Sequence[str], columns: Sequence[Column], line: int, report: Report
) -> bool:
    missing = [column.name for column in columns if column.required and column.name not in found]
    if ("latitude" in found) != ("longitude" in found) and not missing:
        missing = ["lon (longitude)" if "latitude" in found else "lat (latitude)"]
    if missing:
        listed = ", ".join(quote_value(name)[1:-1] for name in names[:20])
        more = ", …" if len(names) > 20 else ""
        report.error(line, "", f"missing: {', '.join(missing)}; found: {listed}{more}")
    return not missing
