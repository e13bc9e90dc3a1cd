"""Recommend similar cities ("peers") with reasons, and cities with experience in a topic.

The score is a weighted sum of three parts between 0 and 1; `WEIGHTS` has the weights and docs/recommendations.md the
reasons. Stated facts count more than implied or derived ones. Shared facts are symmetric; the score is not, because two
cities learn different things from each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
import numpy.typing as npt

from dashboard.model.entities import Event, Role, Topic
from dashboard.model.facts import Basis
from dashboard.model.network import Network, derived

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

WEIGHTS: Mapping[str, float] = {"shared": 0.45, "learn": 0.45, "unmet": 0.10}
"""Weight of each part of the score; the sum is 1."""
DOUBT: Mapping[Basis, float] = {Basis.STATED: 0.5, Basis.IMPLIED: 0.75, Basis.DERIVED: 0.875}
"""Factor by which one more fact reduces the doubt, by basis: two implied facts are about as strong as a stated one."""
DIGITS = 2
"""Digits to which scores are rounded; smaller differences carry no evidence."""
MAX_PEERS = 5
"""Maximum number of peers of a city."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A topic in which both cities have facts; `cities` counts all cities with facts in it or its subtopics."""

    topic: Topic
    cities: int


@dataclass(frozen=True, slots=True)
class LearningOpportunity:
    """A topic in which the other city has facts, and this one has none, also not in its subtopics."""

    topic: Topic
    facts: int
    basis: Basis
    """The strongest basis of these facts."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An event with both cities on record; `basis` is the weaker of the two."""

    event: Event
    basis: Basis


@dataclass(frozen=True, slots=True)
class Peer:
    """A recommended city with the reasons.

    Args:
        city: its id.
        score: between 0 and 1; for ranking only.
        parts: unweighted parts of the score by the keys of `WEIGHTS`, each between 0 and 1.
        role: its role, or None.
        shared: the rarest topic first.
        lessons: the topic with the most to learn first.
        meetings: by date; None if the network has no events on record.
    """

    city: str
    score: float
    parts: Mapping[str, float]
    role: Role | None
    shared: tuple[Shared, ...]
    lessons: tuple[LearningOpportunity, ...]
    meetings: tuple[Meeting, ...] | None


@dataclass(frozen=True, slots=True)
class Expert:
    """A city with experience in a topic: number of facts by basis, year of the newest fact, role.

    `newest` is None if all facts are undated.
    """

    city: str
    counts: Mapping[Basis, int]
    newest: int | None
    role: Role | None

    @property
    def facts(self) -> int:
        """The number of all facts."""
        return sum(self.counts.values())

    @property
    def basis(self) -> Basis:
        """The strongest basis of the facts."""
        return next(basis for basis in Basis if self.counts[basis])


