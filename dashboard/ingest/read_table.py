"""Read a CSV file into a table; validate rows, characters and lengths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from dashboard.ingest.header import match_columns
from dashboard.ingest.open_table import OpenTable, check_texts, open_table, stripped
from dashboard.ingest.report import Report
from dashboard.ingest.schema import Column, Table

CHUNK = 10_000
"""Number of cells that are validated together."""


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
    match = partial(match_columns, known=[column.name for column in columns], synonyms=synonyms)
    file = open_table(path, columns, inside=inside, report=report, match=match, looks_like_data=looks_like_data)
    collected = None if file is None else _collect(file, report)
    if file is None or collected is None:
        return None
    lines, kept = collected
    fields, names = file.fields, file.names
    table = Table(
        report=report,
        lines=lines,
        columns={},
        original_names={},
        extra={},
        rejected_values=file.rejected_values,
        digest=file.digest,
        changed=file.changed,
    )
    del file, collected  # the text of a large file
    by_name = {column.name: column for column in columns}
    for name, written, values in zip(fields, names, kept, strict=True):
        table.original_names[name or written] = written
        (table.columns if name else table.extra)[name or written] = values
        _check_column(table, by_name.get(name) or extra_column(written), values)
    for column in columns:
        if column.filled and column.name in table.columns:
            for row, value in enumerate(table.columns[column.name]):
                if not value:
                    table.error(row, column.name, "is empty; every row needs a value")
    return table


def extra_column(name: str) -> Column:
    """Return the definition of a column that is not a field of the table."""
    return Column(name, limit=10_000, multiline=True, prose=True)


def _collect(file: OpenTable, report: Report) -> tuple[list[int], list[list[str]]] | None:
    """Collect valid rows into columns and report the others; None if there are too many rows."""
    lines: list[int] = []
    columns: list[list[str]] = [[] for _ in file.header]
    for row in file.valid_rows(report):
        lines.append(row.line)
        for column, value in zip(columns, row.fields, strict=True):
            column.append(value)
    return None if file.too_long else (lines, [stripped(column) for column in columns])


def _check_column(table: Table, column: Column, values: Sequence[str]) -> None:
    for begin in range(0, len(values), CHUNK):
        for at, level, message in check_texts(column, values[begin : begin + CHUNK]):
            row = begin + at
            if level == "error":
                table.error(row, column.name, message)
            else:
                table.report.warning(table.lines[row], table.original_names[column.name], message)
