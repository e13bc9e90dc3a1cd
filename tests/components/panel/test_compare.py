"""Comparison side by side: all facts in the same order, with links to add, remove and open cities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.html import to_html
from dashboard.components.panel import panel_view
from dashboard.components.panel.compare import MOST_OTHERS
from dashboard.components.summary_heading import notices_view
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.maps.viewport import detail_rows
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import MAX_COMPARED, State
from dashboard.query.unknown_values import UnknownValue, drop_unknown
from tests.networks import Town, network_of, networks
from tests.seen import goal, links, text

REAL = load(default_data())


def goals(network: Network, state: State) -> list[State]:
    """Where the links of the panel lead."""
    return [goal(link) for link in links(panel_view(Selection(network, state)))]


@pytest.mark.slow
@given(networks(least=2), st.data())
def test_every_fact_of_every_city_is_there(network: Network, data: st.DataObject) -> None:
    """Two or three cities of any network: each name, each topic and event with a fact, and each fact."""
    count = data.draw(st.integers(2, min(MAX_COMPARED, len(network))))
    cities = tuple(data.draw(st.permutations(list(network.cities["id"])))[:count])
    state = State(compare=cities)
    html = to_html(panel_view(Selection(network, state)))
    assert html.count('scope="col"') == count
    topics = {topic.id for city in cities for topic in network.topics_of(city)}
    events = {row.event.id for city in cities for row in network.participation_of(city)}
    assert html.count('class="compare-line"') == len(topics) + len(events)
    facts = sum(len(network.facts(city, topic.id)) for city in cities for topic in network.topics_of(city))
    parts = sum(len(network.participation_of(city)) for city in cities)
    assert html.count('class="fact"') == facts + parts
    assert "<script>" not in html


@pytest.mark.slow
@given(networks(least=1), st.data())
def test_one_city_alone_asks_for_a_second(network: Network, data: st.DataObject) -> None:
    """It offers every other city once, and no comparison with itself."""
    city = data.draw(st.sampled_from(list(network.cities["id"])))
    state = State(compare=(city,))
    offered = [set(to.compare) for to in goals(network, state) if len(to.compare) > 1]
    others = {str(other) for other in network.cities["id"]} - {city}
    assert sorted(map(sorted, offered)) == sorted(sorted({city, other}) for other in others)
    assert "Compare" in text(panel_view(Selection(network, state)))


def test_murcia_and_nantes() -> None:
    """Countries, distance, what both and one of them work on, and where each took part."""
    said = text(panel_view(Selection(REAL, State(compare=("murcia", "nantes")))))
    for part in (
        "Murcia and Nantes",
        "Spain",
        "France",
        "Murcia – Nantes1,027 km",
        "Both work on 7",
        "One of them works on 5",
        "Neither works on 1",
        "no record",
    ):
        assert part in said, part
    assert "Inhabitants" not in said, "numbers without a year are not compared"


def test_a_city_can_be_taken_out_and_a_third_be_added() -> None:
    """Each way on is a link to the comparison it makes; three are full."""
    two = goals(REAL, State(compare=("murcia", "nantes")))
    assert State(compare=("nantes",)) in two
    assert State(compare=("murcia",)) in two
    assert {to.compare for to in two if len(to.compare) == 3} == {
        tuple(sorted(("murcia", "nantes", str(city)))) for city in REAL.cities["id"] if city not in ("murcia", "nantes")
    }
    three = goals(REAL, State(compare=("murcia", "nantes", "rome")))
    assert {to.compare for to in three if len(to.compare) == 2} == {
        ("murcia", "nantes"),
        ("murcia", "rome"),
        ("nantes", "rome"),
    }
    assert all(len(to.compare) <= MAX_COMPARED for to in three)


def test_more_than_three_cities_are_cut_with_a_notice() -> None:
    """The first three are shown on the panel and on the map, and the visitor hears of the others."""
    state, notices = drop_unknown(REAL, State(compare=("almeria", "cork", "funchal", "rome", "kartal")))
    assert state.compare == ("almeria", "cork", "funchal")
    assert notices == (UnknownValue("compared", "2"),)
    assert "2 more in the address are ignored" in text(notices_view(Selection(REAL, state), notices))
    assert len(detail_rows(Selection(REAL, state))) == MAX_COMPARED


@pytest.mark.parametrize("count", [2, 3])
def test_cities_without_a_place_or_facts_are_compared_all_the_same(count: int) -> None:
    """What is not known is said to be so, and lines that say nothing are left out."""
    network = network_of([Town(one, role="", at=None) for one in "abc"])
    said = text(panel_view(Selection(network, State(compare=("a", "b", "c")[:count]))))
    assert "Country" in said
    for absent in ("Distance", "Nearest", "Role", "work on", "Events"):
        assert absent not in said


def test_a_long_list_of_others_points_to_the_search() -> None:
    """A network of hundreds lists no hundreds of links."""
    network = network_of([Town(f"city-{number}") for number in range(MOST_OTHERS + 40)])
    shown = panel_view(Selection(network, State(compare=("city-0",))))
    assert len([to for to in goals(network, State(compare=("city-0",))) if len(to.compare) == 2]) == MOST_OTHERS
    assert "search at the top" in text(shown)
