"""Facets: which cities have a value, as cached masks, and which values a network has."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dashboard.model.entities import Role
from dashboard.model.network import Network, derived
from dashboard.query.search import Searcher
from dashboard.query.state import State

Mask = npt.NDArray[np.bool_]

FACETS = ("role", "topic", "country", "attended")
"""The facets in the order of the filters and the summary."""


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


def facet_values(network: Network, key: str) -> Iterable[tuple[str, int]]:
    """List the values of a facet in display order, with their depth: topics by hierarchy, events by date."""
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
