"""Peers: which cities are worth talking to for one city, why, and who has experience in a topic.

The score of a city seen from another is the sum of five parts, each between 0 and 1, times its weight in `WEIGHTS`
(docs/peers.md says why). Facts that two cities share are the same from both sides; the score is not: what one can learn
from the other is not what the other can learn from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

import numpy as np
import numpy.typing as npt

from dashboard.network.model import Basis, Event, Network, Role, Topic

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

WEIGHTS: Mapping[str, float] = {"shared": 0.35, "learn": 0.35, "experience": 0.10, "size": 0.10, "unmet": 0.10}
"""What each part of the score weighs; together 1."""
EXPERIENCE: Mapping[str, float] = {Role.LIGHTHOUSE: 1.0, Role.FOLLOWER: 0.5, Role.MEMBER: 0.0}
"""How much experience a role stands for: lighthouse cities try first, followers repeat, members watch."""
SIMILAR = 2.0
"""Up to this factor between their populations two cities are of similar size."""
MOST = 5
"""Peers of a city."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A topic both cities have facts in; `cities` is the number of all cities that work on it or on a part of it."""

    topic: Topic
    cities: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """A topic the other city has facts in, and this one has none, nor in a part of it."""

    topic: Topic
    facts: int


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
        populations: of this and the other city where they are of similar size, else None.
        meetings: by date; None where the network has no events on record, so that nothing is said of meeting.
    """

    city: str
    score: float
    parts: Mapping[str, float]
    role: Role | None
    shared: tuple[Shared, ...]
    lessons: tuple[Lesson, ...]
    populations: tuple[int, int] | None
    meetings: tuple[Meeting, ...] | None


@dataclass(frozen=True, slots=True)
class Teacher:
    """A city with experience in a topic: the number of its facts there, and its role."""

    city: str
    facts: int
    role: Role | None


class _Columns:
    """The facts of one network as columns of numbers, so that one city is held against all others at once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        count = len(network)
        self.ids = network.cities["id"].to_numpy(dtype=str)
        self.experience = np.array([EXPERIENCE.get(role, 0.0) for role in network.cities["role"]], dtype=float)
        self.population = network.cities["population"].to_numpy(dtype=float)
        self.facts: dict[str, tuple[Rows, Rows]] = {}
        """Rows of the cities with facts in a topic itself, and the number of their facts."""
        rows = network.rows
        for topic, group in network.city_topics.groupby("topic", sort=False)["city"]:
            found = np.fromiter((rows[city] for city in group), dtype=np.intp, count=len(group))
            numbers = np.bincount(found, minlength=count)
            self.facts[str(topic)] = (np.flatnonzero(numbers), numbers[np.flatnonzero(numbers)])
        self._ranked: dict[str, tuple[Rows, Rows]] = {}
        self.events: dict[str, dict[int, Basis]] = {}
        """Rows of the cities on record at an event, each with the firmest basis of its records."""
        order = list(Basis)
        table = network.participation
        for event, city, basis in zip(table["event"], table["city"], table["basis"], strict=True):
            here = self.events.setdefault(str(event), {})
            now, row = Basis(str(basis)), rows[city]
            here[row] = min(here.get(row, now), now, key=order.index)

    @cached_property
    def families(self) -> Mapping[str, frozenset[str]]:
        """Each topic with facts, with all topics below it."""
        return {topic: self.network.family(topic) for topic in self.facts}

    @cached_property
    def cities(self) -> Mapping[str, int]:
        """How many cities work on a topic or on a part of it."""
        return {topic: len(self.in_family(topic)[0]) for topic in self.facts}

    def in_family(self, topic: str) -> tuple[Rows, Rows]:
        """Return the rows of the cities with facts in a topic or below it, and the number of their facts."""
        found = [self.facts[one] for one in self.network.family(topic) if one in self.facts]
        numbers = np.zeros(len(self.network), dtype=np.intp)
        for rows, counts in found:
            numbers[rows] += counts
        rows = np.flatnonzero(numbers)
        return rows, numbers[rows]

    def ranked(self, topic: str) -> tuple[Rows, Rows]:
        """Return what `in_family` does, the most experienced cities first; made once for each topic."""
        if topic not in self._ranked:
            rows, counts = self.in_family(topic)
            order = np.lexsort((self.ids[rows], -counts, -self.experience[rows]))
            self._ranked[topic] = rows[order], counts[order]
        return self._ranked[topic]

    def rarity(self, topic: str) -> float:
        """Weigh a topic: 1 where one city alone works on it, near 0 where all do (inverse document frequency)."""
        return log((1 + len(self.network)) / self.cities[topic]) / log(1 + len(self.network))


@lru_cache(maxsize=4)
def _columns(network: Network) -> _Columns:
    return _Columns(network)


