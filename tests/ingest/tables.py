"""Tables made in a test, without a file, and what is said of them."""

from __future__ import annotations

from datetime import date

from dashboard.errors import Problem
from dashboard.ingest.report import Report
from dashboard.ingest.schema import Table

CHANGED = date(2026, 11, 22)


def table_of(
    *,
    file: str = "data/some.csv",
    extra: dict[str, list[str]] | None = None,
    rejected: set[str] | None = None,
    **columns: list[str],
) -> Table:
    """A table whose first row stands on line 2; a column is written as its field with a capital."""
    count = len(next(iter(columns.values()), []))
    return Table(
        report=Report(file),
        lines=list(range(2, 2 + count)),
        columns=dict(columns),
        original_names={name: name.capitalize() for name in columns},
        extra=extra or {},
        rejected_values=set() if rejected is None else rejected,
        digest=b"",
        changed=CHANGED,
    )


def problems(table: Table | Report) -> list[Problem]:
    """All problems, the errors first."""
    report = table if isinstance(table, Report) else table.report
    return [*report.problems("error"), *report.problems("warning")]


def places(table: Table | Report) -> list[tuple[int | None, str]]:
    """Line and column of each problem."""
    return [(problem.line, problem.column) for problem in problems(table)]
