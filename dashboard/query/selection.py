"""Which cities a state selects, what each option of a facet would leave, and what a state names that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from dashboard.model.network import Network, Role, derived
from dashboard.query.search import Searcher
from dashboard.query.state import MAX_COMPARED, State
from dashboard.reference.countries import country_code, country_name
from dashboard.text.normalize import normalize

Mask = npt.NDArray[np.bool_]

FACETS = ("role", "topic", "country", "attended")
"""The facets in the order in which they stand on the page and in the sentence."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a facet, with the number of cities it would leave, given the other filters."""

    value: str
    count: int
    checked: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value in the address that the network does not have; `nearest` is the most similar one it has, or "".

    With the key `compared`, `value` is the number of cities that an address compares beyond `MAX_COMPARED`.
    """

    key: str
    value: str
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A filter that could be dropped, and the number of cities that would then match."""

    key: str
    value: str
    state: State
    count: int


class FacetIndex:
    """Masks over the cities of one network, each made once; columns of `cities` turned into numbers."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._masks: dict[tuple[str, str], Mask] = {}

    @cached_property
    def searcher(self) -> Searcher:
        """The texts of all cities, folded for a search."""
        return Searcher(self.network)

    @cached_property
    def _numbered(self) -> dict[str, tuple[npt.NDArray[np.intp], dict[str, int]]]:
        """Countries and roles as numbers: one number per city, and the number of each value."""
        found = {}
        for key in ("country", "role"):
            values = self.network.cities[key].tolist()
            numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
            found[key] = (np.asarray([numbers[value] for value in values], dtype=np.intp), numbers)
        return found

    def mask(self, key: str, value: str) -> Mask:
        """Cities that have one value of one facet: bool, one per city."""
        found = self._masks.get((key, value))
        if found is None:
            found = self._masks[key, value] = self._make(key, value)
        return found

    def _make(self, key: str, value: str) -> Mask:
        if key in ("country", "role"):
            codes, numbers = self._numbered[key]
            return np.asarray(codes == numbers.get(value, -1), dtype=bool)
        if key == "topic":
            table = self.network.city_topics
            ids = set(table.loc[table["topic"].isin(list(self.network.with_descendants(value))), "city"])
        else:
            table = self.network.participation
            ids = set(table.loc[table["event"] == value, "city"])
        return np.asarray(self.network.cities["id"].isin(list(ids)), dtype=bool)

    def facet(self, key: str, state: State) -> Mask:
        """Cities that match one facet of a state; all of them where it names no value."""
        everything = np.ones(len(self.network), dtype=bool)
        if key == "q":
            return self.searcher.matches(state.q) if state.q else everything
        values: tuple[str, ...] = getattr(state, key)
        if not values:
            return everything
        masks = [self.mask(key, value) for value in values]
        both = np.logical_and if key == "topic" and state.match == "all" else np.logical_or
        return np.asarray(both.reduce(masks), dtype=bool)


@derived
def facet_index(network: Network) -> FacetIndex:
    """Return the masks of a network, made on first use."""
    return FacetIndex(network)


def select(network: Network, state: State) -> Mask:
    """Return which cities match all filters of a state: bool, one per city in the order of the network."""
    index = facet_index(network)
    return np.asarray(np.logical_and.reduce([index.facet(key, state) for key in (*FACETS, "q")]), dtype=bool)


def selected_ids(network: Network, state: State) -> list[str]:
    """Return the ids of the matching cities in the order of the table."""
    matching, ordered = select(network, state), sort_order(network, state)
    ids: list[str] = network.cities["id"].to_numpy(object)[ordered[matching[ordered]]].tolist()
    return ids


def sort_order(network: Network, state: State) -> npt.NDArray[np.intp]:
    """Return all row numbers in the order that `state.sort` asks for, else in the order of the network."""
    key, descending = state.sort.removeprefix("-"), state.sort.startswith("-")
    cities = network.cities
    if key == "city":
        keys = [normalize(label) for label in cities["label"]]
    elif key == "country":
        names = {code: normalize(country_name(code)) for code in network.countries}
        keys = [names.get(code, "\uffff") for code in cities["country"]]
    elif key == "role":
        roles: dict[str, int] = {str(role): position for position, role in enumerate(Role)}
        keys = [f"{roles.get(role, 9)}" for role in cities["role"]]
    elif key in ("topics", "events"):
        numbers = cities[key].to_numpy()
        return np.argsort(-numbers if descending else numbers, kind="stable")
    else:
        return np.arange(len(network))
    ranks = np.unique(np.asarray(keys, dtype=object).astype(str), return_inverse=True)[1]
    return np.argsort(-ranks if descending else ranks, kind="stable")


def options(network: Network, state: State, key: str) -> list[Option]:
    """List the options of one facet with their counts, in the order to be shown.

    Countries stand by number of cities, topics in the two levels of the source, events by date. An option that would
    leave no city has the count 0.
    """
    index = facet_index(network)
    base = np.logical_and.reduce([index.facet(other, state) for other in (*FACETS, "q") if other != key])
    if key == "topic" and state.match == "all":
        base = base & index.facet("topic", state)
    chosen = getattr(state, key)
    return [
        Option(value, int(np.count_nonzero(base & index.mask(key, value))), value in chosen, depth)
        for value, depth in _values(network, key)
    ]


def _values(network: Network, key: str) -> Iterable[tuple[str, int]]:
    if key == "country":
        return [(code, 0) for code in network.countries]
    if key == "role":
        present = set(network.cities["role"])
        return [(str(role), 0) for role in Role if role in present]
    if key == "attended":
        return [(event.id, 0) for event in network.events]
    depths: dict[str, int] = {}
    for topic in network.topics:
        depths[topic.id] = depths.get(topic.parent, -1) + 1
    return list(depths.items())


def relaxations(network: Network, state: State) -> list[Relaxation]:
    """List the single filters whose dropping would let cities match, the one that leaves most first."""
    found = []
    for key in (*FACETS, "q"):
        values = (state.q,) if key == "q" and state.q else getattr(state, key) if key != "q" else ()
        for value in values:
            loose = state.replace(q="") if key == "q" else state.toggle(key, value)
            if count := int(np.count_nonzero(select(network, loose))):
                found.append(Relaxation(key, value, loose, count))
    return sorted(found, key=lambda loosening: -loosening.count)


def drop_unknown(network: Network, state: State) -> tuple[State, tuple[UnknownValue, ...]]:
    """Drop from a state what a network does not have, and say what was dropped.

    Values written in another case, and countries written as a name or another code, are brought to their own form
    without a word.
    """
    notices: list[UnknownValue] = []

    def check(
        key: str, values: Iterable[str], known: Mapping[str, str], read: Callable[[str], str | None]
    ) -> list[str]:
        kept = []
        for value in values:
            found = value if value in known else read(value)
            if found in known:
                kept.append(str(found))
            else:
                notices.append(UnknownValue(key, value, _nearest(value, known)))
        return kept

    cities = network.row_by_city_id
    topics = {topic.id: topic.title for topic in network.topics}
    events = {event.id: event.title for event in network.events}
    roles = {value: value for value, _ in _values(network, "role")}
    countries = {code: country_name(code) for code in network.countries}
    changes: dict[str, object] = {
        "country": tuple(check("country", state.country, countries, country_code)),
        "role": tuple(check("role", state.role, roles, str.lower)),
        "topic": tuple(check("topic", state.topic, topics, str.lower)),
        "attended": tuple(check("attended", state.attended, events, str.lower)),
        "event": "".join(check("event", [state.event] if state.event else [], events, str.lower)),
        "about": "".join(check("about", [state.about] if state.about else [], topics, str.lower)),
    }
    named = [city for city in (state.city, *state.compare) if city]
    labels = cities if all(city in cities for city in named) else _Labels(network)
    changes["city"] = "".join(check("city", [state.city] if state.city else [], labels, str.lower))  # type: ignore[arg-type]  # a mapping of ids either way
    compared = tuple(check("compare", state.compare, labels, str.lower))  # type: ignore[arg-type]  # as above
    if len(compared) > MAX_COMPARED:
        notices.append(UnknownValue("compared", str(len(compared) - MAX_COMPARED)))
    changes["compare"] = compared[:MAX_COMPARED]
    if state.sort.removeprefix("-") not in ("", "city", "country", "role", "topics", "events"):
        changes["sort"] = ""
    return state.replace(page=state.page, **changes), tuple(notices)


class _Labels(dict[str, str]):
    """Labels of all cities by id, made only where an address names a city that is not there."""

    def __init__(self, network: Network) -> None:
        super().__init__(zip(network.cities["id"], network.cities["label"], strict=True))


def _nearest(value: str, known: Mapping[str, str]) -> str:
    """Return the known id whose id or title is most similar to a value, or "" where nothing comes near."""
    wanted = normalize(value)
    best, best_score = "", 70.0
    for texts in ({key: normalize(key) for key in known}, {key: normalize(title) for key, title in known.items()}):
        hit = process.extractOne(wanted, texts, scorer=fuzz.ratio, score_cutoff=best_score)
        if hit and hit[1] > best_score:
            best, best_score = str(hit[2]), hit[1]
    return best
