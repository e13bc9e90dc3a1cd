"""The table is the list of what matches: the same cities in the order that is asked for, page by page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dash.development.base_component import Component
from hypothesis import given

from dashboard.components.city_table import PAGE_SIZE, default_sort, main_topics, table_view
from dashboard.model.entities import Topic
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import FILTER_KEYS, State
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
    view = table_view(Selection(network, state))
    assert rows(view) == Selection(network, state).ids
    if not rows(view):
        assert "No city" in text(view)
    for city, link in zip(rows(view), links(view, "city"), strict=True):
        assert goal(link) == state.open("city", city)
        assert text(link) == network.cities["label"].iat[network.row_by_city_id[city]]


@given(cases(least=1))
def test_columns_are_those_the_network_can_fill(case: tuple[Network, State]) -> None:
    """No roles, no column of roles; each row has a cell for each column."""
    network, state = case
    view = table_view(Selection(network, state.cleared()))
    wanted = ["City", "Country"]
    wanted += ["Role"] * bool(set(network.cities["role"]) - {""})
    wanted += ["Main topics", "Topics"] * bool(network.topics) + ["Events"] * bool(network.events)
    assert list(heads(view)) == wanted
    for row in [one for one in walk(view) if prop(one, "data-row")]:
        assert len(prop(row, "children")) == len(wanted)


@pytest.mark.parametrize(
    ("column", "sorts"),
    [("City", ["city", "-city", ""]), ("Role", ["-role", ""]), ("Topics", ["-topics", "topics", ""])],
)
def test_head_sorts_turns_and_comes_back(column: str, sorts: list[str]) -> None:
    """The first click sorts, the second turns it round, the third is the order of the network; numbers begin high."""
    state = State(country=("ES", "CZ"), page=1)
    for sort in sorts:
        head = heads(table_view(Selection(SMALL, state)))[column]
        (link,) = links(head)
        state = goal(link)
        assert state == State(country=("ES", "CZ"), sort=sort)
        shown = prop(heads(table_view(Selection(SMALL, state)))[column], "aria-sort")
        unsorted = "ascending" if column == "Role" else "none"  # the network itself stands by role
        assert shown == {"": unsorted, "-": "descending"}.get(sort[:1], "ascending")


def test_only_the_sorted_column_says_so() -> None:
    """A click on another header starts on the first page."""
    view = table_view(Selection(SMALL, State(sort="-city")))
    assert [prop(head, "aria-sort") for head in heads(view).values()] == [
        "descending",
        "none",
        "none",
        None,
        *["none"] * 2,
    ]
    (link,) = links(heads(view)["Events"])
    assert goal(link).sort == "-events"


@pytest.mark.parametrize(
    ("towns", "marked"),
    [
        ([Town("b", role="lighthouse"), Town("a", role="member")], "role"),
        ([Town("a", role="member"), Town("b", role="lighthouse")], "city"),
        ([Town("a", role=""), Town("b", role="")], "city"),
        ([Town("b", role=""), Town("a", role="")], ""),
        ([Town("b", role="member"), Town("a", role="lighthouse")], ""),
    ],
)
def test_head_says_what_the_network_is_ordered_by(towns: list[Town], marked: str) -> None:
    """Without a choice of the visitor, the column that the rows follow has the sign, where there is one."""
    network = network_of(towns)
    assert default_sort(network) == marked
    signed = [name for name, head in heads(table_view(Selection(network, State()))).items() if "↑" in shown_text(head)]
    assert signed == [marked.title()] * bool(marked)


def shown_text(node: Component) -> str:
    """All text, that for the eye alone too."""
    return "".join(prop(one, "children") for one in walk(node) if isinstance(prop(one, "children"), str))


def test_main_topics_are_those_with_the_firmest_evidence() -> None:
    """Stated facts count first, then all facts, then the order of the network; two are named."""
    topics = [Topic(one, one.title()) for one in ("heat", "light", "power", "water")]
    facts = [("a", "heat"), ("a", "heat"), ("a", "power"), ("a", "water"), ("a", "water")]
    network = network_of([Town("a"), Town("b")], topics=topics, facts=facts)
    bases = ["implied" if topic == "heat" else "stated" for topic in network.city_topics["topic"]]
    network = replace(network, city_topics=network.city_topics.assign(basis=bases))
    assert main_topics(network, "a") == ["Water", "Power"]
    assert main_topics(network, "b") == []


def test_chosen_topics_show_how_many_facts_there_are() -> None:
    """With a topic on, each row has the number of facts on it, those on the topics below it too."""
    view = table_view(Selection(SMALL, State(topic=("energy", "mobility"))))
    assert "Facts on the chosen topics" in heads(view)
    cells = [text(one) for one in walk(view) if prop(one, "className") == "main-topics"]
    assert cells == ["Energy (1) · Mobility (1)", "Energy (1)", "Energy (2)"]


@pytest.mark.parametrize(
    ("page", "first", "length", "ways"),
    [(1, 0, 100, [2]), (2, 100, 100, [1, 3]), (3, 200, 50, [2]), (99, 200, 50, [2])],
)
def test_long_table_has_pages(page: int, first: int, length: int, ways: list[int]) -> None:
    """A hundred to a page; beyond the last page is the last page; the way on keeps filters and order."""
    network = network_of([Town(f"town-{number:03}") for number in range(PAGE_SIZE * 2 + 50)])
    state = State(country=("ES",), sort="city", page=page)
    view = table_view(Selection(network, state))
    assert rows(view) == [f"town-{number:03}" for number in range(first, first + length)]
    (pager,) = [one for one in walk(view) if one._type == "Nav"]
    assert [goal(link) for link in links(pager)] == [State(country=("ES",), sort="city", page=way) for way in ways]
    assert f"page {min(page, 3)} of 3, 250 cities" in text(pager)


def test_full_page_has_no_pager() -> None:
    """A hundred cities need no second page."""
    network = network_of([Town(f"town-{number}") for number in range(PAGE_SIZE)])
    assert not [one for one in walk(table_view(Selection(network, State()))) if one._type == "Nav"]


@pytest.mark.parametrize("state", [State(), State(country=("ES",), sort="-city", page=2, tab="cities", city="cuna")])
def test_the_whole_list_is_offered_as_a_file(state: State) -> None:
    """The file has the filters and the order of the table, and all of its pages."""
    network = network_of([Town(f"town-{number}", "ES") for number in range(PAGE_SIZE + 5)])
    (file,) = [one for one in walk(table_view(Selection(network, state))) if prop(one, "download") is not None]
    assert text(file) == "Download 105 cities as CSV"
    path, _, query = file.href.partition("?")
    assert (path, State.from_query(query)) == ("export/cities.csv", state.keep(*FILTER_KEYS, "sort"))


def test_table_has_a_name() -> None:
    """A reader of the screen hears what the table is."""
    (caption,) = [one for one in walk(table_view(Selection(SMALL, State()))) if one._type == "Caption"]
    assert text(caption) == "Cities"
