"""Read a CSV file into a table; validate rows, characters and lengths."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from dashboard.ingest import validators
from dashboard.ingest.csv_reader import Row, rows
from dashboard.ingest.encoding import decode
from dashboard.ingest.files import read_content
from dashboard.ingest.header import DELIMITERS, check_header, find_header
from dashboard.ingest.report import Report, quote_value
from dashboard.ingest.schema import Column, Table

MAX_ROWS = 250_000
MAX_CELLS = 3_000_000
MAX_LINES = 2_000_000
_CHUNK = 10_000
_MAX_REJECTED = 10_000


def _never(_: str) -> bool:
    return False


def read_table(
    path: Path,
    columns: Sequence[Column],
    *,
    inside: Path,
    report: Report,
    synonyms: bool = False,
    looks_like_data: Callable[[str], bool] = _never,
) -> Table | None:
    """Read one file.

    Args:
        path: the file.
        columns: the fields of this table.
        inside: the folder; links must not point outside of it.
        report: receives the errors.
        synonyms: whether columns may have other names.
        looks_like_data: recognizes values that are not column names.

    Returns:
        The table, possibly with errors in the report; None if it cannot be read at all.
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
    reader = rows(text, head[2], position=head[0], line=head[1])
    del text
    first = next(reader)
    names = check_header(
        first, columns, delimiter=head[2], report=report, synonyms=synonyms, looks_like_data=looks_like_data
    )
    if names is None:
        return None
    collected = _collect(reader, [name.strip() for name in first.fields], head[2], report)
    if collected is None:
        return None
    lines, kept, rejected = collected
    del reader, collected
    table = Table(
        report=report,
        lines=lines,
        columns={},
        original_names={},
        extra={},
        rejected_values=rejected,
        digest=digest,
        changed=changed,
    )
    by_name = {column.name: column for column in columns}
    for name, written, values in zip(names, first.fields, kept, strict=True):
        table.original_names[name or written.strip()] = written.strip()
        (table.columns if name else table.extra)[name or written.strip()] = values
        _check_texts(
            table, by_name.get(name) or Column(written.strip(), limit=10_000, multiline=True, prose=True), values
        )
    for column in columns:
        if column.filled and column.name in table.columns:
            for row, value in enumerate(table.columns[column.name]):
                if not value:
                    table.error(row, column.name, "is empty; every row needs a value")
    return table


def _collect(
    reader: Iterator[Row], names: list[str], delimiter: str, report: Report
) -> tuple[list[int], list[list[str]], set[str]] | None:
    """Collect valid rows into columns and report the others; None if there are too many rows."""
    lines: list[int] = []
    columns: list[list[str]] = [[] for _ in names]
    rejected: set[str] = set()
    width = len(names)
    most = min(MAX_ROWS, MAX_CELLS // width)
    for count, row in enumerate(reader, 1):
        if count > most:
            left = 1 + sum(1 for _ in reader)
            report.error(None, "", f"{most + left:,} rows of {width} columns, limit {most:,}")
            return None
        if row.issues and _report_issues(row, names, report):
            whole = False
        elif whole := len(row.fields) == width:
            if not any(row.fields) or not any(map(str.strip, row.fields)):
                report.error(row.line, "", "the row is empty; delete it")
                continue
        else:
            report.error(row.line, "", _width_error(row.fields, width, delimiter))
        if whole:
            lines.append(row.line)
            for column, value in zip(columns, row.fields, strict=True):
                column.append(value)
        elif len(rejected) < _MAX_REJECTED:
            rejected.update(value.strip() for value in row.fields)
    return lines, [_stripped(column) for column in columns], rejected


def _stripped(values: list[str]) -> list[str]:
    """Strip white space, but keep a TAB that escapes a formula."""
    return [
        value
        if (short := value.strip()) == value or (value[:1] == "\t" and short[:1] in validators.FORMULA_STARTS)
        else short
        for value in values
    ]


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


def _check_texts(table: Table, column: Column, values: list[str]) -> None:
    """Validate the characters of a column; check chunks first, and single cells only in suspicious chunks."""
    for begin in range(0, len(values), _CHUNK):
        chunk = values[begin : begin + _CHUNK]
        starts = set(map(_first_char, chunk)) & validators.ODD_STARTS
        odd = validators.SUSPICIOUS.search(" ".join(chunk))
        if odd is None and not starts and max(map(len, chunk)) <= column.limit:
            continue
        for row, value in enumerate(chunk, begin):
            if len(value) > column.limit:
                table.error(
                    row, column.name, f"{quote_value(value)} has {len(value):,} characters, limit {column.limit:,}"
                )
            elif odd is not None and (fault := validators.validate_text(value, multiline=column.multiline)):
                table.error(row, column.name, fault)
            elif column.prose and (warning := validators.text_warning(value)):
                table.report.warning(table.lines[row], table.original_names[column.name], warning)


def _first_char(value: str) -> str:
    """Return the first character, or ""."""
    return value[:1]
