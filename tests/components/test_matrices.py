"""The two matrices are tables; each cell is readable, clickable and distinct from an empty one."""

from __future__ import annotations

from collections import Counter

import pytest
from dash.development.base_component import Component
from hypothesis import given

from dashboard.components.participation_matrix import attendance_view
from dashboard.components.topic_matrix import matrix_view
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.network import Basis, Network, ParticipationRole, Topic
from dashboard.query.selection import selected_ids
from dashboard.query.state import State
from tests.networks import Town, cases, event, network_of, small
from tests.seen import goal, prop, text, walk

REAL = load(default_data())


def cells(view: object) -> dict[str, Component]:
    """The cells that are links, by what they say."""
    return {
        prop(one, "aria-label"): one
        for one in walk(view)
        if "cell " in (prop(one, "className") or "") and one._type == "A"
    }


def heads(view: object, scope: str) -> list[str]:
    """The texts of the heads of columns or rows."""
    return [text(one) for one in walk(view) if one._type == "Th" and prop(one, "scope") == scope]


def test_cells_say_city_topic_and_count() -> None:
    """The words of a cell are the whole of it: a screen reader needs no heads."""
    found = cells(matrix_view(REAL, State(tab="matrix")))
    cell = found["Nantes, New electro mobility solutions: 2 facts"]
    assert text(cell) == "2"
    assert prop(cell, "title") == "Nantes, New electro mobility solutions: 2 facts"
    assert "Kartal, ICT: 1 fact, implied" in found


def test_events_say_part_and_basis() -> None:
    """A cell names each part and how it is known; a host who presented has both, strongest basis first."""
    found = cells(attendance_view(REAL, State(tab="events")))
    assert text(found["Rome, 3rd Cities Network Workshop: presenter, stated"]) == "P"
    assert text(found["Nantes, 2nd Cities Network Workshop: host, stated; presenter, stated (HP)"]) == "HP"
    derived = found["Rome, 1st Cities Network Workshop: attendee, derived"]
    assert "cell-derived" in prop(derived, "className")


def test_cells_lead_to_the_part_of_the_panel() -> None:
    """A click opens the city where it speaks of that topic or event, and keeps filters and tab."""
    state = State(tab="matrix", country=("ES", "CZ"))
    cell = cells(matrix_view(small(), state))["Břno, District heating: 1 fact"]
    assert goal(cell) == state.open("city", "brno")
    assert prop(cell, "href").endswith("#topic-heat")
    cell = cells(attendance_view(small(), state))["Alba, Meeting: host, stated"]
    assert prop(cell, "href").endswith("#event-meeting")


def test_heads_lead_to_what_they_name() -> None:
    """A row head opens its topic or event, a column head its city."""
    goals = [goal(one) for one in walk(matrix_view(small(), State())) if one._type == "A"]
    assert {one.about for one in goals if one.about} == {"energy", "solar", "heat", "mobility"}
    assert {one.city for one in goals if one.city} == {"alba", "brno", "cuna", "dalu", "eden"}
    goals = [goal(one) for one in walk(attendance_view(small(), State())) if one._type == "A"]
    assert {one.event for one in goals if one.event} == {"meeting", "webinar"}


def test_parents_sum_up_what_is_below_them() -> None:
    """A topic with others below it counts their facts, says so, and leads to the first of them on record."""
    topics = [Topic("energy", "Energy"), Topic("sun", "Sun", "energy"), Topic("heat", "Heat", "energy")]
    network = network_of([Town("alba")], topics=topics, facts=[("alba", "sun"), ("alba", "heat"), ("alba", "heat")])
    cell = cells(matrix_view(network, State()))["Alba, Energy and subtopics: 3 facts"]
    assert "cell-0" in prop(cell, "className")
    assert prop(cell, "href").endswith("#topic-sun")


@pytest.mark.parametrize(
    ("bases", "look"),
    [
        ([Basis.STATED], "cell-stated"),
        ([Basis.IMPLIED], "cell-implied"),
        ([Basis.DERIVED], "cell-derived"),
        ([Basis.DERIVED, Basis.STATED], "cell-stated"),
        ([Basis.DERIVED, Basis.IMPLIED], "cell-implied"),
    ],
)
def test_border_is_of_the_firmest_basis(bases: list[Basis], look: str) -> None:
    """What any page states is drawn firm; only what none states has a broken border."""
    parts = [("meeting", "alba", part, basis) for part, basis in zip(ParticipationRole, bases, strict=False)]
    network = network_of([Town("alba")], events=[event("meeting")], parts=parts)
    [cell] = cells(attendance_view(network, State())).values()
    assert look in prop(cell, "className").split()


def test_key_explains_what_is_used_and_nothing_else() -> None:
    """Two strengths and two bases are in the real facts; no sign stands there that no cell has."""
    view = matrix_view(REAL, State())
    listed = [text(one) for one in walk(view[-1]) if one._type == "Li"]
    assert listed == ["1 fact", "2 facts", "stated", "implied"]
    assert "not that a city does nothing" in text(view[-1])
    listed = [text(one) for one in walk(attendance_view(REAL, State())[-1]) if one._type == "Li"]
    assert listed == ["host", "presenter", "attendee", "stated", "implied", "derived"]


def test_columns_follow_filters_and_sort() -> None:
    """The columns are the cities of the table, in its order."""
    state = State(country=("FI",), sort="-city")
    assert heads(matrix_view(REAL, state), "col") == ["Lappeenranta", "Joensuu", "Helsinki"]
    assert heads(attendance_view(REAL, state), "col") == ["Lappeenranta", "Joensuu", "Helsinki"]


def test_rows_keep_the_two_levels_of_the_topics() -> None:
    """Topics stand in the order of the source, each with the number of cities in it."""
    assert heads(matrix_view(small(), State()), "row") == [
        "Energy3 cities",
        "Solar power2 cities",
        "District heating1 city",
        "Mobility1 city",
    ]


@pytest.mark.parametrize("view", [matrix_view, attendance_view])
def test_hundreds_of_cities_are_paged(view: object) -> None:
    """A hundred columns at most, and the page says of how many."""
    towns = [Town(f"city-{number:03}") for number in range(230)]
    network = network_of(towns, topics=[Topic("energy", "Energy")], events=[event("meeting")])
    first, last = (view(network, State(page=page)) for page in (1, 3))  # type: ignore[operator]  # one of two functions
    assert len(heads(first, "col")) == 100
    assert len(heads(last, "col")) == 30
    assert "page 1 of 3, 230 cities" in text(first)


@pytest.mark.parametrize("view", [matrix_view, attendance_view])
def test_empty_matrix_has_a_message(view: object) -> None:
    """Filters that leave nothing show a sentence, not an empty grid."""
    assert text(view(small(), State(q="no such city"))) == "No city to list with these filters."  # type: ignore[operator]


@given(case=cases())
def test_each_pair_on_record_has_one_cell(case: tuple[Network, State]) -> None:
    """No fact and no part is lost or shown twice, whatever the network and the filters."""
    network, state = case
    ids = set(selected_ids(network, state))
    if not ids:
        return
    shown = Counter(
        (goal(one).city, prop(one, "href").partition("#")[2])
        for one in walk(attendance_view(network, state))
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
        for one in walk(matrix_view(network, state))
        if one._type == "A" and "cell " in (prop(one, "className") or "") and "cell-0" not in prop(one, "className")
    }
    assert drawn == facts
