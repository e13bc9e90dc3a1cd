"""Facts with their sources: no fact is without one, and each states its basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Basis(StrEnum):
    """How a fact follows from its source, the strongest first."""

    STATED = "stated"
    """The page states it about this city."""
    IMPLIED = "implied"
    """The page states it about a group, or the context implies it for this city."""
    DERIVED = "derived"
    """Our own reasoning, explained in the fact."""


class SourceKind(StrEnum):
    """Type of publisher of a source."""

    OFFICIAL = "official"
    PRESS = "press"
    ENCYCLOPEDIA = "encyclopedia"
    SECONDARY = "secondary"


@dataclass(frozen=True, slots=True)
class Source:
    """A page, with its access date."""

    id: str
    title: str
    publisher: str
    kind: SourceKind
    url: str
    accessed: date
    language: str = ""
    """BCP 47 tag of the language of the page; "" if unknown."""
    published: str = ""
    """Publication date: ISO 8601 day, month or year; "" if unknown."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence in our own words with its source; there is no fact without a source."""

    text: str
    basis: Basis
    source: Source
    year: int | None = None
    """Year in which the fact was true, if the page states it."""
    due: int | None = None
    """For a plan or target: its due year."""

    @property
    def dated(self) -> int | None:
        """Year in which the fact was true, else publication year of its source, else None ("undated")."""
        return self.year if self.year is not None else int(self.source.published[:4] or 0) or None


@dataclass(frozen=True, slots=True)
class Note:
    """A text about the network, with its source.

    Args:
        id: "about", "joining", "contact", "webinars" …, in the order of the file.
        title: a short heading.
        fact: one to three sentences.
        url: a page with more information, or "".
        keywords: additional search terms.
    """

    id: str
    title: str
    fact: Fact
    url: str = ""
    keywords: tuple[str, ...] = ()
