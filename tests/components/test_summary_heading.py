"""The heading removes filters, offers links out of an empty list, and shows notices about unknown values."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given

from dashboard.components.summary_heading import notices_view, summary_view
from dashboard.model.network import Network
from dashboard.query.facets import FACETS
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.query.unknown_values import UnknownValue, drop_unknown
from tests.networks import cases, small
from tests.seen import goal, links, prop, text, walk

SMALL = small()


@given(cases())
def test_heading_is_the_sentence_with_a_way_out_of_each_filter(case: tuple[Network, State]) -> None:
    """Each filter in it is a link to the state without that filter alone."""
    network, state = case
    (heading,) = [one for one in walk(summary_view(Selection(network, state))) if one._type == "H1"]
    read = text(heading).replace(" (remove this filter)", "")
    assert read == Selection(network, state).sentence
    filters = [(key, value) for key in FACETS for value in getattr(state, key)]
    without = [state.toggle(key, value) for key, value in filters] + [state.replace(q="")] * bool(state.q)
    assert sorted(goal(link).to_query() for link in links(heading)) == sorted(one.to_query() for one in without)


@given(cases())
def test_ways_out_keep_their_promise(case: tuple[Network, State]) -> None:
    """Where nothing matches, each way out leads to as many cities as it says; none of them to an empty list."""
    network, state = case
    view = summary_view(Selection(network, state))
    ways = [one for one in links(view) if prop(one, "className") == "button"]
    empty = not Selection(network, state).mask.any()
    assert (not ways) or empty
    for way in ways:
        said = int(re.findall(r"(\d+) cit(?:y|ies)$", text(way))[0])
        assert said == np.count_nonzero(Selection(network, goal(way)).mask) > 0
    clear = [goal(one) for one in links(view) if prop(one, "className") == "clear"]
    assert clear == ([state.cleared()] if state.filtered else [])


def test_nothing_chosen_is_a_plain_heading() -> None:
    """The first visit has nothing to take away."""
    assert links(summary_view(Selection(SMALL, State(city="alba", tab="gaps")))) == []


def test_no_single_filter_to_remove_has_a_message() -> None:
    """If removing one filter is not enough, only clearing all helps."""
    view = summary_view(Selection(SMALL, State(country=("CN",), role=("lighthouse",), attended=("webinar",))))
    assert "clear them all" in text(view)
    assert [prop(one, "className") for one in links(view) if prop(one, "className") != "chip"] == ["clear"]


@pytest.mark.parametrize(
    ("notice", "state", "said", "after"),
    [
        (
            UnknownValue("city", "albba", "alba"),
            State(),
            "There is no city “albba” in this network. Did you mean Alba?",
            State(city="alba"),
        ),
        (
            UnknownValue("country", "Spian", "ES"),
            State(country=("CZ",)),
            "There is no country “Spian” in this network. Did you mean Spain?",
            State(country=("CZ", "ES")),
        ),
        (
            UnknownValue("topic", "solr", "solar"),
            State(),
            "There is no topic “solr” in this network. Did you mean Solar power?",
            State(topic=("solar",)),
        ),
        (
            UnknownValue("about", "solr", "solar"),
            State(country=("ES",)),
            "There is no topic “solr” in this network. Did you mean Solar power?",
            State(country=("ES",), about="solar"),
        ),
        (
            UnknownValue("event", "meating", "meeting"),
            State(),
            "There is no event “meating” in this network. Did you mean Meeting?",
            State(event="meeting"),
        ),
        (
            UnknownValue("attended", "meating", "meeting"),
            State(),
            "There is no event “meating” in this network. Did you mean Meeting?",
            State(attended=("meeting",)),
        ),
        (
            UnknownValue("role", "membre", "member"),
            State(),
            "There is no role “membre” in this network. Did you mean Member?",
            State(role=("member",)),
        ),
        (
            UnknownValue("compare", "albba", "alba"),
            State(compare=("brno",)),
            "There is no city “albba” in this network. Did you mean Alba?",
            State(compare=("alba", "brno")),
        ),
        (
            UnknownValue("tab", "matrx", "matrix"),
            State(country=("ES",)),
            "There is no table “matrx”. Did you mean matrix?",
            State(country=("ES",), tab="matrix"),
        ),
        (
            UnknownValue("sort", "-topic", "-topics"),
            State(),
            "The list cannot be sorted by “-topic”. Did you mean -topics?",
            State(sort="-topics"),
        ),
        (UnknownValue("match", "both"), State(), "Topics match as any or all, not as “both”.", None),
        (UnknownValue("city", "xyz"), State(), "There is no city “xyz” in this network.", None),
    ],
)
def test_unknown_value_has_a_suggestion(notice: UnknownValue, state: State, said: str, after: State | None) -> None:
    """The word is polite, and the link leads to what was probably meant."""
    view = notices_view(Selection(SMALL, state), [notice])
    assert text(view) == said
    assert [goal(link) for link in links(view)] == ([after] if after else [])


@given(cases(stale=True))
def test_each_unknown_value_has_one_notice(case: tuple[Network, State]) -> None:
    """As many words as notices, and none where all is known."""
    network, state = case
    resolved, notices = drop_unknown(network, state)
    items = [one for one in walk(notices_view(Selection(network, resolved), notices)) if one._type == "Li"]
    assert len(items) == len(notices)
    for item, notice in zip(items, notices, strict=True):
        assert notice.value in text(item)
