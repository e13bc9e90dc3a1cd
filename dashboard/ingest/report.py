"""Collect the problems of a file; report all at once, up to a limit."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from dashboard.errors import Problem
from dashboard.text.suggest import closest

LIMIT = 100
"""Limit of reported problems per file and level; the others are only counted."""
FIRST_WARNINGS = 10
"""Number of warnings that a command prints."""
_QUOTE_LENGTH = 60
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Characters that are printable for Python, but invisible: fillers, joiners, variation selectors."""

Level = Literal["error", "warning"]
Message = str | Callable[[], str]


class Report:
    """The problems of one file.

    A message may be a function. It is called only if the message is reported, because finding suggestions for 100,000
    invalid names is slow.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: dict[Level, list[tuple[int, int, str, Message]]] = {"error": [], "warning": []}
        self._count: dict[Level, int] = {"error": 0, "warning": 0}

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return self._count["error"] > 0

    def count(self, level: Level) -> int:
        """Return the number of all problems of a level."""
        return self._count[level]

    def error(self, line: int | None, column: str, message: Message) -> None:
        """Add an error, which makes the file unusable."""
        self._add("error", line, column, message)

    def warning(self, line: int | None, column: str, message: Message) -> None:
        """Add a warning about an accepted value."""
        self._add("warning", line, column, message)

    def _add(self, level: Level, line: int | None, column: str, message: Message) -> None:
        found = self._found[level]
        found.append((line or 0, self._count[level], column, message))
        self._count[level] += 1
        if len(found) > 20 * LIMIT:
            found.sort(key=lambda each: each[:2])
            del found[LIMIT:]

    def problems(self, level: Level) -> list[Problem]:
        """Return the first `LIMIT` problems of a level by line, and the number of the others."""
        found = sorted(self._found[level], key=lambda each: each[:2])[:LIMIT]
        listed = [
            Problem(self.file, line or None, column, message if isinstance(message, str) else message(), level)
            for line, _, column, message in found
        ]
        if left := self._count[level] - len(listed):
            listed.append(Problem(self.file, None, "", f"and {left:,} more {level}{'' if left == 1 else 's'}", level))
        return listed


def first_warnings(warnings: Sequence[str], path: Path) -> list[str]:
    """Return the first warnings about a network or a list, and how to list the others."""
    left = len(warnings) - FIRST_WARNINGS
    rest = [f"and {left:,} more; run: cities-network check {shlex.quote(str(path))}"] if left > 0 else []
    return [*warnings[:FIRST_WARNINGS], *rest]


def quote_value(value: str) -> str:
    """Quote a value for a message: shortened, with invisible and bidirectional characters escaped."""
    text = "".join(map(_visible, value[:_QUOTE_LENGTH]))
    return f"'{text}…'" if len(value) > _QUOTE_LENGTH else f"'{text}'"


def _visible(char: str) -> str:
    if char.isprintable() and not _BLANK.match(char):
        return char
    if "\udc80" <= char <= "\udcff":  # an invalid byte, preserved by surrogateescape in `encoding`
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")


def one_of(values: Iterable[str]) -> str:
    """Join alternatives: "stated, implied or derived"."""
    *first, last = values
    return f"{', '.join(first)} or {last}" if first else last


def did_you_mean(value: str, known: Mapping[str, str], *, least: int = 65) -> str:
    """Return "; did you mean …?" with the most similar known id, or "".

    Args:
        value: the unknown value.
        known: names by id; both are compared.
        least: minimum similarity, 0 to 100.
    """
    near = closest(value[:_QUOTE_LENGTH], known, cutoff=least)
    return f"; did you mean {quote_value(near)}?" if near else ""
