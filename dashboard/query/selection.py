"""Selection: a state resolved on a network, with everything that views need to know about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dashboard.model.entities import Role
from dashboard.model.network import Network
from dashboard.query.facets import FACETS, Mask, facet_index, facet_values
from dashboard.query.state import FILTER_KEYS, State
from dashboard.query.summary import Segment, summarize, title, to_text
from dashboard.query.unknown_values import UnknownValue, drop_unknown
from dashboard.reference.countries import country_name
from dashboard.text.normalize import normalize


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a facet, with the number of matching cities under the other filters."""

    value: str
    count: int
    checked: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A filter to remove, and the number of cities that match without it."""

    key: str
    value: str
    state: State
    count: int


@dataclass(frozen=True, eq=False)
class Selection:
    """The cities that a state selects from a network; each property is computed once.

    A request makes one selection and passes it to all views.

    Args:
        network: the network.
        state: a resolved state: it contains no value that the network does not have.
        notices: what the state of the request contained besides.
    """

    network: Network
    state: State
    notices: tuple[UnknownValue, ...] = ()

    @classmethod
    def of(cls, network: Network, state: State) -> Selection:
        """Resolve a state on a network."""
        return cls(network, *drop_unknown(network, state))

    def with_state(self, state: State) -> Selection:
        """Select by another resolved state from the same network; what it does not change is not computed again."""
        other = Selection(self.network, state, self.notices)
        same = all(getattr(state, key) == getattr(self.state, key) for key in FILTER_KEYS)
        sorted_alike = state.sort == self.state.sort
        kept = {"mask", "count", "options", "summary"} if same else set()
        kept |= {"order"} if sorted_alike else set()
        kept |= {"rows", "ids"} if same and sorted_alike else set()
        vars(other).update({key: value for key, value in vars(self).items() if key in kept})
        return other

    @cached_property
    def mask(self) -> Mask:
        """The cities that match all filters: bool, one per city in the order of the network."""
        index = facet_index(self.network)
        return np.asarray(np.logical_and.reduce([index.facet(key, self.state) for key in (*FACETS, "q")]), dtype=bool)

    @cached_property
    def count(self) -> int:
        """The number of cities that match."""
        return int(np.count_nonzero(self.mask))

    @cached_property
    def order(self) -> npt.NDArray[np.intp]:
        """All row numbers sorted by `state.sort`; default: the order of the network."""
        return _sort_order(self.network, self.state.sort)

    @cached_property
    def rows(self) -> npt.NDArray[np.intp]:
        """The row numbers of the cities that match, in table order."""
        return self.order[self.mask[self.order]]

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the cities that match, in table order."""
        ids: list[str] = self.network.cities["id"].to_numpy(object)[self.rows].tolist()
        return ids

    @cached_property
    def options(self) -> Mapping[str, list[Option]]:
        """The options of each facet with counts, in display order; options without matches have count 0."""
        return {key: self._options(key) for key in FACETS}

    def _options(self, key: str) -> list[Option]:
        index, state = facet_index(self.network), self.state
        base = np.logical_and.reduce([index.facet(other, state) for other in (*FACETS, "q") if other != key])
        if key == "topic" and state.match == "all":
            base = base & index.facet("topic", state)
        chosen = getattr(state, key)
        return [
            Option(value, int(np.count_nonzero(base & index.mask(key, value))), value in chosen, depth)
            for value, depth in facet_values(self.network, key)
        ]

    @cached_property
    def summary(self) -> tuple[Segment, ...]:
        """The selection as one sentence, in segments of text and filters."""
        return summarize(self.network, self.state, self.count)

    @property
    def sentence(self) -> str:
        """The selection as one sentence."""
        return to_text(self.summary)

    @property
    def title(self) -> str:
        """The title of the document: what is opened, the sentence, the network."""
        return title(self.network, self.state, self.sentence)

    def relaxations(self) -> list[Relaxation]:
        """List the filters whose removal gives matches, the most matches first."""
        state, found = self.state, []
        for key in (*FACETS, "q"):
            values = (state.q,) if key == "q" and state.q else getattr(state, key) if key != "q" else ()
            for value in values:
                loose = self.with_state(state.replace(q="") if key == "q" else state.toggle(key, value))
                if loose.count:
                    found.append(Relaxation(key, value, loose.state, loose.count))
        return sorted(found, key=lambda relaxation: -relaxation.count)


def _sort_order(network: Network, sort: str) -> npt.NDArray[np.intp]:
    key, descending = sort.removeprefix("-"), sort.startswith("-")
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
