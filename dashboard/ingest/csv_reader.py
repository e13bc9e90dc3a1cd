"""Parse CSV text (RFC 4180) into rows, with line numbers and quoting issues.

The csv module reports neither the line of an unclosed quote nor quotes inside a field. Unambiguous lines, which are
nearly all, take a fast path: lines without quotes, lines on which every quote opens or closes a whole field, and lines
on which no quote opens a field.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n)|([^\r\n]+)")
_BREAK = re.compile(r"\r\n?|\n")
# Possessive quantifiers: reads two million quotes once, not two million times.
_QUOTED = re.compile(r'[^"]*+(?:""[^"]*+)*+"')
_PLAIN = {delimiter: re.compile(rf"[^{delimiter}\r\n]*+") for delimiter in ",;\t|"}
_WHOLE = {
    delimiter: re.compile(
        r'(?:(?:"[^"]*+(?:""[^"]*+)*+"|[^"D]*+)(?:[D]|\Z))++'.replace("D", delimiter),
    )
    for delimiter in ",;\t|"
}
"""A line on which every quote opens or closes a whole field, and no field continues on the next line."""
_OPENED = {delimiter: re.compile(rf'(?:^|[{delimiter}]) *"') for delimiter in ",;\t|"}
"""A quote that opens a field; without a match, all quotes on the line are literal."""
_LONGEST = 100_000  # the csv module rejects fields of 131,072 characters or more

CsvIssueKind = Literal["unclosed", "after quote", "bare quote"]


@dataclass(frozen=True, slots=True)
class CsvIssue:
    """A quoting issue: the field (from 0), its line (from 1), and the last line that the field includes."""

    kind: CsvIssueKind
    field: int
    line: int
    until: int


class Row(NamedTuple):
    """The fields of one record, the line on which it starts, and its quoting issues."""

    line: int
    fields: list[str]
    issues: tuple[CsvIssue, ...] = ()


def rows(text: str, delimiter: str, *, position: int = 0, line: int = 1) -> Iterator[Row]:
    """Yield the records of a text; skip blank lines.

    Args:
        text: the text; lines end with LF, CR LF or CR, also mixed.
        delimiter: one character, not a quote.
        position: start offset in the text.
        line: line number of that offset.

    An unclosed quote, or one that closes in the middle of a later line, ends at its own line. The following lines are
    separate rows, so that one missing quote does not hide the rest of the file.
    """
    last_resort = False  # a quote ran to the end of the file: after that, quotes end with their line
    end = len(text)
    while position < end:
        match = _LINE.match(text, position)
        if match is None:  # pragma: no cover - _LINE matches wherever there is text
            return
        content = match.group(2) if match.group(1) is None else match.group(1)
        if (row := _plain_row(content, delimiter, line)) is not None:
            position = match.end()
            if content and (len(row.fields) > 1 or not content.isspace()):
                yield row
            line += 1
            continue
        reader = _Record(text, delimiter, position, line, match.start() + len(content) if last_resort else end)
        reader.read()
        if reader.broken:
            last_resort = last_resort or reader.ran_out
            yield Row(line, reader.fields, tuple(reader.faults))
            position, line = match.end(), line + 1
        else:
            yield Row(line, reader.fields, tuple(reader.faults))
            position, line = reader.position, reader.line + 1


def _plain_row(content: str, delimiter: str, line: int) -> Row | None:
    """Split an unambiguous line; return None if its quotes need the full parser."""
    if '"' not in content:
        return Row(line, content.split(delimiter))
    if not _OPENED[delimiter].search(content):
        fields = content.split(delimiter)
        quoted = (at for at, value in enumerate(fields) if '"' in value)
        return Row(line, fields, tuple(CsvIssue("bare quote", at, line, line) for at in quoted))
    if len(content) < _LONGEST and _WHOLE[delimiter].fullmatch(content):
        return Row(line, next(csv.reader((content,), delimiter=delimiter)))
    return None


class _Record:
    """Parser of one record with quotes."""

    def __init__(self, text: str, delimiter: str, position: int, line: int, end: int) -> None:
        self.text, self.delimiter, self.position, self.line, self.end = text, delimiter, position, line, end
        self.plain = _PLAIN[delimiter]
        self.fields: list[str] = []
        self.faults: list[CsvIssue] = []
        self.broken = False
        self.ran_out = False

    def read(self) -> None:
        """Read to the end of the record, or to an invalid quote."""
        text = self.text
        while not self.broken:
            start = self.position
            while text.startswith(" ", start):
                start += 1
            if text.startswith('"', start) and start < self.end:
                self._quoted(start)
            else:
                self._unquoted()
            if text.startswith(self.delimiter, self.position) and self.position < self.end:
                self.position += 1
                continue
            if found := _BREAK.match(text, self.position):
                self.position = found.end()
            return

    def _unquoted(self) -> None:
        match = self.plain.match(self.text, self.position, self.end)
        value = match.group() if match else ""
        if '"' in value:
            self.faults.append(CsvIssue("bare quote", len(self.fields), self.line, self.line))
        self.fields.append(value)
        self.position += len(value)

    def _quoted(self, start: int) -> None:
        opened = self.line
        match = _QUOTED.match(self.text, start + 1, self.end)
        if match is None:
            self.broken = self.ran_out = True
            self.faults.append(CsvIssue("unclosed", len(self.fields), opened, opened))
            return
        self.line += len(_BREAK.findall(match.group()))
        self.position = match.end()
        while self.text.startswith(" ", self.position) and self.position < self.end:
            self.position += 1
        value = match.group()[:-1].replace('""', '"')
        rest = self.plain.match(self.text, self.position, self.end)
        if rest and rest.group():
            self.faults.append(CsvIssue("after quote", len(self.fields), opened, self.line))
            if self.line > opened:
                self.broken = True
                return
            value += rest.group()
            self.position = rest.end()
        self.fields.append(value)
