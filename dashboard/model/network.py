"""The network as immutable values: small frozen facts, and columns for what comes in thousands.

A `Network` is made once per version of the data by `dashboard.ingest.loader` and shared by all requests. Tables are
pandas frames that nobody may change after the loader is done; a profile is read out of them as frozen values.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, wraps
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

P = ParamSpec("P")
T = TypeVar("T")

ONLINE = "online"
"""The place of an event that had none."""


class Role(StrEnum):
    """What a city is in the network, the most experienced first."""

    LIGHTHOUSE = "lighthouse"
    FOLLOWER = "follower"
    MEMBER = "member"


class ParticipationRole(StrEnum):
    """What a city did at an event, the most active first."""

    HOST = "host"
    PRESENTER = "presenter"
    ATTENDEE = "attendee"


class Basis(StrEnum):
    """How a fact follows from its source, the firmest first."""

    STATED = "stated"
    """The page says it of this city."""
    IMPLIED = "implied"
    """The page says it of a group, or the city's part in it is read from the context."""
    DERIVED = "derived"
    """Our own reasoning, written out in the fact."""


class SourceKind(StrEnum):
    """Who speaks on the page a fact was read on."""

    OFFICIAL = "official"
    PRESS = "press"
    ENCYCLOPEDIA = "encyclopedia"
    SECONDARY = "secondary"


@dataclass(frozen=True, slots=True)
class Source:
    """A page, and the day it was read."""

    id: str
    title: str
    publisher: str
    kind: SourceKind
    url: str
    accessed: date
    language: str = ""
    """BCP 47 tag of the language of the page, or "" where it is not known."""
    published: str = ""
    """When the page was published: an ISO 8601 date, possibly only the month or year, or "" where it is not known."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence in our own words with the page it was read on; there is no fact without a source."""

    text: str
    basis: Basis
    source: Source
    year: int | None = None
    """When the fact was true, where the page says so."""
    due: int | None = None
    """For a plan or a target: the year by which it was to be reached."""

    @property
    def dated(self) -> int | None:
        """The year of the fact: when it was true, else when its page was published, else None ("undated")."""
        return self.year if self.year is not None else int(self.source.published[:4] or 0) or None


