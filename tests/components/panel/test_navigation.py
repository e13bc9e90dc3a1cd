"""The head of a panel: its name, the way to the neighbours of a list and out, and jumps to its parts."""

from __future__ import annotations

import pytest
from dash import html

from dashboard.components.ids import Id
from dashboard.components.panel.navigation import (
    city_link,
    close_link,
    panel_head,
    part_name,
    place_in,
    previous_next,
    section,
)
from dashboard.model.entities import ParticipationRole
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, network_of, small
from tests.seen import goal, prop, text, walk

AMONG, LABELS = ("alba", "brno", "cuna"), ("Alba", "Brno", "Cuna")


def steps(value: str, among: tuple[str, ...] = AMONG) -> dict[str, str]:
    """Where the ways to previous and next lead."""
    view = previous_next(State(q="x"), "city", value, among, LABELS[: len(among)])
    return {prop(one, "data-step"): goal(one).city for one in walk(view) if prop(one, "data-step")}


@pytest.mark.parametrize(
    ("value", "previous", "following"),
    [("alba", "cuna", "brno"), ("brno", "alba", "cuna"), ("cuna", "brno", "alba")],
)
def test_a_list_is_stepped_through_round_its_ends(value: str, previous: str, following: str) -> None:
    """Before the first comes the last, and after the last the first."""
    assert steps(value) == {"previous": previous, "next": following}


@pytest.mark.parametrize(("value", "among"), [("nowhere", AMONG), ("alba", ("alba",)), ("alba", ())])
def test_there_is_no_step_without_a_neighbour(value: str, among: tuple[str, ...]) -> None:
    """A list of one, or one that lacks what is opened, leads only out."""
    assert steps(value, among) == {}


def test_a_step_says_where_it_leads_and_keeps_the_filters() -> None:
    """A sign alone says nothing to a screen reader."""
    view = previous_next(State(q="x"), "city", "brno", AMONG, LABELS)
    first, second = [one for one in walk(view) if prop(one, "data-step")]
    assert ("Alba" in prop(first, "aria-label"), "Cuna" in prop(second, "aria-label")) == (True, True)
    assert prop(first, "title") == prop(first, "aria-label")
    assert goal(first).q == "x"


def test_the_way_out_closes_and_keeps_the_filters() -> None:
    """Nothing is opened afterwards."""
    way = close_link(State(country=("ES",), city="alba"))
    assert goal(way) == State(country=("ES",))
    assert prop(way, "data-close") == "1"


@pytest.mark.parametrize(
    ("jumps", "count"),
    [([], 0), ([("One", "one", 1)], 0), ([("One", "one", 1), ("Two", "two", None)], 2)],
)
def test_jumps_are_there_from_two_parts_on(jumps: list[tuple[str, str, int | None]], count: int) -> None:
    """One part needs no way to it."""
    head = panel_head("Alba", html.Nav([]), jumps=jumps)
    found = [one for one in walk(head) if prop(one, "data-jump")]
    assert [prop(one, "href") for one in found] == [f"#section-{identity}" for _, identity, _ in jumps][:count]
    assert [text(one) for one in found] == ["One 1", "Two"][:count]


def test_the_name_of_a_panel_can_be_focused() -> None:
    """Scripts put the focus on the heading, which is none of the stops of the Tab key."""
    [title] = [one for one in walk(panel_head("Alba", html.Nav([]))) if one._type == "H2"]
    assert (text(title), prop(title, "id"), prop(title, "tabIndex")) == ("Alba", f"{Id.PANEL}-title", -1)


@pytest.mark.parametrize(("value", "words"), [("alba", "1 of 3"), ("cuna", "3 of 3"), ("nowhere", "not in the list")])
def test_the_place_in_a_list_counts_from_one(value: str, words: str) -> None:
    """What is not in the list says so in the words of the caller."""
    assert text(place_in(AMONG, value, outside="not in the list")) == words


def test_a_city_is_linked_by_its_label_with_the_mark_of_its_role() -> None:
    """The part of its panel is the fragment; a city without a role has no mark."""
    link = city_link(Selection(small(), State(q="x")), "brno", part="topic-heat")
    assert (goal(link), text(link)) == (State(q="x", city="brno"), "Břno")
    assert prop(link, "href").endswith("#topic-heat")
    assert next(prop(one, "className") for one in walk(link) if one._type == "Span") == "dot dot-follower"
    bare = city_link(Selection(network_of([Town("alba", role="")]), State()), "alba")
    assert "dot" not in [prop(one, "className") for one in walk(bare)]
    assert "#" not in prop(bare, "href")


def test_each_part_in_an_event_has_a_word_of_its_own() -> None:
    """No two parts are called the same."""
    assert [part_name(part) for part in ParticipationRole] == ["host", "presenter", "attendee"]


@pytest.mark.parametrize(("count", "words"), [(None, "Topics"), (0, "Topics 0"), (1234, "Topics 1,234")])
def test_a_section_is_named_by_its_heading(count: int | None, words: str) -> None:
    """The count belongs to the heading; none is left out, zero is not."""
    view = section("Topics", [html.P("x")], count=count, identity="topics")
    heading = view.children[0]
    assert (text(heading), prop(heading, "id")) == (words, "section-topics")
    assert prop(view, "aria-labelledby") == "section-topics"
