"""Find missing and weak data of the selected cities: the to-do list of a secretariat.

"Few" is relative, so that it works for any network:

- a topic has few cities if fewer than a third of the selected cities have a fact in it or its subtopics;
- a city has few topics if it has at most three quarters of the median of the whole network;
- a fact is old if the year in which it was true, else published, is more than five years ago; participation is as old
  as its event. The access date of a page does not count;
- a plan is expired if its due year has passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.model.entities import ParticipationRole
from dashboard.model.facts import Basis, Fact, SourceKind
from dashboard.model.network import Network
from dashboard.query.facets import Mask, facet_index
from dashboard.query.selection import Selection

OLD_AFTER_YEARS = 5
FEW_CITIES_SHARE = 1 / 3
FEW_TOPICS_SHARE = 0.75
MAX_ROWS = 100
"""Limit of listed rows per kind; the count includes all."""
NO_YEAR = -1


class Kind(StrEnum):
    """Kinds of issues, in display order."""

    FEW_CITIES = "few-cities"
    NO_EVENT = "no-event"
    FEW_TOPICS = "few-topics"
    OLD = "old"
    UNDATED = "undated"
    EXPIRED = "expired"
    SECONDARY = "secondary"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list: a topic, a city, or a fact with the cities that share the same text.

    Args:
        cities: ids; for a topic, the cities with a fact in it.
        topic, event: id of the subject of the fact, or "".
        part: role of the cities at `event`.
        count: number of cities of a topic or fact, or number of topics of a city.
        dated: year in which the fact was true, else published; None if unknown.
    """

    cities: tuple[str, ...]
    count: int
    topic: str = ""
    event: str = ""
    part: ParticipationRole | None = None
    fact: Fact | None = None
    dated: int | None = None


@dataclass(frozen=True, slots=True)
class QualityIssue:
    """All issues of one kind.

    Args:
        count: number of topics, cities or facts; a fact counts once per city.
        rows: the first `MAX_ROWS`, in table order; equal facts of several cities share one row.
        total: number of all rows.
        limit: the threshold: minimum number of cities or topics, first year that is not old or not expired; or None.
    """

    kind: Kind
    count: int
    rows: tuple[Row, ...]
    total: int
    limit: int | None = None


def this_year() -> int:
    """Return the current year in UTC."""
    return datetime.now(UTC).year


def quality_issues(selection: Selection, *, year: int | None = None) -> Mapping[Kind, QualityIssue]:
    """List the issues of the selected cities; omits kinds that do not apply to the network.

    Args:
        network: the network.
        state: a state without unknown values (see `drop_unknown`).
        year: the year for computing ages; default: the current year.
    """
    network = selection.network
    year = this_year() if year is None else year
    matching = selection.mask
    rows = [int(row) for row in selection.order if matching[row]]
    found: dict[Kind, QualityIssue] = {}
    if network.topics:
        found[Kind.FEW_CITIES] = _few_cities(network, matching)
    if network.events:
        found[Kind.NO_EVENT] = _cities(network, Kind.NO_EVENT, rows, "events", most=0)
    if network.topics:
        most = int(np.median(network.cities["topics"].to_numpy()) * FEW_TOPICS_SHARE) if len(network) else 0
        found[Kind.FEW_TOPICS] = _cities(network, Kind.FEW_TOPICS, rows, "topics", most=most)
    facts = _statements(network, rows)
    if len(network.city_topics) or len(network.participation):
        dated, fresh = facts["dated"] != NO_YEAR, year - OLD_AFTER_YEARS
        found[Kind.OLD] = _facts(network, Kind.OLD, facts[dated & (facts["dated"] < fresh)], limit=fresh)
        found[Kind.UNDATED] = _facts(network, Kind.UNDATED, facts[~dated])
    if bool((_years(network.city_topics, "due") != NO_YEAR).any()):
        expired = facts[(facts["due"] != NO_YEAR) & (facts["due"] < year)]
        found[Kind.EXPIRED] = _facts(network, Kind.EXPIRED, expired, limit=year)
    weak = [source.id for source in network.sources.values() if source.kind is SourceKind.SECONDARY]
    found[Kind.SECONDARY] = _facts(network, Kind.SECONDARY, facts[facts["source"].isin(weak)])
    found[Kind.UNSURE] = _facts(network, Kind.UNSURE, facts[facts["basis"] != str(Basis.STATED)])
    return found


