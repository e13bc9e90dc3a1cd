"""Schema of a table, and the parsed table with validation of its cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.ingest.report import Message, Report, did_you_mean, one_of, quote_value


@dataclass(frozen=True, slots=True)
class Column:
    """The definition of a column.

    Args:
        name: the field.
        required: whether the table needs the column.
        filled: whether every row needs a value.
        limit: maximum number of characters.
        multiline: whether line breaks are allowed.
        prose: whether it contains prose, so that suspicious texts cause a warning.
    """

    name: str
    required: bool = False
    filled: bool = False
    limit: int = 200
    multiline: bool = False
    prose: bool = False


@dataclass(slots=True)
class Table:
    """The columns of one file as stripped text.

    Args:
        report: receives the problems.
        lines: the line of each row.
        columns: the known fields in the file.
        original_names: their column names in the file.
        extra: the other columns by name.
        rejected_values: texts in rejected rows; references to them are not reported again.
        digest: the SHA-256 of the bytes of the file.
        changed: the day of the last change of the file.
    """

    report: Report
    lines: list[int]
    columns: dict[str, list[str]]
    original_names: dict[str, str]
    extra: dict[str, list[str]]
    rejected_values: set[str]
    digest: bytes
    changed: date
    rejected_cells: set[tuple[str, int]] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.lines)

    def values(self, name: str) -> list[str]:
        """Return a column; empty texts if the file does not have it."""
        return self.columns[name] if name in self.columns else [""] * len(self.lines)

    def error(self, row: int, name: str, message: Message) -> None:
        """Reject one cell; later checks skip it."""
        if (name, row) not in self.rejected_cells:
            self.rejected_cells.add((name, row))
            self.report.error(self.lines[row], self.original_names.get(name, name), message)

    def valid_cells(self, name: str) -> Iterator[tuple[int, str]]:
        """Yield row and value of each cell of a column that is not empty and not rejected."""
        bad = self.rejected_cells
        for row, value in enumerate(self.columns.get(name, ())):
            if value and not (bad and (name, row) in bad):
                yield row, value

    def check(self, name: str, fault: Callable[[str], Message]) -> None:
        """Reject invalid cells of a column; each distinct value is validated once."""
        known: dict[str, Message] = {}
        for row, value in self.valid_cells(name):
            found = known.get(value)
            if found is None:
                found = known[value] = fault(value)
            if found:
                self.error(row, name, found)

    def check_choices(self, name: str, choices: Sequence[str]) -> None:
        """Reject values that are not in a list of choices; ignores case."""
        self.columns[name] = [value.lower() if value.lower() in choices else value for value in self.values(name)]
        words = {choice: choice for choice in choices}

        def fault(value: str) -> Message:
            if value in words:
                return ""
            return lambda: f"{quote_value(value)} is not known; write {one_of(choices)}{did_you_mean(value, words)}"

        self.check(name, fault)

    def check_references(
        self, name: str, known: Mapping[str, str] | None, *, file: str, rejected_values: Collection[str] = ()
    ) -> None:
        """Reject references to unknown ids of another table.

        Args:
            name: the column of the references.
            known: names by id of the other table; None if it could not be read.
            file: the name of the other table.
            rejected_values: texts in rejected rows of the other table.
        """
        if known is None:
            return

        def fault(value: str) -> Message:
            if value in known or value in rejected_values:
                return ""
            return lambda: f"{quote_value(value)} is not in {file}{did_you_mean(value, known)}"

        self.check(name, fault)

    def check_unique(self, name: str) -> None:
        """Reject duplicate ids; report the line of the first use."""
        first: dict[str, int] = {}
        for row, value in self.valid_cells(name):
            if (before := first.setdefault(value, row)) != row:
                self.error(
                    row, name, f"{quote_value(value)} is already in line {self.lines[before]}; ids must be unique"
                )
