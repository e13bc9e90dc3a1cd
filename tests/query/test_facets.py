"""The index of facets: which cities have a value; each mask is made once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from dashboard.model.entities import Topic
from dashboard.model.network import Network
from dashboard.query.facets import FACETS, FacetIndex, facet_index, facet_values
from dashboard.query.state import State
from tests.networks import Town, cases, network_of, small

SMALL = small()


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("country", "ES", "alba cuna"),
        ("country", "XX", ""),
        ("role", "member", "cuna dalu eden"),
        ("role", "none", ""),
        ("topic", "energy", "alba brno cuna"),  # with the topics below it
        ("topic", "solar", "alba cuna"),
        ("topic", "unknown", ""),
        ("attended", "webinar", "cuna"),
        ("attended", "unknown", ""),
    ],
)
def test_mask_has_the_cities_with_a_value(key: str, value: str, wanted: str) -> None:
    """One bool per city in the order of the network; an unknown value has no city."""
    mask = facet_index(SMALL).mask(key, value)
    assert mask.dtype == bool
    assert SMALL.cities["id"][mask].tolist() == wanted.split()


def test_masks_and_index_are_made_once() -> None:
    """For a network, and for a value."""
    index = facet_index(SMALL)
    assert facet_index(SMALL) is index
    assert index.mask("country", "ES") is index.mask("country", "ES")
    assert index.searcher is index.searcher
    assert facet_index(small()) is not index


@given(cases())
def test_an_empty_facet_has_all_cities_and_more_values_have_more(case: tuple[Network, State]) -> None:
    """Values of a facet are joined by or; topics by and, if so asked."""
    network, state = case
    index = FacetIndex(network)
    for key in FACETS:
        found = index.facet(key, state)
        values = getattr(state, key)
        if not values:
            assert found.all()
            continue
        masks = [index.mask(key, value) for value in values]
        every = key == "topic" and state.match == "all"
        assert np.array_equal(found, np.logical_and.reduce(masks) if every else np.logical_or.reduce(masks))


def test_search_is_a_facet_too() -> None:
    """An empty query has all cities."""
    index = FacetIndex(SMALL)
    assert index.facet("q", State()).all()
    assert SMALL.cities["id"][index.facet("q", State(q="brno"))].tolist() == ["brno"]


def test_values_are_in_display_order() -> None:
    """Roles by rank, topics below their parents with their depth; a network without a facet has no values."""
    assert list(facet_values(SMALL, "topic")) == [("energy", 0), ("solar", 1), ("heat", 1), ("mobility", 0)]
    assert [value for value, _ in facet_values(SMALL, "role")] == [
        role for role in ("lighthouse", "follower", "member") if role in set(SMALL.cities["role"])
    ]
    deep = network_of([Town("a")], topics=[Topic("a", "A"), Topic("b", "B", "a"), Topic("c", "C", "b")])
    assert list(facet_values(deep, "topic")) == [("a", 0), ("b", 1), ("c", 2)]
    assert list(facet_values(network_of([Town("a", role="")]), "role")) == []
