"""What both matrices share: columns, pages, cells, heads."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from dashboard.components.participation_matrix import attendance_view
from dashboard.components.topic_matrix import matrix_view
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.entities import Topic
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.components.grids import heads
from tests.networks import Town, cases, event, network_of, small
from tests.seen import goal, prop, text, walk

REAL = load(default_data())


def test_columns_follow_filters_and_sort() -> None:
    """The columns are the cities of the table, in its order."""
    state = State(country=("FI",), sort="-city")
    assert heads(matrix_view(Selection(REAL, state)), "col") == ["Lappeenranta", "Joensuu", "Helsinki"]
    assert heads(attendance_view(Selection(REAL, state)), "col") == ["Lappeenranta", "Joensuu", "Helsinki"]


@pytest.mark.parametrize("view", [matrix_view, attendance_view])
def test_hundreds_of_cities_are_paged(view: object) -> None:
    """A hundred columns at most, and the page says of how many."""
    towns = [Town(f"city-{number:03}") for number in range(230)]
    network = network_of(towns, topics=[Topic("energy", "Energy")], events=[event("meeting")])
    first, last = (view(Selection(network, State(page=page))) for page in (1, 3))  # type: ignore[operator]  # one of two functions
    assert len(heads(first, "col")) == 100
    assert len(heads(last, "col")) == 30
    assert "page 1 of 3, 230 cities" in text(first)


@pytest.mark.parametrize("view", [matrix_view, attendance_view])
def test_no_city_is_said(view: object) -> None:
    """Filters that leave nothing show a sentence, not an empty grid."""
    assert text(view(Selection(small(), State(q="no such city")))) == "No city to list with these filters."  # type: ignore[operator]


@pytest.mark.slow
@given(case=cases())
def test_each_pair_on_record_has_one_cell(case: tuple[Network, State]) -> None:
    """No fact and no part is lost or shown twice, whatever the network and the filters."""
    network, state = case
    ids = set(Selection(network, state).ids)
    if not ids:
        return
    shown = Counter(
        (goal(one).city, prop(one, "href").partition("#")[2])
        for one in walk(attendance_view(Selection(network, state)))
        if one._type == "A" and "cell " in (prop(one, "className") or "")
    )
    known = {
        (str(row.city), f"event-{row.event}") for row in network.participation.itertuples() if str(row.city) in ids
    }
    assert shown == Counter(known)
    leaves = {topic.id for topic in network.topics if len(network.with_descendants(topic.id)) == 1}
    facts = {
        (str(row.city), f"topic-{row.topic}")
        for row in network.city_topics.itertuples()
        if str(row.city) in ids and row.topic in leaves
    }
    drawn = {
        (goal(one).city, prop(one, "href").partition("#")[2])
        for one in walk(matrix_view(Selection(network, state)))
        if one._type == "A" and "cell " in (prop(one, "className") or "") and "cell-0" not in prop(one, "className")
    }
    assert drawn == facts
