"""What the network does not know yet, or knows from weak ground: the list a secretariat works through.

All gaps are of the cities that a state selects. "Few" is relative, so that it means something in any network:

- a topic has few cities where fewer than a third of the selected cities have a fact in it or in a topic below it;
- a city has few topics where it has at most three quarters of what a city of the whole network has at the median;
- a fact is old where the year in which it was true, else published, lies more than five years before this year; a part
  in an event is as old as the event. When a page was read does not count;
- a plan has expired where the year by which it was to be reached has passed.
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

from dashboard.model.network import Basis, Fact, Network, ParticipationRole, SourceKind
from dashboard.query.selection import Mask, facet_index, select, sort_order
from dashboard.query.state import State

OLD_AFTER_YEARS = 5
FEW_CITIES_SHARE = 1 / 3
FEW_TOPICS_SHARE = 0.75
MAX_ROWS = 100
"""Rows that are listed of one kind; the count is always of all."""
NO_YEAR = -1


class Kind(StrEnum):
    """What can be missing or weak, in the order to be shown."""

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
    """One line of the list: a topic, a city, or a fact with the cities that share it word for word.

    Args:
        cities: ids; of a topic, those that do have a fact in it.
        topic, event: id of what the fact is about, "" where it is about something else.
        part: what the cities did at `event`.
        count: of a topic its cities, of a city its topics; of a fact its cities.
        dated: of a fact the year in which it was true, else published; None where neither is known.
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
    """All of one kind.

    Args:
        count: of topics, cities or facts; a fact counts once for each city.
        rows: the first `MAX_ROWS`, in the order of the table; equal facts of several cities stand in one row.
        total: number of all rows.
        limit: the number that draws the line: cities a topic must have, topics a city must have, the first year that is
            not old, the first year whose plans have not expired; None where there is no such line.
    """

    kind: Kind
    count: int
    rows: tuple[Row, ...]
    total: int
    limit: int | None = None


def this_year() -> int:
    """Return the year on the day of serving, in UTC."""
    return datetime.now(UTC).year


def quality_issues(network: Network, state: State, *, year: int | None = None) -> Mapping[Kind, QualityIssue]:
    """List the gaps of the cities that a resolved state selects; kinds that the network cannot have are left out.

    Args:
        year: the year from which ages are counted, by default this one.
    """
    year = this_year() if year is None else year
    matching = select(network, state)
    rows = [int(row) for row in sort_order(network, state) if matching[row]]
    found: dict[Kind, QualityIssue] = {}
    if network.topics:
        found[Kind.FEW_CITIES] = _few_cities(network, matching)
    if network.events:
        found[Kind.NO_EVENT] = _cities(network, Kind.NO_EVENT, rows, "events", most=0)
    if network.topics:
        most = int(np.median(network.cities["topics"].to_numpy()) * FEW_TOPICS_SHARE) if len(network) else 0
        found[Kind.FEW_TOPICS] = _cities(network, Kind.FEW_TOPICS, rows, "topics", most=most)
    said = _statements(network, rows)
    if len(network.city_topics) or len(network.participation):
        dated, fresh = said["dated"] != NO_YEAR, year - OLD_AFTER_YEARS
        found[Kind.OLD] = _facts(network, Kind.OLD, said[dated & (said["dated"] < fresh)], limit=fresh)
        found[Kind.UNDATED] = _facts(network, Kind.UNDATED, said[~dated])
    if bool((_years(network.city_topics, "due") != NO_YEAR).any()):
        expired = said[(said["due"] != NO_YEAR) & (said["due"] < year)]
        found[Kind.EXPIRED] = _facts(network, Kind.EXPIRED, expired, limit=year)
    weak = [source.id for source in network.sources.values() if source.kind is SourceKind.SECONDARY]
    found[Kind.SECONDARY] = _facts(network, Kind.SECONDARY, said[said["source"].isin(weak)])
    found[Kind.UNSURE] = _facts(network, Kind.UNSURE, said[said["basis"] != str(Basis.STATED)])
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
    """List the cities that have at most so many topics or events, those with fewest first."""
    numbers, ids = network.cities[column].to_numpy(), network.cities["id"]
    few = sorted((row for row in rows if numbers[row] <= most), key=lambda row: int(numbers[row]))
    shown = tuple(Row((str(ids.iat[row]),), int(numbers[row])) for row in few[:MAX_ROWS])
    return QualityIssue(kind, len(few), shown, len(few), limit=most + 1)


def _statements(network: Network, rows: list[int]) -> pd.DataFrame:
    """Put the facts of some cities from both tables into one, by city in the order of the list.

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


def _facts(network: Network, kind: Kind, said: pd.DataFrame, *, limit: int | None = None) -> QualityIssue:
    """Put facts that say the same of several cities into one row."""
    together: dict[tuple[Any, ...], dict[str, None]] = {}
    names = ("city", "topic", "event", "part", "text", "basis", "source", "year", "due", "dated")
    for city, *same in zip(*(said[name].tolist() for name in names), strict=True):
        together.setdefault(tuple(same), {})[city] = None
    rows = []
    for (topic, event, part, text, basis, source, *years), cities in islice(together.items(), MAX_ROWS):
        year, due, dated = (None if one == NO_YEAR else one for one in years)
        fact = Fact(text, Basis(basis), network.sources[source], year, due)
        shown = tuple(islice(cities, MAX_ROWS))
        rows.append(Row(shown, len(cities), topic, event, ParticipationRole(part) if part else None, fact, dated))
    return QualityIssue(kind, len(said), tuple(rows), len(together), limit=limit)