def _few_cities(network: Network, matching: Mask) -> QualityIssue:
    wanted = int(np.ceil(np.count_nonzero(matching) * FEW_CITIES_SHARE))
    rows = []
    for topic in network.topics:
        having = np.flatnonzero(matching & facet_index(network).mask("topic", topic.id))
        if len(having) < wanted:
            cities = tuple(str(network.cities["id"].iat[int(row)]) for row in having[:MAX_ROWS])
            rows.append(Row(cities, len(having), topic=topic.id))
    rows.sort(key=lambda row: row.count)
    return QualityIssue(Kind.FEW_CITIES, len(rows), tuple(rows[:MAX_ROWS]), len(rows), limit=wanted)


def _cities(network: Network, kind: Kind, rows: list[int], column: str, *, most: int) -> QualityIssue:
    """List the cities with at most `most` topics or events, lowest first."""
    numbers, ids = network.cities[column].to_numpy(), network.cities["id"]
    few = sorted((row for row in rows if numbers[row] <= most), key=lambda row: int(numbers[row]))
    visible = tuple(Row((str(ids.iat[row]),), int(numbers[row])) for row in few[:MAX_ROWS])
    return QualityIssue(kind, len(few), visible, len(few), limit=most + 1)


def _statements(network: Network, rows: list[int]) -> pd.DataFrame:
    """Combine the facts of the given cities from both tables, in the order of the cities.

    Returns:
        Columns city, topic, event, part, text, basis, source (text, "" for none); year, due and dated (int, `NO_YEAR`
        for none).
    """
    position = pd.Series(range(len(rows)), index=network.cities["id"].iloc[rows].tolist(), dtype="int64")
    facts, parts = network.city_topics, network.participation
    texts = {
        name: [*_texts(facts, of_fact), *_texts(parts, of_part)]
        for name, of_fact, of_part in (
            ("city", "city", "city"),
            ("topic", "topic", ""),
            ("event", "", "event"),
            ("part", "", "part"),
            ("text", "fact", "fact"),
            ("basis", "basis", "basis"),
            ("source", "source", "source"),
        )
    }
    table = pd.DataFrame(texts, dtype="str")
    for name in ("year", "due"):
        table[name] = np.concatenate([_years(facts, name), _years(parts, name)])
    held = {event.id: int(event.start[:4]) for event in network.events}
    published = {source.id: int(source.published[:4] or NO_YEAR) for source in network.sources.values()}
    true_in = table["year"].where(table["year"] != NO_YEAR, table["event"].map(held).fillna(NO_YEAR))
    table["dated"] = true_in.where(true_in != NO_YEAR, table["source"].map(published).fillna(NO_YEAR)).astype("int64")
    table["place"] = table["city"].map(position)
    return table[table["place"].notna()].sort_values("place", kind="stable")


def _texts(table: pd.DataFrame, column: str) -> list[str]:
    return table[column].tolist() if column and len(table) else [""] * len(table)


def _years(table: pd.DataFrame, column: str) -> npt.NDArray[np.int64]:
    if column not in table.columns:
        return np.full(len(table), NO_YEAR, dtype=np.int64)
    return table[column].fillna(NO_YEAR).to_numpy(dtype=np.int64)


def _facts(network: Network, kind: Kind, facts: pd.DataFrame, *, limit: int | None = None) -> QualityIssue:
    """Merge equal facts of several cities into one row."""
    cities_by_fact: dict[tuple[Any, ...], dict[str, None]] = {}
    names = ("city", "topic", "event", "part", "text", "basis", "source", "year", "due", "dated")
    for city, *same in zip(*(facts[name].tolist() for name in names), strict=True):
        cities_by_fact.setdefault(tuple(same), {})[city] = None
    rows = []
    for (topic, event, part, text, basis, source, *years), cities in islice(cities_by_fact.items(), MAX_ROWS):
        year, due, dated = (None if one == NO_YEAR else one for one in years)
        fact = Fact(text, Basis(basis), network.sources[source], year, due)
        visible = tuple(islice(cities, MAX_ROWS))
        rows.append(Row(visible, len(cities), topic, event, ParticipationRole(part) if part else None, fact, dated))
    return QualityIssue(kind, len(facts), tuple(rows), len(cities_by_fact), limit=limit)
