"""Peers: which cities are worth talking to for one city, why, and who has experience in a topic.

The score of a city seen from another is the sum of three parts, each between 0 and 1, times its weight in `WEIGHTS`
(docs/recommendations.md says why). It weighs evidence: what a page states counts more than what is implied or derived.
Facts that two cities share are the same from both sides; the score is not: what one can learn from the other is not
what the other can learn from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
import numpy.typing as npt

from dashboard.model.network import Basis, Event, Network, Role, Topic, derived

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

WEIGHTS: Mapping[str, float] = {"shared": 0.45, "learn": 0.45, "unmet": 0.10}
"""What each part of the score weighs; together 1."""
DOUBT: Mapping[Basis, float] = {Basis.STATED: 0.5, Basis.IMPLIED: 0.75, Basis.DERIVED: 0.875}
"""The share of doubt that one more fact leaves, by its basis: two implied facts weigh about as much as a stated one."""
DIGITS = 2
"""Scores are compared to a hundredth: what lies closer is no difference in evidence."""
MAX_PEERS = 5
"""Peers of a city."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A topic both cities have facts in; `cities` is the number of all cities that work on it or on a part of it."""

    topic: Topic
    cities: int


@dataclass(frozen=True, slots=True)
class LearningOpportunity:
    """A topic the other city has facts in, and this one has none, nor in a part of it."""

    topic: Topic
    facts: int
    basis: Basis
    """The firmest basis of these facts."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An event both cities are on record at; `basis` is the weaker of the two records."""

    event: Event
    basis: Basis


@dataclass(frozen=True, slots=True)
class Peer:
    """A city worth talking to, with the reasons.

    Args:
        city: its id.
        score: between 0 and 1; only good for an order.
        parts: the parts of the score by the keys of `WEIGHTS`, each between 0 and 1, before they are weighed.
        role: its role, or None.
        shared: the rarest topic first.
        lessons: the topic with most to learn first.
        meetings: by date; None where the network has no events on record, so that nothing is said of meeting.
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
    """A city with experience in a topic: the number of its facts there by their basis, the newest year, its role.

    `newest` is the year of the newest fact, or None where all are undated.
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
        """The firmest basis of the facts."""
        return next(basis for basis in Basis if self.counts[basis])


class _Columns:
    """The facts of one network as columns of numbers, so that one city is compared with all others at once."""

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
        """Year of the newest fact of each city, 0 where all are undated."""
        np.maximum.at(self.newest, of_city, years)
        self.facts: dict[str, tuple[Rows, Rows, Rows]] = {}
        """Of each topic itself: rows of its cities, their facts (one column per basis), the year of the newest or 0."""
        for topic, places in table.groupby("topic", sort=False).indices.items():
            found, which = np.unique(of_city[places], return_inverse=True)
            counts = np.zeros((len(found), len(bases)), dtype=np.intp)
            np.add.at(counts, (which, of_basis[places]), 1)
            newest = np.zeros(len(found), dtype=np.intp)
            np.maximum.at(newest, which, years[places])
            self.facts[str(topic)] = found, counts, newest
        self._ranked: dict[str, tuple[Rows, Rows, Rows]] = {}
        self.events: dict[str, dict[int, Basis]] = {}
        """Rows of the cities on record at an event, each with the firmest basis of its records."""
        parts = network.participation
        for event, city, basis in zip(parts["event"], parts["city"], parts["basis"], strict=True):
            here = self.events.setdefault(str(event), {})
            now, row = Basis(str(basis)), rows[city]
            here[row] = min(here.get(row, now), now, key=bases.index)

    @cached_property
    def descendants(self) -> Mapping[str, frozenset[str]]:
        """Each topic with facts, with all topics below it."""
        return {topic: self.network.with_descendants(topic) for topic in self.facts}

    @cached_property
    def cities(self) -> Mapping[str, int]:
        """How many cities work on a topic or on a part of it."""
        return {topic: len(self.with_descendants(topic)[0]) for topic in self.facts}

    def with_descendants(self, topic: str) -> tuple[Rows, Rows, Rows]:
        """Return what `facts` holds, for the facts in a topic or below it."""
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
        """Return what `with_descendants` does, the cities with most evidence first; made once for each topic."""
        if topic not in self._ranked:
            rows, counts, newest = self.with_descendants(topic)
            last, *others = self.ids[rows], self.role_rank[rows], -newest, *(-counts.T[::-1])
            order = np.lexsort((last, *others))
            self._ranked[topic] = rows[order], counts[order], newest[order]
        return self._ranked[topic]

    def rarity(self, topic: str) -> float:
        """Weigh a topic: 1 where one city alone works on it, near 0 where all do (inverse document frequency)."""
        return log((1 + len(self.network)) / self.cities[topic]) / log(1 + len(self.network))