class _Columns:
    """Facts of a network as numeric columns, to compare one city with all others at once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.ids = network.cities["id"].to_numpy(dtype=str)
        roles = {str(role): rank for rank, role in enumerate(Role)}
        self.role_rank = np.array([roles.get(role, len(roles)) for role in network.cities["role"]], dtype=np.intp)
        table, rows, bases = network.city_topics, network.row_by_city_id, list(Basis)
        of_city = np.array([rows[city] for city in table["city"]], dtype=np.intp)
        of_basis = np.array([bases.index(Basis(basis)) for basis in table["basis"]], dtype=np.intp)
        years = _years(network)
        self.newest = np.zeros(len(network), dtype=np.intp)
        """Year of the newest fact of each city; 0 if all are undated."""
        np.maximum.at(self.newest, of_city, years)
        self.facts: dict[str, tuple[Rows, Rows, Rows]] = {}
        """By topic, without subtopics: rows of cities, number of facts (one column per basis), newest year or 0."""
        for topic, places in table.groupby("topic", sort=False).indices.items():
            found, which = np.unique(of_city[places], return_inverse=True)
            counts = np.zeros((len(found), len(bases)), dtype=np.intp)
            np.add.at(counts, (which, of_basis[places]), 1)
            newest = np.zeros(len(found), dtype=np.intp)
            np.maximum.at(newest, which, years[places])
            self.facts[str(topic)] = found, counts, newest
        self._ranked: dict[str, tuple[Rows, Rows, Rows]] = {}
        self.events: dict[str, dict[int, Basis]] = {}
        """By event: rows of the cities on record, with their strongest basis."""
        parts = network.participation
        for event, city, basis in zip(parts["event"], parts["city"], parts["basis"], strict=True):
            here = self.events.setdefault(str(event), {})
            now, row = Basis(str(basis)), rows[city]
            here[row] = min(here.get(row, now), now, key=bases.index)

    @cached_property
    def descendants(self) -> Mapping[str, frozenset[str]]:
        """Topics with facts, each with all its subtopics."""
        return {topic: self.network.with_descendants(topic) for topic in self.facts}

    @cached_property
    def cities(self) -> Mapping[str, int]:
        """Number of cities with facts in a topic or its subtopics."""
        return {topic: len(self.with_descendants(topic)[0]) for topic in self.facts}

    def with_descendants(self, topic: str) -> tuple[Rows, Rows, Rows]:
        """Return the same arrays as `facts`, including subtopics."""
        counts = np.zeros((len(self.network), len(Basis)), dtype=np.intp)
        newest = np.zeros(len(self.network), dtype=np.intp)
        for one in self.network.with_descendants(topic):
            if one in self.facts:
                rows, here, years = self.facts[one]
                counts[rows] += here
                newest[rows] = np.maximum(newest[rows], years)
        rows = np.flatnonzero(counts.any(axis=1))
        return rows, counts[rows], newest[rows]

    def ranked(self, topic: str) -> tuple[Rows, Rows, Rows]:
        """Return `with_descendants` sorted by evidence, the most first; cached per topic."""
        if topic not in self._ranked:
            rows, counts, newest = self.with_descendants(topic)
            last, *others = self.ids[rows], self.role_rank[rows], -newest, *(-counts.T[::-1])
            order = np.lexsort((last, *others))
            self._ranked[topic] = rows[order], counts[order], newest[order]
        return self._ranked[topic]

    def rarity(self, topic: str) -> float:
        """Return the inverse document frequency of a topic: 1 if one city works on it, near 0 if all do."""
        return log((1 + len(self.network)) / self.cities[topic]) / log(1 + len(self.network))


def _years(network: Network) -> Rows:
    """Return the year of each fact (see `Fact.dated`); 0 if undated."""
    table = network.city_topics
    published = {key: int(source.published[:4] or 0) for key, source in network.sources.items()}
    of_source = np.array([published[source] for source in table["source"]], dtype=np.intp)
    return np.where(table["year"].isna(), of_source, table["year"].to_numpy(dtype=np.intp, na_value=0))


def _strength(counts: Rows) -> Floats:
    """Return the strength of facts, 0 to 1, by number and basis; `counts` has one column per basis."""
    return np.asarray(1 - np.prod(np.array([DOUBT[basis] for basis in Basis]) ** counts, axis=1), dtype=float)


@derived
def _columns(network: Network) -> _Columns:
    return _Columns(network)


def peers(network: Network, city_id: str, *, most: int = MAX_PEERS) -> tuple[Peer, ...]:
    """Rank the peers of a city, the best first.

    Ties of the rounded score are resolved by newest fact, role and id. Omits cities without a shared topic, a topic to
    learn or a common event.
    """
    columns = _columns(network)
    row = network.row_by_city_id[city_id]
    parts = _parts(columns, row)
    score = _scores(parts)
    speaks = sum((part for name, part in parts.items() if name != "unmet"), np.zeros(len(network))) > 0
    for here in columns.events.values():
        if row in here:
            speaks[list(here)] = True
    speaks[row] = False
    found = np.flatnonzero(speaks)
    if len(found) > most:
        found = found[score[found] >= np.partition(score[found], -most)[-most]]
    order = np.lexsort((columns.ids[found], columns.role_rank[found], -columns.newest[found], -score[found]))
    best = found[order][:most].tolist()
    return tuple(_peer(columns, row, other, parts, float(score[other])) for other in best)


def peer(network: Network, city_id: str, other_id: str) -> Peer:
    """Return the comparison of a city with any other city."""
    columns = _columns(network)
    row, other = network.row_by_city_id[city_id], network.row_by_city_id[other_id]
    parts = _parts(columns, row)
    return _peer(columns, row, other, parts, float(_scores(parts)[other]))


def experts(
    network: Network, topic_id: str, *, learner: str = "", most: int | None = None
) -> tuple[tuple[Expert, ...], int]:
    """Rank the cities with experience in a topic or its subtopics, the most evidence first.

    Sort keys: number of stated facts, implied facts, derived facts, newest fact, role, id.

    Args:
        network: the network.
        topic_id: the topic.
        learner: id of a city to exclude.
        most: maximum length of the list.

    Returns:
        The list, and the number of all cities.
    """
    columns = _columns(network)
    every, counts, newest = columns.ranked(topic_id)
    kept = np.flatnonzero(every != network.row_by_city_id.get(learner, -1))
    found = tuple(
        Expert(
            str(columns.ids[every[place]]),
            dict(zip(Basis, counts[place].tolist(), strict=True)),
            int(newest[place]) or None,
            _role(network, int(every[place])),
        )
        for place in kept[:most]
    )
    return found, len(kept)


def missing_topics(network: Network, city_id: str) -> tuple[Topic, ...]:
    """List topics with facts of other cities, but none of this city, also not in subtopics; in file order."""
    columns = _columns(network)
    own = {topic.id for topic in network.topics_of(city_id)}
    return tuple(
        topic for topic in network.topics if topic.id in columns.facts and not own & columns.descendants[topic.id]
    )


def _role(network: Network, row: int) -> Role | None:
    role = str(network.cities["role"].iat[row])
    return Role(role) if role else None


def _parts(columns: _Columns, row: int) -> dict[str, Floats]:
    """Return the parts of the score of all cities for one city, by the keys of `WEIGHTS`."""
    network = columns.network
    count = len(network)
    city_id = str(columns.ids[row])
    own = {topic.id for topic in network.topics_of(city_id)}
    missing = {topic.id for topic in missing_topics(network, city_id)}
    shared, learn = np.zeros(count), np.zeros(count)
    for topic, (rows, counts, _newest) in columns.facts.items():
        if topic in own:
            shared[rows] += columns.rarity(topic) * _strength(counts)
        elif topic in missing:
            learn[rows] += columns.rarity(topic) * _strength(counts)
    shared /= sum(map(columns.rarity, sorted(own))) or 1.0
    learn /= sum(map(columns.rarity, sorted(missing))) or 1.0
    unmet = np.full(count, 1.0 if columns.events else 0.0)
    for here in columns.events.values():
        if row in here:
            unmet[list(here)] = 0.0
    return {"shared": shared, "learn": learn, "unmet": unmet}


def _scores(parts: Mapping[str, Floats]) -> Floats:
    """Return the rounded scores of all cities."""
    weighted = np.array([WEIGHTS[name] * part for name, part in parts.items()], dtype=float)
    return np.asarray(np.round(weighted.sum(axis=0), DIGITS), dtype=float)


def _peer(columns: _Columns, row: int, other: int, parts: Mapping[str, Floats], score: float) -> Peer:
    network = columns.network
    city, peer_id = str(columns.ids[row]), str(columns.ids[other])
    order = list(Basis).index
    own = {topic.id for topic in network.topics_of(city)}
    theirs = network.topics_of(peer_id)
    missing = {topic.id for topic in missing_topics(network, city)}
    both = [Shared(topic, columns.cities[topic.id]) for topic in theirs if topic.id in own]
    new = [_lesson(network, peer_id, topic) for topic in theirs if topic.id in missing]
    meetings = [
        Meeting(event, max(here[row], here[other], key=order))
        for event in network.events
        if row in (here := columns.events.get(event.id, {})) and other in here
    ]
    return Peer(
        city=peer_id,
        score=score,
        parts={name: float(part[other]) for name, part in parts.items()},
        role=_role(network, other),
        shared=tuple(sorted(both, key=lambda shared: shared.cities)),
        lessons=tuple(sorted(new, key=lambda one: (order(one.basis), -columns.rarity(one.topic.id) * one.facts))),
        meetings=tuple(meetings) if columns.events else None,
    )


def _lesson(network: Network, city_id: str, topic: Topic) -> LearningOpportunity:
    facts = network.facts(city_id, topic.id)
    return LearningOpportunity(topic, len(facts), min((fact.basis for fact in facts), key=list(Basis).index))
