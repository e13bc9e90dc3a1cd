"""Open a CSV file: read, decode, recognize the header; then yield its valid rows within the limits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from dashboard.ingest import validators
from dashboard.ingest.csv_reader import Row, rows
from dashboard.ingest.encoding import decode
from dashboard.ingest.files import read_content
from dashboard.ingest.header import DELIMITERS, Match, check_header, find_header
from dashboard.ingest.report import Level, Message, Report, quote_value
from dashboard.ingest.schema import Column

MAX_ROWS = 250_000
MAX_CELLS = 3_000_000
MAX_LINES = 2_000_000
_MAX_REJECTED = 10_000


@dataclass(slots=True)
class OpenTable:
    """A decoded file with a valid header.

    Args:
        text: the whole file.
        position: offset of the header.
        line: line of the header.
        delimiter: the delimiter.
        header: the column names as they stand in the file.
        fields: the field of each column, or "".
        digest: the SHA-256 of the bytes of the file.
        changed: the day of the last change of the file.
        rejected_values: texts in rejected rows, up to a limit; `valid_rows` fills it.
        too_long: whether there are too many rows; `valid_rows` sets it.
    """

    text: str
    position: int
    line: int
    delimiter: str
    header: list[str]
    fields: list[str]
    digest: bytes
    changed: date
    rejected_values: set[str] = field(default_factory=set)
    too_long: bool = False

    @property
    def names(self) -> list[str]:
        """The column names without surrounding white space."""
        return [name.strip() for name in self.header]

    def rows(self) -> Iterator[Row]:
        """Yield all rows below the header, valid or not."""
        found = rows(self.text, self.delimiter, position=self.position, line=self.line)
        next(found)
        return found

    def valid_rows(self, report: Report) -> Iterator[Row]:
        """Yield the valid rows, and report the others; stop at the limit."""
        names = self.names
        width = len(names)
        most = min(MAX_ROWS, MAX_CELLS // width)
        reader = self.rows()
        for count, row in enumerate(reader, 1):
            if count > most:
                left = 1 + sum(1 for _ in reader)
                report.error(None, "", f"{most + left:,} rows of {width} columns, limit {most:,}")
                self.too_long = True
                return
            if row.issues and _report_issues(row, names, report):
                whole = False
            elif whole := len(row.fields) == width:
                if not any(row.fields) or not any(map(str.strip, row.fields)):
                    report.error(row.line, "", "the row is empty; delete it")
                    continue
            else:
                report.error(row.line, "", _width_error(row.fields, width, self.delimiter))
            if whole:
                yield row
            elif len(self.rejected_values) < _MAX_REJECTED:
                self.rejected_values.update(value.strip() for value in row.fields)


def open_table(
    path: Path,
    columns: Sequence[Column],
    *,
    inside: Path,
    report: Report,
    match: Match,
    looks_like_data: Callable[[str], bool],
) -> OpenTable | None:
    """Open one file.

    Args:
        path: the file.
        columns: the fields of this table.
        inside: the folder; links must not point outside of it.
        report: receives the errors.
        match: finds the field of each column.
        looks_like_data: recognizes values that are not column names.

    Returns:
        The file, or None with an error in the report.
    """
    content = read_content(path, inside=inside, report=report)
    text = None if content is None else decode(content.data, report)
    if content is None or text is None:
        return None
    digest, changed = hashlib.sha256(content.data).digest(), content.changed
    del content  # limits peak memory: bytes, text and cells of a large file do not exist at the same time
    if (count := text.count("\n") + text.count("\r")) > MAX_LINES * (2 if "\r\n" in text else 1):
        report.error(None, "", f"has {count:,} lines, limit {MAX_LINES:,}")
        return None
    head = find_header(text)
    if head is None:
        report.error(None, "", "is empty; expected a header line with column names")
        return None
    position, line, delimiter = head
    first = next(rows(text, delimiter, position=position, line=line))
    fields = check_header(
        first, columns, delimiter=delimiter, report=report, match=match, looks_like_data=looks_like_data
    )
    if fields is None:
        return None
    return OpenTable(text, position, line, delimiter, first.fields, fields, digest, changed)


def stripped(values: Sequence[str]) -> list[str]:
    """Strip white space, but keep a TAB that escapes a formula."""
    return [
        value
        if (short := value.strip()) == value or (value[:1] == "\t" and short[:1] in validators.FORMULA_STARTS)
        else short
        for value in values
    ]


def check_texts(column: Column, values: Sequence[str]) -> Iterator[tuple[int, Level, Message]]:
    """Validate characters and lengths; yield position, level and problem. Fast if there is nothing suspicious."""
    starts = {value[:1] for value in values} & validators.ODD_STARTS
    odd = validators.SUSPICIOUS.search(" ".join(values))
    if odd is None and not starts and max(map(len, values), default=0) <= column.limit:
        return
    for at, value in enumerate(values):
        if len(value) > column.limit:
            yield at, "error", f"{quote_value(value)} has {len(value):,} characters, limit {column.limit:,}"
        elif odd is not None and (fault := validators.validate_text(value, multiline=column.multiline)):
            yield at, "error", fault
        elif column.prose and (warning := validators.text_warning(value)):
            yield at, "warning", warning


def _report_issues(row: Row, names: list[str], report: Report) -> bool:
    """Report the quoting issues of a row; return True if the row is unusable."""
    unusable = False
    for fault in row.issues:
        column = names[fault.field] if fault.field < len(names) else ""
        if fault.kind == "bare quote":
            report.warning(fault.line, column, partial(_bare_quote, row.fields[fault.field]))
            continue
        unusable = True
        if fault.kind == "unclosed":
            message = "the quote opened here is never closed"
        elif fault.until > fault.line:
            message = f"the quote opened here closes in the middle of line {fault.until}; is a closing quote missing?"
        else:
            message = "there is text after the closing quote; double each quote inside a field"
        report.error(fault.line, column, message)
    return unusable


def _bare_quote(value: str) -> str:
    return f"{quote_value(value)} contains a quote; it is kept unchanged"


def _width_error(fields: list[str], width: int, delimiter: str) -> str:
    """Return the error for a row with the wrong number of fields."""
    count = f"{len(fields)} field{'' if len(fields) == 1 else 's'}, the header has {width}"
    begin = fields[0].lstrip()
    if re.match(r"<{7}|={7}|>{7}|\|{7}", begin):
        return f"{count}: a merge conflict marker; resolve the conflict"
    if begin.startswith("#"):
        return f"{count}: a comment? CSV files have no comments"
    if len(fields) > width:
        only_blank = not any(map(str.strip, fields[width:]))
        return f"{count}: {'delete the extra delimiters' if only_blank else 'unquoted comma?'}"
    whole = delimiter.join(fields)
    for other in {*DELIMITERS, "|"} - {delimiter}:
        if whole.count(other) + 1 == width:
            return (
                f"{count}: {quote_value(whole)} is separated by {quote_value(other)}, the header by "
                f"{quote_value(delimiter)}"
            )
    return f"{count}: {quote_value(whole)}; write one field for each column"
