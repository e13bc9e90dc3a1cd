"""Validate sources, topics, events and facts, each with its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from dashboard.ingest import validators
from dashboard.ingest.report import Message, did_you_mean, quote_value
from dashboard.ingest.schema import Column, Table
from dashboard.model.entities import ONLINE, Event, ParticipationRole, Topic
from dashboard.model.facts import Basis, Source, SourceKind

SOURCES = (
    Column("id", required=True, filled=True, limit=100),
    Column("title", required=True, filled=True, limit=500, prose=True),
    Column("publisher", prose=True),
    Column("kind", required=True, filled=True),
    Column("url", required=True, filled=True, limit=2000),
    Column("accessed", required=True, filled=True),
    Column("language"),
    Column("published"),
)
TOPICS = (
    Column("id", required=True, filled=True, limit=100),
    Column("title", required=True, filled=True, prose=True),
    Column("parent", limit=100),
    Column("description", limit=10_000, multiline=True, prose=True),
)
EVENTS = (
    Column("id", required=True, filled=True, limit=100),
    Column("title", required=True, filled=True, prose=True),
    Column("kind", prose=True),
    Column("start", required=True, filled=True),
    Column("end"),
    Column("place", required=True, filled=True, limit=100),
    Column("summary", limit=10_000, multiline=True, prose=True),
    Column("source", limit=2000),
    Column("description", limit=10_000, multiline=True, prose=True),
    Column("description_source", limit=2000),
)
CITY_TOPICS = (
    Column("city", required=True, filled=True, limit=100),
    Column("topic", required=True, filled=True, limit=200),
    Column("fact", required=True, filled=True, limit=10_000, multiline=True, prose=True),
    Column("year"),
    Column("basis", required=True, filled=True),
    Column("source", required=True, filled=True, limit=2000),
    Column("due"),
)
PARTICIPATION = (
    Column("event", required=True, filled=True, limit=100),
    Column("city", required=True, filled=True, limit=100),
    Column("role", required=True, filled=True),
    Column("basis", required=True, filled=True),
    Column("fact", required=True, filled=True, limit=10_000, multiline=True, prose=True),
    Column("source", required=True, filled=True, limit=2000),
)

MAX_LEVELS = 20
"""Limit of topic levels; keeps traversal cheap."""


@dataclass(slots=True)
class SourceRegistry:
    """The sources of facts.

    Without a sources.csv, a source may be a URL. It becomes a source of kind `secondary`, accessed on the day on which
    its table was last changed.

    Args:
        sources: by id.
        listed: whether sources.csv exists.
        unknown: whether it exists but could not be read.
        rejected_values: texts in invalid rows of sources.csv.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    listed: bool = False
    unknown: bool = False
    rejected_values: frozenset[str] = frozenset()
    _pages: dict[str, str] = field(default_factory=dict)

    def check(self, table: Table, column: str = "source", *, several: bool = False) -> None:
        """Reject unknown sources in a column, and replace known ones with their ids.

        Args:
            table: the table of the column.
            column: the column of the sources.
            several: whether a cell may contain several sources, separated by semicolons.
        """
        parts = {value: _split(value) if several else (value,) for _, value in table.valid_cells(column)}
        table.check(column, lambda value: next((fault for part in parts[value] if (fault := self.fault(part))), ""))
        ids = {
            value: ";".join(self.key(part, table.changed) for part in parts[value])
            for _, value in table.valid_cells(column)
        }
        if ids:
            table.columns[column] = [ids.get(value, value) for value in table.columns[column]]

    def fault(self, value: str) -> Message:
        """Return an error if a text is not a known source, else ""."""
        if self.unknown or value in self.sources or value in self.rejected_values:
            return ""
        if self.listed:
            known = {key: source.title for key, source in self.sources.items()}
            return lambda: f"{quote_value(value)} is not in sources.csv{did_you_mean(value, known)}"
        problem = "there is no sources.csv, so write the URL of the page"
        return f"{quote_value(value)}: {problem}" if validators.validate_url(value) else ""

    def key(self, value: str, changed: date) -> str:
        """Return the id of a valid source; without sources.csv, register a URL as a source.

        Args:
            value: an id or a URL.
            changed: the day on which the referring file was last changed.
        """
        return value if self.listed or self.unknown or value in self.sources else self._page(value, changed)

    def _page(self, url: str, accessed: date) -> str:
        """Return the source id of a URL; register a new one."""
        if url in self._pages:
            return self._pages[url]
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        key = f"{validators.slug(host.replace('.', ' '))}-{len(self.sources) + 1}"
        title = url.partition("://")[2].rstrip("/")
        self.sources[key] = Source(key, title, host, SourceKind.SECONDARY, url, accessed)
        self._pages[url] = key
        return key

    def file(self, name: str, changed: date) -> str:
        """Register a list of cities as the source of its own data; return its id."""
        self.sources.setdefault(name, Source(name, name, "", SourceKind.SECONDARY, "", changed))
        return name


def _split(value: str) -> tuple[str, ...]:
    """Split sources at semicolons; between URLs, which may contain semicolons, only before a URL."""
    return tuple(filter(None, re.split(r"\s*;\s*(?=https?://)" if "://" in value else r"\s*;\s*", value)))


