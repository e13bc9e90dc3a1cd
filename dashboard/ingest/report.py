"""Collecting what is wrong with a file, so that all of it is told at once and none of it floods the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from dashboard.errors import Problem
from dashboard.text.normalize import normalize

LIMIT = 100
"""Problems of one level that are told of one file; of the others, only the number."""
_QUOTE_LENGTH = 60
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""What Python takes for printable and nobody sees: fillers, joiners of marks, selectors of a look."""

Level = Literal["error", "warning"]
Message = str | Callable[[], str]


class Report:
    """The problems of one file.

    A message may be given as a function: it is only asked for when it is among those that are told, so that finding a
    near name for a hundred thousand wrong ones costs nothing.
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
        """Return how many problems of a level there are, told or not."""
        return self._count[level]

    def error(self, line: int | None, column: str, message: Message) -> None:
        """Add what makes the file unusable."""
        self._add("error", line, column, message)

    def warning(self, line: int | None, column: str, message: Message) -> None:
        """Add what is accepted, with a remark."""
        self._add("warning", line, column, message)

    def _add(self, level: Level, line: int | None, column: str, message: Message) -> None:
        found = self._found[level]
        found.append((line or 0, self._count[level], column, message))
        self._count[level] += 1
        if len(found) > 20 * LIMIT:
            found.sort(key=lambda each: each[:2])
            del found[LIMIT:]

    def problems(self, level: Level) -> list[Problem]:
        """Return the problems of a level by line, the first `LIMIT` of them and then the number left."""
        found = sorted(self._found[level], key=lambda each: each[:2])[:LIMIT]
        told = [
            Problem(self.file, line or None, column, message if isinstance(message, str) else message(), level)
            for line, _, column, message in found
        ]
        if left := self._count[level] - len(told):
            told.append(Problem(self.file, None, "", f"and {left:,} more {level}{'' if left == 1 else 's'}", level))
        return told


def quote_value(value: str) -> str:
    """Quote a value for a message: shortened, and with everything escaped that does not print or turns the text."""
    text = "".join(map(_visible, value[:_QUOTE_LENGTH]))
    return f"'{text}…'" if len(value) > _QUOTE_LENGTH else f"'{text}'"


def _visible(char: str) -> str:
    if char.isprintable() and not _BLANK.match(char):
        return char
    if "\udc80" <= char <= "\udcff":  # a byte that is no UTF-8, kept by the surrogateescape of `decoding`
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")


def one_of(values: Iterable[str]) -> str:
    """Write a choice: "stated, implied or derived"."""
    *first, last = values
    return f"{', '.join(first)} or {last}" if first else last


def suggest(value: str, known: Mapping[str, str], *, least: int = 65) -> str:
    """Say which known id was probably meant, as the end of a message, or return "".

    Args:
        value: what was found.
        known: ids, each with the name that a person could have written instead.
        least: how alike the two must be, of 100.
    """
    from rapidfuzz import fuzz, process

    text, folded = value[:_QUOTE_LENGTH].casefold(), normalize(value[:_QUOTE_LENGTH])
    best: tuple[float, str] = (0, "")
    for score_of, choices in ((text, known), (folded, known.values())):
        hit = process.extractOne(score_of, list(choices), processor=str.casefold, scorer=fuzz.ratio, score_cutoff=least)
        if hit is not None and hit[1] > best[0]:
            best = hit[1], list(known)[hit[2]]
    return f"; did you mean {quote_value(best[1])}?" if best[1] else ""
