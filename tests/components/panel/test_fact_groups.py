"""What is said word for word of many is said once; names beyond a limit are folded, those beyond the next counted."""

from __future__ import annotations

import pytest

from dashboard.components.panel.fact_groups import (
    MOST_NAMES,
    MOST_UNFOLDED,
    folded_facts,
    group_by_fact,
    grouped_facts,
    names,
)
from dashboard.model.facts import Basis, Fact
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import SOURCE, Town, network_of, small
from tests.seen import goal, links, prop, text, walk

FACT = Fact("Said.", Basis.STATED, SOURCE)
OTHER = Fact("Said.", Basis.IMPLIED, SOURCE)
CROWD = network_of([Town(f"c-{number:03}") for number in range(MOST_UNFOLDED + 2)])


def crowd(count: int) -> list[str]:
    """So many ids of the crowd."""
    return [str(city) for city in CROWD.cities["id"][:count]]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_the_first_fact_is_in_sight_and_the_others_are_folded(count: int) -> None:
    """One fact needs no button; of more, the button says how many stand behind it."""
    view = folded_facts([Fact(f"Fact {number}.", Basis.STATED, SOURCE) for number in range(count)])
    folds = [one for one in walk(view) if prop(one, "className") == "more-facts"]
    facts = [one for one in walk(view) if prop(one, "className") == "fact"]
    assert len(facts) == count
    assert len(folds) == (count > 1)
    if folds:
        assert str(count - 1) in text(folds[0].children[0])
        assert "Fact 0." not in text(folds[0])
        assert "Fact 1." in text(folds[0])


def test_equal_facts_are_one_with_each_city_once_in_order() -> None:
    """Another basis is another fact."""
    found = group_by_fact([("b", FACT), ("a", FACT), ("b", FACT), ("a", OTHER)])
    assert found == {FACT: ["b", "a"], OTHER: ["a"]}
    assert list(found) == [FACT, OTHER]


def test_each_fact_stands_under_the_names_of_its_cities() -> None:
    """The links keep the filters and open the city."""
    state = State(country=("ES",))
    view = grouped_facts(Selection(small(), state), [("alba", FACT), ("cuna", FACT), ("brno", OTHER)])
    first, second = [one for one in walk(view) if prop(one, "className") == "fact"]
    assert [goal(one) for one in links(first, "city")] == [state.open("city", "alba"), state.open("city", "cuna")]
    assert [goal(one).city for one in links(second, "city")] == ["brno"]


def test_a_single_name_is_a_link_and_no_list() -> None:
    """A count of one would say nothing."""
    view = names(Selection(small(), State()), ["alba"])
    assert (view._type, text(view)) == ("A", "Alba")


@pytest.mark.parametrize(
    ("count", "in_sight", "folded", "counted"),
    [
        (2, 2, 0, 0),
        (MOST_NAMES, MOST_NAMES, 0, 0),
        (MOST_NAMES + 1, MOST_NAMES, 1, 0),
        (MOST_UNFOLDED, MOST_NAMES, MOST_UNFOLDED - MOST_NAMES, 0),
        (MOST_UNFOLDED + 1, MOST_NAMES, MOST_UNFOLDED - MOST_NAMES, 1),
    ],
)
def test_names_beyond_a_limit_are_folded_and_beyond_the_next_counted(
    count: int, in_sight: int, folded: int, counted: int
) -> None:
    """Forty are in sight, three hundred are written at all, and no name stands twice."""
    view = names(Selection(CROWD, State()), crowd(count))
    behind = [one for one in walk(view) if one._type == "Details"]
    hidden = [goal(one).city for one in links(behind, "city")]
    shown = [goal(one).city for one in links(view, "city")]
    assert len(shown) - len(hidden) == in_sight
    assert len(hidden) == folded
    assert shown == crowd(count)[: in_sight + folded]
    if behind:
        assert str(count - MOST_NAMES) in text(behind[0].children[0])
    left = [text(one) for one in walk(view) if prop(one, "className") == "muted"]
    assert [str(counted) in words for words in left] == [True] * bool(counted)


def test_the_count_is_left_out_where_it_stands_elsewhere() -> None:
    """A heading may have it already."""
    assert [
        text(one) for one in walk(names(Selection(CROWD, State()), crowd(3))) if prop(one, "className") == "names-count"
    ] == ["3 cities"]
    assert "3 cities" not in text(names(Selection(CROWD, State()), crowd(3), counted=False))