def read_sources(table: Table) -> SourceRegistry:
    """Build the sources of sources.csv."""
    _check_ids(table)
    table.check_choices("kind", [str(kind) for kind in SourceKind])
    table.check("url", validators.validate_url)
    table.check("accessed", lambda value: validators.validate_date(value, whole=True))
    table.check("language", validators.language_fault)
    table.check("published", validators.validate_date)
    accessed_days = table.values("accessed")
    for row, published in table.valid_cells("published"):
        if ("accessed", row) not in table.rejected_cells and published > accessed_days[row]:
            table.error(
                row,
                "published",
                f"{quote_value(published)} is after the day of access {quote_value(accessed_days[row])}",
            )
    ids = set(table.values("id"))
    found: dict[str, Source] = {}
    if not table.report.failed:
        for key, title, publisher, kind, url, accessed, language, published in _rows(table, SOURCES):
            host = (urlsplit(url).hostname or "").removeprefix("www.")
            day = date.fromisoformat(accessed)
            found[key] = Source(key, title, publisher or host, SourceKind(kind), url, day, language, published)
    return SourceRegistry(found, listed=True, rejected_values=frozenset(table.rejected_values | ids))


def read_topics(table: Table) -> tuple[Topic, ...]:
    """Build the topics in file order, each followed by its subtopics."""
    _check_ids(table)
    titles = dict(zip(table.values("id"), table.values("title"), strict=True))
    table.check_references("parent", titles, file="topics.csv", rejected_values=table.rejected_values)
    parents = dict(zip(table.values("id"), table.values("parent"), strict=True))
    reported: set[str] = set()
    for row, key in enumerate(table.values("id")):
        seen, parent = {key}, parents.get(key, "")
        while parent and parent not in seen and len(seen) < MAX_LEVELS:
            seen.add(parent)
            parent = parents.get(parent, "")
        if parent and parent not in seen:
            message = (
                f"{quote_value(parents[key])} puts {quote_value(key)} below more than {MAX_LEVELS} levels; use fewer"
            )
            table.error(row, "parent", message)
        elif parent == key and not seen & reported:
            reported |= seen
            table.error(
                row, "parent", f"{quote_value(table.values('parent')[row])} makes {quote_value(key)} its own ancestor"
            )
    if table.report.failed:
        return ()
    below: dict[str, list[Topic]] = {}
    for row_values in _rows(table, TOPICS):
        topic = Topic(*row_values)
        below.setdefault(topic.parent, []).append(topic)
    return tuple(_tree(below, ""))


def _tree(below: Mapping[str, Sequence[Topic]], parent: str) -> Iterator[Topic]:
    """Yield the topics below a parent in depth-first order."""
    for topic in below.get(parent, ()):
        yield topic
        yield from _tree(below, topic.id)


def read_events(
    table: Table, cities: Mapping[str, str] | None, rejected: set[str], library: SourceRegistry
) -> tuple[Event, ...]:
    """Build the events in order of date."""
    _check_ids(table)
    for name in ("start", "end"):
        table.check(name, validators.validate_date)
    starts = table.values("start")
    for row, end in table.valid_cells("end"):
        length = min(len(starts[row]), len(end))
        if ("start", row) not in table.rejected_cells and starts[row] and end[:length] < starts[row][:length]:
            table.error(
                row,
                "end",
                f"{quote_value(end)} is before the start {quote_value(starts[row])}; swap the two or fix one",
            )
    known = None if cities is None else {**cities, ONLINE: ONLINE}
    table.check_references("place", known, file="cities.csv", rejected_values=rejected)
    library.check(table)
    library.check(table, "description_source")
    if table.report.failed:
        return ()
    unsourced = [table.lines[row] for row, source in enumerate(table.values("source")) if not source]
    if unsourced:
        table.report.warning(unsourced[0], "source", f"{len(unsourced):,} of {len(table):,} events have no source")
    rows = _rows(table, EVENTS)
    found = [
        Event(
            key,
            title,
            kind,
            start,
            end or start,
            place,
            summary,
            library.sources.get(source),
            description,
            None if description_source == source else library.sources.get(description_source),
        )
        for key, title, kind, start, end, place, summary, source, description, description_source in rows
    ]
    return tuple(sorted(found, key=lambda event: (event.start, event.end)))


def check_city_topics(table: Table) -> None:
    """Reject unknown bases, invalid years and duplicate facts."""
    table.check_choices("basis", [str(basis) for basis in Basis])
    table.check("year", validators.validate_year)
    table.check("due", validators.validate_year)
    _reject_duplicates(table, ("city", "topic", "fact", "source"), "the fact")


def check_participation(table: Table) -> None:
    """Reject unknown roles and bases, and duplicate participation."""
    table.check_choices("role", [str(part) for part in ParticipationRole])
    table.check_choices("basis", [str(basis) for basis in Basis])
    _reject_duplicates(table, ("event", "city", "role"), "this participation")


def looks_like_data(value: str) -> bool:
    """Check if a header cell looks like data of a table of facts: a number, a URL, a sentence, a keyword."""
    words = {*ParticipationRole, *Basis, *SourceKind, ONLINE}
    number = bool(re.fullmatch(r"[+-]?[0-9][0-9.-]*", value))
    return number or "://" in value or value.lower() in words or len(value) > 60 or (" " in value and value[-1] == ".")


def _check_ids(table: Table) -> None:
    table.check("id", validators.validate_id)
    table.check_unique("id")


def _reject_duplicates(table: Table, names: Sequence[str], what: str) -> None:
    """Reject rows that repeat an earlier row."""
    first: dict[tuple[str, ...], int] = {}
    for row, key in enumerate(zip(*(table.values(name) for name in names), strict=True)):
        if all(key) and (other := first.setdefault(key, row)) != row:
            table.error(row, names[0], f"{what} is already in line {table.lines[other]}; keep one")


def _rows(table: Table, columns: Sequence[Column]) -> list[tuple[str, ...]]:
    """Return the rows of a table with the given columns."""
    return list(zip(*(table.values(column.name) for column in columns), strict=True))
