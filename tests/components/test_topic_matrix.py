"""The matrix of topics and cities is a table whose every cell can be read, clicked and told from an empty one."""

from __future__ import annotations

from dashboard.components.participation_matrix import attendance_view
from dashboard.components.topic_matrix import matrix_view
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.entities import Topic
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.components.grids import cells, heads
from tests.networks import Town, network_of, small
from tests.seen import goal, prop, text, walk

REAL = load(default_data())


def test_cells_say_city_topic_and_count() -> None:
    """The words of a cell are the whole of it: a screen reader needs no heads."""
    found = cells(matrix_view(Selection(REAL, State(tab="matrix"))))
    cell = found["Nantes, New electro mobility solutions: 2 facts"]
    assert text(cell) == "2"
    assert prop(cell, "title") == "Nantes, New electro mobility solutions: 2 facts"
    assert "Kartal, ICT: 1 fact, implied" in found


def test_cells_lead_to_the_part_of_the_panel() -> None:
    """A click opens the city where it speaks of that topic or event, and keeps filters and tab."""
    state = State(tab="matrix", country=("ES", "CZ"))
    cell = cells(matrix_view(Selection(small(), state)))["Břno, District heating: 1 fact"]
    assert goal(cell) == state.open("city", "brno")
    assert prop(cell, "href").endswith("#topic-heat")
    cell = cells(attendance_view(Selection(small(), state)))["Alba, Meeting: host, stated"]
    assert prop(cell, "href").endswith("#event-meeting")


def test_heads_lead_to_what_they_name() -> None:
    """A row head opens its topic or event, a column head its city."""
    goals = [goal(one) for one in walk(matrix_view(Selection(small(), State()))) if one._type == "A"]
    assert {one.about for one in goals if one.about} == {"energy", "solar", "heat", "mobility"}
    assert {one.city for one in goals if one.city} == {"alba", "brno", "cuna", "dalu", "eden"}
    goals = [goal(one) for one in walk(attendance_view(Selection(small(), State()))) if one._type == "A"]
    assert {one.event for one in goals if one.event} == {"meeting", "webinar"}


def test_parents_sum_up_what_is_below_them() -> None:
    """A topic with others below it counts their facts, says so, and leads to the first of them on record."""
    topics = [Topic("energy", "Energy"), Topic("sun", "Sun", "energy"), Topic("heat", "Heat", "energy")]
    network = network_of([Town("alba")], topics=topics, facts=[("alba", "sun"), ("alba", "heat"), ("alba", "heat")])
    cell = cells(matrix_view(Selection(network, State())))["Alba, Energy and subtopics: 3 facts"]
    assert "cell-0" in prop(cell, "className")
    assert prop(cell, "href").endswith("#topic-sun")


def test_key_explains_what_is_used_and_nothing_else() -> None:
    """Two strengths and two bases are in the real facts; no sign stands there that no cell has."""
    view = matrix_view(Selection(REAL, State()))
    listed = [text(one) for one in walk(view[-1]) if one._type == "Li"]
    assert listed == ["1 fact", "2 facts", "stated", "implied"]
    assert "not that a city does nothing" in text(view[-1])
    listed = [text(one) for one in walk(attendance_view(Selection(REAL, State()))[-1]) if one._type == "Li"]
    assert listed == ["host", "presenter", "attendee", "stated", "implied", "derived"]


def test_rows_keep_the_two_levels_of_the_topics() -> None:
    """Topics stand in the order of the source, each with the number of cities in it."""
    assert heads(matrix_view(Selection(small(), State())), "row") == [
        "Energy3 cities",
        "Solar power2 cities",
        "District heating1 city",
        "Mobility1 city",
    ]