def peers(network: Network, city_id: str, *, most: int = MOST) -> tuple[Peer, ...]:
    """Rank the cities worth talking to for one city, the best first; equal scores stand by id.

    A city that nothing speaks for (no topic shared or to learn, no role, no similar size, no meeting) is left out.
    """
    columns = _columns(network)
    row = network.rows[city_id]
    parts = _parts(columns, row)
    score = np.round(sum((WEIGHTS[name] * part for name, part in parts.items()), np.zeros(len(network))), 9)
    speaks = sum((part for name, part in parts.items() if name != "unmet"), np.zeros(len(network))) > 0
    for here in columns.events.values():
        if row in here:
            speaks[list(here)] = True
    speaks[row] = False
    found = np.flatnonzero(speaks)
    if len(found) > most:
        found = found[score[found] >= np.partition(score[found], -most)[-most]]
    best = sorted(found.tolist(), key=lambda other: (-score[other], columns.ids[other]))[:most]
    return tuple(_peer(columns, row, other, parts, float(score[other])) for other in best)


def peer(network: Network, city_id: str, other_id: str) -> Peer:
    """Hold one city against another, whatever its rank."""
    columns = _columns(network)
    row, other = network.rows[city_id], network.rows[other_id]
    parts = _parts(columns, row)
    score = sum(WEIGHTS[name] * float(part[other]) for name, part in parts.items())
    return _peer(columns, row, other, parts, round(score, 9))


def teachers(
    network: Network, topic_id: str, *, learner: str = "", most: int | None = None
) -> tuple[tuple[Teacher, ...], int]:
    """Rank the cities with experience in a topic or below it: by role, then by number of facts, then by id.

    Args:
        learner: the city that wants to learn, left out.
        most: length of the list.

    Returns:
        The list, and how many cities there are in all.
    """
    columns = _columns(network)
    rows, counts = columns.ranked(topic_id)
    kept = rows != network.rows.get(learner, -1)
    rows, counts = rows[kept], counts[kept]
    ranked = zip(rows[:most].tolist(), counts[:most].tolist(), strict=True)
    return tuple(Teacher(str(columns.ids[row]), count, _role(network, row)) for row, count in ranked), len(rows)


def lacking(network: Network, city_id: str) -> tuple[Topic, ...]:
    """List the topics others have facts in, and one city has none, nor in a part of it, in the order of the file."""
    columns = _columns(network)
    own = {topic.id for topic in network.topics_of(city_id)}
    return tuple(
        topic for topic in network.topics if topic.id in columns.facts and not own & columns.families[topic.id]
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
    lacked = {topic.id for topic in lacking(network, city_id)}
    shared, learn = np.zeros(count), np.zeros(count)
    for topic, (rows, counts) in columns.facts.items():
        if topic in own:
            shared[rows] += columns.rarity(topic)
        elif topic in lacked:
            learn[rows] += columns.rarity(topic) * (1 - 0.5**counts)  # a second fact says less than the first
    shared /= sum(map(columns.rarity, sorted(own))) or 1.0
    learn /= sum(map(columns.rarity, sorted(lacked))) or 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(np.log(columns.population / columns.population[row])) / log(SIMILAR)
    size = np.nan_to_num(np.clip(1 - apart, 0, 1), nan=0.0)
    unmet = np.full(count, 1.0 if columns.events else 0.0)
    for here in columns.events.values():
        if row in here:
            unmet[list(here)] = 0.0
    return {
        "shared": shared,
        "learn": learn * (1 + columns.experience) / 2,
        "experience": columns.experience,
        "size": size,
        "unmet": unmet,
    }


def _peer(columns: _Columns, row: int, other: int, parts: Mapping[str, Floats], score: float) -> Peer:
    network = columns.network
    city, peer_id = str(columns.ids[row]), str(columns.ids[other])
    own = {topic.id for topic in network.topics_of(city)}
    theirs = network.topics_of(peer_id)
    lacked = {topic.id for topic in lacking(network, city)}
    both = [Shared(topic, columns.cities[topic.id]) for topic in theirs if topic.id in own]
    new = [Lesson(topic, len(network.facts(peer_id, topic.id))) for topic in theirs if topic.id in lacked]
    populations = (int(columns.population[row]), int(columns.population[other])) if parts["size"][other] > 0 else None
    meetings = [
        Meeting(event, max(here[row], here[other], key=list(Basis).index))
        for event in network.events
        if row in (here := columns.events.get(event.id, {})) and other in here
    ]
    return Peer(
        city=peer_id,
        score=score,
        parts={name: float(part[other]) for name, part in parts.items()},
        role=_role(network, other),
        shared=tuple(sorted(both, key=lambda shared: shared.cities)),
        lessons=tuple(sorted(new, key=lambda lesson: -(columns.rarity(lesson.topic.id) * (1 - 0.5**lesson.facts)))),
        populations=populations,
        meetings=tuple(meetings) if columns.events else None,
    )
