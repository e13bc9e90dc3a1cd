"""Build the columns of a `Network` from valid tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from dashboard.ingest.cities import label
from dashboard.ingest.coordinates import CityCoordinates
from dashboard.ingest.fact_tables import SourceRegistry
from dashboard.ingest.network_toml import About
from dashboard.ingest.schema import Table
from dashboard.model.entities import Event, Topic
from dashboard.model.facts import Basis
from dashboard.model.network import CITY_COLUMNS, PLACE_COLUMNS, Network

_CITY_TOPICS = ("city", "topic", "fact", "year", "basis", "source", "due")
_PARTICIPATION = ("event", "city", "part", "basis", "fact", "source")


@dataclass(frozen=True, slots=True)
class ParsedTables:
    """Valid parts of a network; each item of `listed` is a city, a topic, a fact and a source."""

    cities: Table
    located: CityCoordinates
    topics: tuple[Topic, ...]
    events: tuple[Event, ...]
    city_topics: Table | None
    listed: Sequence[tuple[str, str, str, str]]
    participation: Table | None
    library: SourceRegistry
    about: About


def build(parts: ParsedTables, *, title: str, version: str, warnings: tuple[str, ...]) -> Network:
    """Build a network from its parts."""
    city_topics = _city_topics(parts)
    participation = _participation(parts)
    sources = parts.library.sources
    return Network(
        version=version,
        title=title,
        tagline=parts.about.tagline,
        cities=_cities(parts, city_topics, participation),
        extra=pd.DataFrame({name: _text(values) for name, values in parts.cities.extra.items()}),
        topics=parts.topics,
        events=parts.events,
        city_topics=city_topics,
        participation=participation,
        sources=MappingProxyType(sources),
        warnings=warnings,
        accessed=max((source.accessed for source in sources.values()), default=None),
        notes=parts.about.notes,
        role_notes=MappingProxyType(parts.about.roles),
        url=parts.about.url,
    )


def _text(values: Sequence[str]) -> pd.Series:
    return pd.Series(values, dtype="str")


def _cities(parts: ParsedTables, city_topics: pd.DataFrame, participation: pd.DataFrame) -> pd.DataFrame:
    """Build the data frame of the cities, with places and counts."""
    table, located = parts.cities, parts.located
    columns: dict[str, pd.Series] = {}
    for name in CITY_COLUMNS:
        if name == "label":
            pairs = zip(table.values("name"), table.values("local_name"), strict=True)
            columns[name] = _text([label(name, local_name) for name, local_name in pairs])
        else:
            columns[name] = _text(table.values(name))
    for name in PLACE_COLUMNS:
        if name in located.texts:
            columns[name] = _text(located.texts[name])
        else:
            columns[name] = pd.Series(getattr(located, name), dtype="float64")
    for name, frame, other in (("topics", city_topics, "topic"), ("events", participation, "event")):
        counts = Counter(city for city, _ in set(zip(frame["city"].tolist(), frame[other].tolist(), strict=True)))
        columns[name] = pd.Series([counts[key] for key in table.values("id")], dtype="int64")
    return pd.DataFrame(columns)


def _city_topics(parts: ParsedTables) -> pd.DataFrame:
    """Build the data frame of the facts, by city and topic; facts from the network's own pages come first."""
    table = parts.city_topics
    rows: list[tuple[str, ...]] = []
    if table is not None:
        rows.extend(zip(*(table.values(name) for name in _CITY_TOPICS), strict=True))
    rows.extend((city, topic, fact, "", str(Basis.STATED), source, "") for city, topic, fact, source in parts.listed)
    cities = {key: row for row, key in enumerate(parts.cities.values("id"))}
    topics = {topic.id: at for at, topic in enumerate(parts.topics)}
    own, sources = _own_publisher(parts.events), parts.library.sources
    rows.sort(key=lambda row: (cities[row[0]], topics[row[1]], sources[row[5]].publisher != own))
    columns = list(zip(*rows, strict=True)) or [()] * len(_CITY_TOPICS)
    frame = {name: _text(list(values)) for name, values in zip(_CITY_TOPICS, columns, strict=True)}
    for name in ("year", "due"):
        values = columns[_CITY_TOPICS.index(name)]
        frame[name] = pd.Series([int(year) if year else None for year in values], dtype="Int64")
    return pd.DataFrame(frame)


def _own_publisher(events: Sequence[Event]) -> str | None:
    """Return the publisher of most events, which is taken for the network itself."""
    publishers = Counter(event.source.publisher for event in events if event.source is not None)
    return publishers.most_common(1)[0][0] if publishers else None


def _participation(parts: ParsedTables) -> pd.DataFrame:
    table = parts.participation
    names = ("event", "city", "role", "basis", "fact", "source")
    return pd.DataFrame(
        {
            name: _text([] if table is None else table.values(column))
            for name, column in zip(_PARTICIPATION, names, strict=True)
        }
    )