def _years(network: Network) -> Rows:
    """Return the year of each fact (see `Fact.dated`), 0 where it is undated."""
    table = network.city_topics
    published = {key: int(source.published[:4] or 0) for key, source in network.sources.items()}
    of_source = np.array([published[source] for source in table["source"]], dtype=np.intp)
    return np.where(table["year"].isna(), of_source, table["year"].to_numpy(dtype=np.intp, na_value=0))


def _strength(counts: Rows) -> Floats:
    """Weigh facts by their number and basis, between 0 and 1; `counts` has one column per basis."""
    return np.asarray(1 - np.prod(np.array([DOUBT[basis] for basis in Basis]) ** counts, axis=1), dtype=float)


@derived
def _columns(network: Network) -> _Columns:
    return _Columns(network)


def peers(network: Network, city_id: str, *, most: int = MAX_PEERS) -> tuple[Peer, ...]:
    """Rank the cities worth talking to for one city, the best first.

    The score weighs the evidence. Where scores are equal to a hundredth, the city with the newest fact comes first,
    then the one with the more experienced role, then the id decides. A city without a topic shared or to learn, and
    without a common meeting, is left out.
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
    """Compare one city with another, whatever its rank."""
    columns = _columns(network)
    row, other = network.row_by_city_id[city_id], network.row_by_city_id[other_id]
    parts = _parts(columns, row)
    return _peer(columns, row, other, parts, float(_scores(parts)[other]))


def experts(
    network: Network, topic_id: str, *, learner: str = "", most: int | None = None
) -> tuple[tuple[Expert, ...], int]:
    """Rank the cities with experience in a topic or below it, those with most evidence first.

    More stated facts come first, then more implied ones, then more derived ones, then the newest fact, then the more
    experienced role, then the id.

    Args:
        learner: the city that wants to learn, left out.
        most: length of the list.

    Returns:
        The list, and how many cities there are in all.
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
    """List the topics others have facts in, and one city has none, nor in a part of it, in the order of the file."""
    columns = _columns(network)
    own = {topic.id for topic in network.topics_of(city_id)}
    return tuple(
        topic for topic in network.topics if topic.id in columns.facts and not own & columns.descendants[topic.id]
    )


def _role(network: Network, row: int) -> Role | None:
    role = str(network.cities["role"].iat[row])
    return Role(role) if role else None


def _parts(columns: _Columns, row: int) -> dict[str, Floats]:
    """Return the parts of the score of all cities seen from one, by the keys of `WEIGHTS`."""
    network = columns.network
    count = len(network)
    city_id = str(columns.ids[row])
    own = {topic.id for topic in network.topics_of(city_id)}
    lacked = {topic.id for topic in missing_topics(network, city_id)}
    shared, learn = np.zeros(count), np.zeros(count)
    for topic, (rows, counts, _newest) in columns.facts.items():
        if topic in own:
            shared[rows] += columns.rarity(topic) * _strength(counts)
        elif topic in lacked:
            learn[rows] += columns.rarity(topic) * _strength(counts)
    shared /= sum(map(columns.rarity, sorted(own))) or 1.0
    learn /= sum(map(columns.rarity, sorted(lacked))) or 1.0
    unmet = np.full(count, 1.0 if columns.events else 0.0)
    for here in columns.events.values():
        if row in here:
            unmet[list(here)] = 0.0
    return {"shared": shared, "learn": learn, "unmet": unmet}


def _scores(parts: Mapping[str, Floats]) -> Floats:
    """Return the scores of all cities, rounded as they are compared."""
    weighed = np.array([WEIGHTS[name] * part for name, part in parts.items()], dtype=float)
    return np.asarray(np.round(weighed.sum(axis=0), DIGITS), dtype=float)


def _peer(columns: _Columns, row: int, other: int, parts: Mapping[str, Floats], score: float) -> Peer:
    network = columns.network
    city, peer_id = str(columns.ids[row]), str(columns.ids[other])
    order = list(Basis).index
    own = {topic.id for topic in network.topics_of(city)}
    theirs = network.topics_of(peer_id)
    lacked = {topic.id for topic in missing_topics(network, city)}
    both = [Shared(topic, columns.cities[topic.id]) for topic in theirs if topic.id in own]
    new = [_lesson(network, peer_id, topic) for topic in theirs if topic.id in lacked]
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
