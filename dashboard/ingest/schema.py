"""A table as columns of text: what a column may hold, and how cells of it are refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.ingest.report import Message, Report, one_of, quote_value, suggest


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a table may hold.

    Args:
        name: the field it stands for.
        required: whether the table is of no use without it.
        filled: whether no row may leave it empty.
        limit: characters at most.
        multiline: whether a text may have line breaks.
        prose: whether people write in it, so that odd texts deserve a remark.
    """

    name: str
    required: bool = False
    filled: bool = False
    limit: int = 200
    multiline: bool = False
    prose: bool = False


@dataclass(slots=True)
class Table:
    """The columns of one file as text without surrounding spaces.

    Args:
        report: where its problems go.
        lines: the line on which each row begins.
        columns: the known fields that the file has.
        original_names: the name of each of them as the file writes it.
        extra: the other columns by the name that the file gives them.
        rejected_values: texts in rows that could not be used; a reference to one of them is not reported a second time.
        digest: the SHA-256 of the bytes of the file.
        changed: the day on which the file was last changed.
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
        """Return a column, of empty texts where the file has none."""
        return self.columns[name] if name in self.columns else [""] * len(self.lines)

    def error(self, row: int, name: str, message: Message) -> None:
        """Refuse one cell; what is checked later passes it over."""
        if (name, row) not in self.rejected_cells:
            self.rejected_cells.add((name, row))
            self.report.error(self.lines[row], self.original_names.get(name, name), message)

    def valid_cells(self, name: str) -> Iterator[tuple[int, str]]:
        """Yield row and value of each cell of a column that is filled and has not been refused."""
        bad = self.rejected_cells
        for row, value in enumerate(self.columns.get(name, ())):
            if value and not (bad and (name, row) in bad):
                yield row, value

    def check(self, name: str, fault: Callable[[str], Message]) -> None:
        """Refuse the cells of a column in which something is wrong; each different value is looked at once."""
        known: dict[str, Message] = {}
        for row, value in self.valid_cells(name):
            found = known.get(value)
            if found is None:
                found = known[value] = fault(value)
            if found:
                self.error(row, name, found)

    def check_choices(self, name: str, choices: Sequence[str]) -> None:
        """Refuse what is none of a few words; case does not matter."""
        self.columns[name] = [value.lower() if value.lower() in choices else value for value in self.values(name)]
        words = {choice: choice for choice in choices}

        def fault(value: str) -> Message:
            if value in words:
                return ""
            return lambda: f"{quote_value(value)} is not known; write {one_of(choices)}{suggest(value, words)}"

        self.check(name, fault)

    def check_references(
        self, name: str, known: Mapping[str, str] | None, *, file: str, rejected_values: Collection[str] = ()
    ) -> None:
        """Refuse references to what another table does not have.

        Args:
            name: the column of the references.
            known: the ids of the other table, each with a name; None where it could not be read.
            file: the name of the other table.
            rejected_values: texts in rows of the other table that could not be used.
        """
        if known is None:
            return

        def fault(value: str) -> Message:
            if value in known or value in rejected_values:
                return ""
            return lambda: f"{quote_value(value)} is not in {file}{suggest(value, known)}"

        self.check(name, fault)

    def check_unique(self, name: str) -> None:
        """Refuse the second use of an id, naming the first."""
        first: dict[str, int] = {}
        for row, value in self.valid_cells(name):
            if (before := first.setdefault(value, row)) != row:
                self.error(
                    row, name, f"{quote_value(value)} is already in line {self.lines[before]}; ids must be unique"
                )
