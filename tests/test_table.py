"""The table is the list of what matches: the same cities in the order that is asked for, page by page."""

from __future__ import annotations

import pytest
from dash.development.base_component import Component
from hypothesis import given

from dashboard.network.model import Network
from dashboard.network.selection import selected_ids
from dashboard.network.state import State
from dashboard.views.table import PAGE_SIZE, table_view
from tests.networks import Town, cases, network_of, small
from tests.seen import goal, links, prop, text, walk

SMALL = small()


def rows(view: list[Component]) -> list[str]:
    """Ids of the cities in the rows."""
    return [prop(one, "data-row") for one in walk(view) if prop(one, "data-row")]


def heads(view: list[Component]) -> dict[str, Component]:
    """The heads of the columns by their text."""
    return {text(one): one for one in walk(view) if one._type == "Th" and prop(one, "scope") == "col"}


@given(cases())
def test_rows_are_the_selection_in_its_order(case: tuple[Network, State]) -> None:
    """Each matching city has one row, with a link that opens it and keeps the rest."""
    network, state = case
    view = table_view(network, state)
    assert rows(view) == selected_ids(network, state)
    if not rows(view):
        assert "No city" in text(view)
    for city, link in zip(rows(view), links(view, "city"), strict=True):
        assert goal(link) == state.open("city", city)
        assert text(link) == network.cities["label"].iat[network.rows[city]]


@given(cases(least=1))
def test_columns_are_those_the_network_can_fill(case: tuple[Network, State]) -> None:
    """No roles, no column of roles; each row has a cell for each column."""
    network, state = case
    view = table_view(network, state.cleared())
    wanted = ["City", "Country"]
    wanted += ["Role"] * bool(set(network.cities["role"]) - {""})
    wanted += ["Topics"] * bool(network.topics) + ["Events"] * bool(network.events)
    assert list(heads(view)) == wanted
    for row in [one for one in walk(view) if prop(one, "data-row")]:
        assert len(prop(row, "children")) == len(wanted)


@pytest.mark.parametrize(
    ("column", "sorts"),
    [("City", ["city", "-city", ""]), ("Role", ["role", "-role", ""]), ("Topics", ["-topics", "topics", ""])],
)
def test_head_sorts_turns_and_comes_back(column: str, sorts: list[str]) -> None:
    """The first click sorts, the second turns it round, the third is the order of the network; numbers begin high."""
    state = State(country=("ES", "CZ"), page=1)
    for sort in sorts:
        head = heads(table_view(SMALL, state))[column]
        (link,) = links(head)
        state = goal(link)
        assert state == State(country=("ES", "CZ"), sort=sort)
        shown = prop(heads(table_view(SMALL, state))[column], "aria-sort")
        assert shown == {"": "none", "-": "descending"}.get(sort[:1], "ascending")


def test_only_the_sorted_column_says_so() -> None:
    """A click on another head begins anew."""
    view = table_view(SMALL, State(sort="-city"))
    assert [prop(head, "aria-sort") for head in heads(view).values()] == ["descending", *["none"] * 4]
    (link,) = links(heads(view)["Events"])
    assert goal(link).sort == "-events"


@pytest.mark.parametrize(
    ("page", "first", "length", "ways"),
    [(1, 0, 100, [2]), (2, 100, 100, [1, 3]), (3, 200, 50, [2]), (99, 200, 50, [2])],
)
def test_long_table_has_pages(page: int, first: int, length: int, ways: list[int]) -> None:
    """A hundred to a page; beyond the last page is the last page; the way on keeps filters and order."""
    network = network_of([Town(f"town-{number:03}") for number in range(PAGE_SIZE * 2 + 50)])
    state = State(country=("ES",), sort="city", page=page)
    view = table_view(network, state)
    assert rows(view) == [f"town-{number:03}" for number in range(first, first + length)]
    (pager,) = [one for one in view if one._type == "Nav"]
    assert [goal(link) for link in links(pager)] == [State(country=("ES",), sort="city", page=way) for way in ways]
    assert f"page {min(page, 3)} of 3, 250 cities" in text(pager)


def test_full_page_has_no_pager() -> None:
    """A hundred cities need no second page."""
    network = network_of([Town(f"town-{number}") for number in range(PAGE_SIZE)])
    assert len(table_view(network, State())) == 1


def test_table_has_a_name() -> None:
    """A reader of the screen hears what the table is."""
    (caption,) = [one for one in walk(table_view(SMALL, State())) if one._type == "Caption"]
    assert text(caption) == "Cities"