@dataclass(frozen=True, slots=True)
class Note:
    """A text of the network about itself, with its source.

    Args:
        id: "about", "joining", "contact", "webinars" …, in the order of the file.
        title: a short heading.
        fact: one to three sentences.
        url: a page to go to, or "".
        keywords: words that the search should find it by, besides those of title and text.
    """

    id: str
    title: str
    fact: Fact
    url: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """Something cities work on. `parent` is the id of another topic, or "" at the top level."""

    id: str
    title: str
    parent: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A workshop, visit or webinar.

    `start` and `end` are ISO 8601 dates, possibly only as far as the month or year ("2019-03"). `place` is the id of a
    city or `ONLINE`.
    """

    id: str
    title: str
    kind: str
    start: str
    end: str
    place: str
    summary: str
    source: Source | None
    description: str = ""
    """Three to six sentences on what happened, or ""."""
    description_source: Source | None = None
    """The page of the description, where it is another than `source`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a city is: degrees in WGS 84, and how we know.

    `provider` is `geonames`, another geocoder's name, or `override` for coordinates written by hand in cities.csv.
    `status` and `flags` are the geocoder's own words (see `dashboard.geocoding`).
    """

    latitude: float
    longitude: float
    geonames_id: str = ""
    matched_name: str = ""
    population: int | None = None
    timezone: str = ""
    provider: str = ""
    status: str = ""
    flags: tuple[str, ...] = ()
    retrieved: str = ""


@dataclass(frozen=True, slots=True)
class Participation:
    """What one city did at one event, and how we know."""

    event: Event
    city: str
    part: ParticipationRole
    fact: Fact


@dataclass(frozen=True, slots=True)
class City:
    """The profile of one city, read out of the columns of a `Network`.

    `country` is ISO 3166-1 alpha-2. `name` is the spelling of the source, `local_name` that of the city itself (""
    where the table has none); `label` is the one to show.
    """

    id: str
    name: str
    local_name: str
    label: str
    country: str
    role: Role | None
    website: str
    summary: str
    source: Source | None
    place: Place | None
    extra: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    """All pages that the summary rests on; `source` is the first of them."""


CITY_COLUMNS = ("id", "name", "local_name", "label", "country", "role", "website", "summary", "source")
PLACE_COLUMNS = (
    "latitude",
    "longitude",
    "geonames_id",
    "matched_name",
    "population",
    "timezone",
    "provider",
    "status",
    "flags",
    "retrieved",
)


@dataclass(frozen=True, eq=False)
class Network:
    """All that is known, at one version of the data.

    Args:
        version: a short hash of the content of all files; part of every cache key and ETag.
        title: the name of the network, for the page and the exports.
        tagline: what the network is about, as the end of the sentence "22 cities in 14 countries …", or "".
        cities: one row per city in the order of the file, with a RangeIndex. Text columns `CITY_COLUMNS` ("" for none;
            source: ids separated by ";"), then `PLACE_COLUMNS` (latitude, longitude: float64 degrees WGS 84, NaN where
            there is no place; population: float64, NaN for unknown; flags: "|"-separated; the others text), then
            `topics` and `events` (int: the number of different topics and of different events on record).
        extra: one row per city, the columns of cities.csv that the model does not know, as text.
        topics: in the order of the file, each followed by those below it.
        events: by start date.
        city_topics: one row per fact, in the order to be shown (pages of the project itself first). Columns city,
            topic (ids), fact, year (Int64), basis, source (an id), due (Int64).
        participation: one row per part a city had in an event. Columns event, city, part, basis, fact, source.
        sources: by id.
        warnings: what the loader accepted with a remark, as one line each.
        accessed: the newest day on which a source was read, or None.
        notes: texts of the network about itself, in the order of the file.
        role_notes: what each role means in this network, by the value of `Role`.
        url: the network's own page, where one can join, ask or report an error; "" for none.
    """

    version: str
    title: str
    cities: pd.DataFrame
    extra: pd.DataFrame
    topics: tuple[Topic, ...]
    events: tuple[Event, ...]
    city_topics: pd.DataFrame
    participation: pd.DataFrame
    sources: Mapping[str, Source]
    tagline: str = ""
    warnings: tuple[str, ...] = ()
    accessed: date | None = None
    notes: tuple[Note, ...] = ()
    role_notes: Mapping[str, Note] = field(default_factory=dict)
    url: str = ""

    def __len__(self) -> int:
        return len(self.cities)

    @cached_property
    def _derived(self) -> dict[tuple[Hashable, ...], Any]:
        """What the functions under `derived` made of this network, by function and arguments."""
        return {}

    @cached_property
    def _proxy(self) -> Network:
        """This network for what is stored in it: a reference that does not keep it alive."""
        return cast("Network", weakref.proxy(self))

    @cached_property
    def row_by_city_id(self) -> Mapping[str, int]:
        """Row number of each city id."""
        return MappingProxyType({city_id: row for row, city_id in enumerate(self.cities["id"])})

    @cached_property
    def topic_by_id(self) -> Mapping[str, Topic]:
        """Topics by id."""
        return MappingProxyType({topic.id: topic for topic in self.topics})

    @cached_property
    def event_by_id(self) -> Mapping[str, Event]:
        """Events by id."""
        return MappingProxyType({event.id: event for event in self.events})

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """ISO 3166-1 alpha-2 codes of all countries with a city, the one with most cities first, then by code."""
        counts = self.cities["country"].value_counts()
        return tuple(sorted((str(code) for code in counts.index if code), key=lambda code: (-int(counts[code]), code)))

    @cached_property
    def _fact_rows(self) -> Mapping[str, list[int]]:
        """Rows of `city_topics` by city."""
        found: dict[str, list[int]] = {}
        for row, city in enumerate(self.city_topics["city"].tolist()):
            found.setdefault(city, []).append(row)
        return found

    @cached_property
    def _fact_columns(self) -> Mapping[str, list[Any]]:
        """Values of `city_topics` by column; facts are made of them as they are asked for."""
        return {
            column: self.city_topics[column].tolist() for column in ("topic", "fact", "basis", "source", "year", "due")
        }

    @cached_property
    def _topic_order(self) -> Mapping[str, int]:
        return {topic.id: position for position, topic in enumerate(self.topics)}

    @cached_property
    def _participation_of(self) -> Mapping[str, tuple[Participation, ...]]:
        events = self.event_by_id
        order = {event.id: position for position, event in enumerate(self.events)}
        parts = list(ParticipationRole)
        found: dict[str, list[Participation]] = {}
        for row in self.participation.itertuples(index=False):
            fact = Fact(str(row.fact), Basis(str(row.basis)), self.sources[str(row.source)])
            found.setdefault(str(row.city), []).append(
                Participation(events[str(row.event)], str(row.city), ParticipationRole(str(row.part)), fact)
            )
        return {
            city: tuple(sorted(rows, key=lambda row: (order[row.event.id], parts.index(row.part))))
            for city, rows in found.items()
        }

    def city(self, city_id: str) -> City | None:
        """Read one city out of the columns, or None where there is no such city."""
        row = self.row_by_city_id.get(city_id)
        return None if row is None else self.city_by_row(row)

    def city_by_row(self, row: int) -> City:
        """Read the city in one row (counted from 0) out of the columns."""
        record: dict[str, Any] = {column: self.cities[column].iat[row] for column in (*CITY_COLUMNS, *PLACE_COLUMNS)}
        place = None
        if not pd.isna(record["latitude"]):
            place = Place(
                latitude=float(record["latitude"]),
                longitude=float(record["longitude"]),
                population=None if pd.isna(record["population"]) else int(record["population"]),
                flags=tuple(flag for flag in str(record["flags"]).split("|") if flag),
                **{
                    key: str(record[key])
                    for key in ("geonames_id", "matched_name", "timezone", "provider", "status", "retrieved")
                },
            )
        sources = tuple(self.sources[key] for key in str(record["source"]).split(";") if key in self.sources)
        extra = {str(key): str(self.extra[key].iat[row]) for key in self.extra.columns if self.extra[key].iat[row]}
        return City(
            id=str(record["id"]),
            name=str(record["name"]),
            local_name=str(record["local_name"]),
            label=str(record["label"]),
            country=str(record["country"]),
            role=Role(record["role"]) if record["role"] else None,
            website=str(record["website"]),
            summary=str(record["summary"]),
            source=next(iter(sources), None),
            place=place,
            extra=MappingProxyType(extra),
            sources=sources,
        )

    def topics_of(self, city_id: str) -> tuple[Topic, ...]:
        """Topics in which this city has a fact, in the order of the file."""
        topics = self._fact_columns["topic"]
        found = {topics[row] for row in self._fact_rows.get(city_id, ())}
        return tuple(self.topic_by_id[topic] for topic in sorted(found, key=self._topic_order.__getitem__))

    def facts(self, city_id: str, topic_id: str) -> tuple[Fact, ...]:
        """Facts of one city in one topic, without those of the topic's children."""
        topics = self._fact_columns["topic"]
        return tuple(self._fact(row) for row in self._fact_rows.get(city_id, ()) if topics[row] == topic_id)

    def _fact(self, row: int) -> Fact:
        fact, basis, source = (str(self._fact_columns[key][row]) for key in ("fact", "basis", "source"))
        year, due = (
            None if (value := self._fact_columns[key][row]) is pd.NA else int(value) for key in ("year", "due")
        )
        return Fact(fact, Basis(basis), self.sources[source], year, due)

    def participation_of(self, city_id: str) -> tuple[Participation, ...]:
        """What a city did at which event, by date of the event, the most active part first."""
        return self._participation_of.get(city_id, ())

    def participants(self, event_id: str) -> tuple[Participation, ...]:
        """Who did what at one event: hosts, presenters, attendees, each in the order of the file."""
        parts = list(ParticipationRole)
        rows = [row for city in self._participation_of.values() for row in city if row.event.id == event_id]
        return tuple(sorted(rows, key=lambda row: (parts.index(row.part), self.row_by_city_id[row.city])))

    def with_descendants(self, topic_id: str) -> frozenset[str]:
        """A topic's id with those of all topics below it."""
        found = {topic_id}
        for topic in self.topics:  # parents stand before their children
            if topic.parent in found:
                found.add(topic.id)
        return frozenset(found)


def derived(make: Callable[Concatenate[Network, P], T]) -> Callable[Concatenate[Network, P], T]:
    """Store the result of a function of a network in that network, once for each set of other arguments.

    The result is released with the network. The function gets a weak reference: what it makes may hold the network
    without a cycle that keeps both alive until the garbage collector finds it.
    """

    @wraps(make)
    def stored(network: Network, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (make, args, tuple(sorted(kwargs.items())))
        results = network._derived
        if key not in results:
            results.setdefault(key, make(network._proxy, *args, **kwargs))
        return cast("T", results[key])

    return stored
