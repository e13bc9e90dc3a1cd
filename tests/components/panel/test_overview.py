"""The overview says what the network works on and how sure it is, in true counts."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given

from dashboard.components.panel.overview import MOST, MOST_CITIES, MOST_FACTS, overview_panel
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.facts import Basis
from dashboard.model.network import Network
from dashboard.query.facets import facet_index
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, cases, network_of, small, with_notes
from tests.seen import goal, links, prop, text, walk

REAL = load(default_data())
SMALL = small()


@given(cases())
def test_bars_count_the_cities_that_match(case: tuple[Network, State]) -> None:
    """The topics most of the matching cities work on, the most first; each opens its topic and has its bar."""
    network, state = case
    bars = [one for one in links(overview_panel(Selection(network, state.open())), "about") if not goal(one).city]
    matching = Selection(network, state).mask
    counts = []
    for bar in bars:
        topic = goal(bar).about
        (shown,) = [int(text(one)) for one in walk(bar) if prop(one, "className") == "count"]
        assert shown == np.count_nonzero(matching & facet_index(network).mask("topic", topic)) > 0
        assert goal(bar) == state.open("about", topic)
        counts.append(shown)
        (length,) = [prop(one, "className") for one in walk(bar) if "bar-" in (prop(one, "className") or "")]
        share = int(re.findall(r"bar-(\d+)", length)[0])
        assert share % 5 == 0
        assert abs(share - 100 * shown / counts[0]) <= 2.5
    assert counts == sorted(counts, reverse=True)
    working = [one for one in network.topics if (matching & facet_index(network).mask("topic", one.id)).any()]
    assert len(bars) == min(MOST, len(working))


def test_no_number_is_of_more_cities_than_match() -> None:
    """At "7 of 22 cities" no count of cities is larger than seven."""
    state = State(topic=("energy-mobility",))
    count = int(np.count_nonzero(Selection(REAL, state).mask))
    view = overview_panel(Selection(REAL, state))
    assert text(view).startswith(f"Cities that match {count}")
    bars = [int(text(one)) for bar in links(view, "about") for one in walk(bar) if prop(one, "className") == "count"]
    assert bars[0] == count
    assert max(bars) <= count


@given(cases())
def test_trust_counts_every_fact_of_the_cities_that_match(case: tuple[Network, State]) -> None:
    """The facts of all bases together are all facts of these cities, on topics and on events; none is a zero."""
    network, state = case
    folds = [one for one in walk(overview_panel(Selection(network, state))) if prop(one, "className") == "trust"]
    counts = [int(number) for one in folds for number in re.findall(r"(\d+) facts?$", text(one.children[0]))]
    assert len(counts) == len(folds)
    assert 0 not in counts
    matching = set(network.cities["id"][Selection(network, state).mask])
    facts = [*network.city_topics["city"], *network.participation["city"]]
    assert sum(counts) == (sum(city in matching for city in facts) if len(network.city_topics) else 0)


def test_count_of_a_basis_opens_to_its_facts() -> None:
    """Every derived fact of the network is in the list, with its cities, up to fifty; beyond, the file has them all."""
    view = overview_panel(Selection(REAL, State()))
    folds = {prop(one, "id"): one for one in walk(view) if prop(one, "className") == "trust"}
    derived = text(folds["basis-derived"])
    for frame in (REAL.city_topics, REAL.participation):
        for row in frame[frame["basis"] == Basis.DERIVED].itertuples():
            assert str(row.fact) in derived
            assert str(REAL.cities["label"].iat[REAL.row_by_city_id[str(row.city)]]) in derived
    assert "All facts as a table" not in derived
    stated = folds["basis-stated"]
    assert [prop(one, "href") for one in walk(stated) if "facts.csv" in (prop(one, "href") or "")] == [
        "export/facts.csv"
    ]
    assert len([one for one in walk(stated) if prop(one, "className") == "fact"]) <= MOST_FACTS[Basis.STATED]


def test_matching_cities_stand_with_their_facts_on_the_topic() -> None:
    """With a filter on: each city, its fact on the chosen topic or on one below it, and no fact on another."""
    view = overview_panel(Selection(SMALL, State(topic=("energy",))))
    [matching] = [one for one in walk(view) if prop(one, "className") == "matching"]
    assert [goal(one).city for one in links(matching, "city")] == ["alba", "brno", "cuna"]
    assert text(matching).count("A fact.") == sum(
        len(SMALL.facts(city, topic)) for city in ("alba", "brno", "cuna") for topic in SMALL.with_descendants("energy")
    )
    assert "A fact." not in text(
        [
            one
            for one in walk(overview_panel(Selection(SMALL, State(country=("ES",)))))
            if prop(one, "className") == "matching"
        ]
    )


@pytest.mark.parametrize("count", [MOST_CITIES, MOST_CITIES + 1])
def test_more_matching_cities_are_in_the_table(count: int) -> None:
    """Ten are listed; with the eleventh a link to the table has the number of all."""
    network = network_of([Town(f"city-{number}") for number in range(count)])
    view = overview_panel(Selection(network, State(role=("member",))))
    [matching] = [one for one in walk(view) if prop(one, "className") == "matching"]
    assert len(links(matching)) == MOST_CITIES
    assert [text(one) for one in links(view, "tab")] == (["All 11 in the table"] if count > MOST_CITIES else [])


def test_no_match_has_a_message() -> None:
    """An empty list is a sentence."""
    assert "No city matches" in text(overview_panel(Selection(SMALL, State(q="no such city"))))


def test_overview_says_what_the_network_is() -> None:
    """What it is, what the roles mean, how to join, each with its source; a filter puts the cities in their place."""
    shown = overview_panel(Selection(with_notes(SMALL), State()))
    for words in ("We share.", "It has ended.", "First to try.", "How to join", "Ask the office.", "A publisher"):
        assert words in text(shown)
    assert [prop(one, "href") for one in walk(shown) if "join.example" in (prop(one, "href") or "")] == [
        "https://join.example/"
    ]
    assert "We share." not in text(overview_panel(Selection(with_notes(SMALL), State(role=("member",)))))


def test_bare_list_has_an_overview_all_the_same() -> None:
    """It says what to do next, and boasts of nothing it has not."""
    view = overview_panel(Selection(network_of([Town("lima", "PE")]), State()))
    assert "Choose a city" in text(view)
    assert links(view) == []
