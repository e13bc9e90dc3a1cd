"""The network as one immutable value: its entities and facts, in data frames where tables are large.

`dashboard.ingest.loader` creates one `Network` per data version; all requests share it. Do not modify its data frames.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from dashboard.model.entities import City, Event, Participation, ParticipationRole, Place, Role, Topic
from dashboard.model.facts import Basis, Fact, Note, Source

P = ParamSpec("P")
T = TypeVar("T")


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
    """All data of a network, for one data version.

    Args:
        version: a short hash of the content of all files; part of every cache key and ETag.
        title: the name of the network.
        tagline: end of the sentence "22 cities in 14 countries …", or "".
        cities: one row per city in file order, with a RangeIndex. Text columns `CITY_COLUMNS` ("" if empty; source: ids
            separated by ";"), then `PLACE_COLUMNS` (latitude, longitude: float64 degrees WGS 84, NaN without a place;
            population: float64, NaN if unknown; flags: "|"-separated; the others text), then `topics` and `events`
            (int: number of distinct topics and events on record).
        extra: one row per city: other columns of cities.csv, as text.
        topics: in file order, each followed by its subtopics.
        events: by start date.
        city_topics: one row per fact, in display order (own pages of the network first). Columns city, topic, fact,
            year (Int64), basis, source (an id), due (Int64).
        participation: one row per role of a city at an event. Columns event, city, part, basis, fact, source.
        sources: by id.
        warnings: warnings of the loader, one line each.
        accessed: the latest access date of a source, or None.
        notes: texts about the network, in file order.
        role_notes: meaning of each role, by the value of `Role`.
        url: the network's own page, or "".
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
        """Cached results of functions decorated with `derived`, by function and arguments."""
        return {}

    @cached_property
    def _proxy(self) -> Network:
        """Weak reference to this network, for values that are cached in it."""
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
        """ISO 3166-1 alpha-2 codes of all countries with a city, by number of cities, then code."""
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
        """Values of `city_topics` by column; facts are created on demand."""
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
        """Return a city by id, or None if it does not exist."""
        row = self.row_by_city_id.get(city_id)
        return None if row is None else self.city_by_row(row)

    def city_by_row(self, row: int) -> City:
        """Return the city in a row (from 0)."""
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
        """Return the topics with facts of a city, in file order."""
        topics = self._fact_columns["topic"]
        found = {topics[row] for row in self._fact_rows.get(city_id, ())}
        return tuple(self.topic_by_id[topic] for topic in sorted(found, key=self._topic_order.__getitem__))

    def facts(self, city_id: str, topic_id: str) -> tuple[Fact, ...]:
        """Return the facts of a city in a topic, without its subtopics."""
        topics = self._fact_columns["topic"]
        return tuple(self._fact(row) for row in self._fact_rows.get(city_id, ()) if topics[row] == topic_id)

    def _fact(self, row: int) -> Fact:
        fact, basis, source = (str(self._fact_columns[key][row]) for key in ("fact", "basis", "source"))
        year, due = (
            None if (value := self._fact_columns[key][row]) is pd.NA else int(value) for key in ("year", "due")
        )
        return Fact(fact, Basis(basis), self.sources[source], year, due)

    def participation_of(self, city_id: str) -> tuple[Participation, ...]:
        """Return the participation of a city, by event date, the most active role first."""
        return self._participation_of.get(city_id, ())

    def participants(self, event_id: str) -> tuple[Participation, ...]:
        """Return the participation in an event: hosts, presenters, attendees, each in file order."""
        parts = list(ParticipationRole)
        rows = [row for city in self._participation_of.values() for row in city if row.event.id == event_id]
        return tuple(sorted(rows, key=lambda row: (parts.index(row.part), self.row_by_city_id[row.city])))

    def with_descendants(self, topic_id: str) -> frozenset[str]:
        """Return the ids of a topic and all its subtopics."""
        found = {topic_id}
        for topic in self.topics:  # parents come before their children
            if topic.parent in found:
                found.add(topic.id)
        return frozenset(found)


def derived(make: Callable[Concatenate[Network, P], T]) -> Callable[Concatenate[Network, P], T]:
    """Cache the result of a function in the network that is its first argument, by the other arguments.

    The result is released with the network. The function gets a weak reference, so that the result can refer to the
    network without a reference cycle.
    """

    @wraps(make)
    def stored(network: Network, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (make, args, tuple(sorted(kwargs.items())))
        results = network._derived
        if key not in results:
            results.setdefault(key, make(network._proxy, *args, **kwargs))
        return cast("T", results[key])

    return stored
