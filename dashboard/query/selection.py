"""Select cities by facets and search; count facet options; drop unknown values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dashboard.model.network import Network, Role, derived
from dashboard.query.search import Searcher
from dashboard.query.state import MAX_COMPARED, State
from dashboard.reference.countries import country_code, country_name
from dashboard.text.normalize import normalize
from dashboard.text.suggest import closest

Mask = npt.NDArray[np.bool_]

FACETS = ("role", "topic", "country", "attended")
"""The facets in the order of the filters and the summary."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a facet, with the number of matching cities under the other filters."""

    value: str
    count: int
    checked: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """An unknown value in the query string; `nearest` is the most similar known value, or "".

    For the key `compared`, `value` is the number of cities beyond `MAX_COMPARED`.
    """

    key: str
    value: str
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A filter to remove, and the number of cities that match without it."""

    key: str
    value: str
    state: State
    count: int


class FacetIndex:
    """Cached boolean masks over the cities of one network, by facet value."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._masks: dict[tuple[str, str], Mask] = {}

    @cached_property
    def searcher(self) -> Searcher:
        """The search index of the network."""
        return Searcher(self.network)

    @cached_property
    def _numbered(self) -> dict[str, tuple[npt.NDArray[np.intp], dict[str, int]]]:
        """Countries and roles as codes: one code per city, and the code of each value."""
        found = {}
        for key in ("country", "role"):
            values = self.network.cities[key].tolist()
            numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
            found[key] = (np.asarray([numbers[value] for value in values], dtype=np.intp), numbers)
        return found

    def mask(self, key: str, value: str) -> Mask:
        """Return the cities with a facet value: bool, one per city."""
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
        """Return the cities that match one facet of a state; all if the facet is empty."""
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
    """Return the facet index of a network, cached."""
    return FacetIndex(network)


def select(network: Network, state: State) -> Mask:
    """Return the cities that match all filters: bool, one per city in the order of the network."""
    index = facet_index(network)
    return np.asarray(np.logical_and.reduce([index.facet(key, state) for key in (*FACETS, "q")]), dtype=bool)


def selected_ids(network: Network, state: State) -> list[str]:
    """Return the ids of the matching cities in table order."""
    matching, ordered = select(network, state), sort_order(network, state)
    ids: list[str] = network.cities["id"].to_numpy(object)[ordered[matching[ordered]]].tolist()
    return ids


def sort_order(network: Network, state: State) -> npt.NDArray[np.intp]:
    """Return all row numbers sorted by `state.sort`; default: the order of the network."""
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
    """List the options of a facet with counts, in display order.

    Countries are sorted by number of cities, topics by hierarchy, events by date. Options without matches have count 0.
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
    """List the filters whose removal gives matches, the most matches first."""
    found = []
    for key in (*FACETS, "q"):
        values = (state.q,) if key == "q" and state.q else getattr(state, key) if key != "q" else ()
        for value in values:
            loose = state.replace(q="") if key == "q" else state.toggle(key, value)
            if count := int(np.count_nonzero(select(network, loose))):
                found.append(Relaxation(key, value, loose, count))
    return sorted(found, key=lambda relaxation: -relaxation.count)


def drop_unknown(network: Network, state: State) -> tuple[State, tuple[UnknownValue, ...]]:
    """Drop unknown values from a state, and return them.

    Normalizes case, and country names and codes, without a notice.
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
                notices.append(UnknownValue(key, value, closest(value, known)))
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
    """Labels of all cities by id, created only for suggestions."""

    def __init__(self, network: Network) -> None:
        super().__init__(zip(network.cities["id"], network.cities["label"], strict=True))
