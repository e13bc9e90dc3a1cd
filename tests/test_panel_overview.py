"""The overview says what the network works on and how sure it is, in true counts."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given

from dashboard.network.model import Basis, Network
from dashboard.network.selection import select
from dashboard.network.state import State
from dashboard.views.panel.overview import MOST, overview_panel
from tests.networks import Town, cases, network_of, small
from tests.seen import goal, links, prop, text, walk

SMALL = small()


@given(cases())
def test_bars_count_the_cities_that_match_the_other_filters(case: tuple[Network, State]) -> None:
    """The topics most cities work on, the most first; each opens its topic and has a bar of its length."""
    network, state = case
    bars = links(overview_panel(network, state.open()), "about")
    base = state.but(topic=(), match="any")
    counts = []
    for bar in bars:
        topic = goal(bar).about
        (shown,) = [int(text(one)) for one in walk(bar) if prop(one, "className") == "count"]
        assert shown == np.count_nonzero(select(network, base.but(topic=(topic,)))) > 0
        assert goal(bar) == state.open("about", topic)
        counts.append(shown)
        (length,) = [prop(one, "className") for one in walk(bar) if "bar-" in (prop(one, "className") or "")]
        share = int(re.findall(r"bar-(\d+)", length)[0])
        assert share % 5 == 0
        assert abs(share - 100 * shown / counts[0]) <= 2.5
    assert counts == sorted(counts, reverse=True)
    working = [one for one in network.topics if select(network, base.but(topic=(one.id,))).any()]
    assert len(bars) == min(MOST, len(working))


@given(cases())
def test_trust_counts_every_fact_of_the_cities_that_match(case: tuple[Network, State]) -> None:
    """The facts of all bases together are all facts on topics and on events of these cities, each once."""
    network, state = case
    told = [text(one) for one in walk(overview_panel(network, state)) if one._type == "Dt"]
    counts = [int(number) for one in told for number in re.findall(r"(\d+) facts?$", one)]
    if told:
        assert len(counts) == len(Basis)
        matching = set(network.cities["id"][select(network, state)])
        facts = [*network.city_topics["city"], *network.participation["city"]]
        assert sum(counts) == sum(city in matching for city in facts)
    else:
        assert len(network.city_topics) == 0


def test_bare_list_has_an_overview_all_the_same() -> None:
    """It says what to do next, and boasts of nothing it has not."""
    view = overview_panel(network_of([Town("lima", "PE")]), State())
    assert "Choose a city" in text(view)
    assert links(view) == []
