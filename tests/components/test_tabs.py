"""The tabs below the map are links that say which table is shown, in any network."""

from __future__ import annotations

import pytest
from hypothesis import given

from dashboard.components.html import to_html
from dashboard.components.ids import Id
from dashboard.components.tabs import tabs_view
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, cases, event, network_of, small
from tests.seen import Page, goal, prop, text, walk


@pytest.mark.parametrize(
    ("tab", "title"),
    [("cities", "Cities"), ("matrix", "Who works on what"), ("events", "Who met where"), ("gaps", "Gaps")],
)
def test_chosen_tab_is_selected_and_names_its_panel(tab: str, title: str) -> None:
    """One tab is selected, and the panel is labelled by it and controlled by all."""
    page = Page(to_html(tabs_view(Selection(small(), State(tab=tab)))))  # type: ignore[arg-type]  # one of the literals
    tabs = page.all("a", role="tab")
    assert [one.text for one in tabs if one.attributes["aria-selected"] == "true"] == [title]
    [panel] = page.all("div", role="tabpanel")
    assert panel.attributes["aria-labelledby"] == f"tab-{tab}"
    assert {one.attributes["aria-controls"] for one in tabs} == {panel.attributes["id"]}
    assert not page.faults


def test_tabs_keep_filters_and_start_on_the_first_page() -> None:
    """Another tab shows the same cities, from the first page on, and comes into sight where no script runs."""
    view = tabs_view(Selection(small(), State(tab="cities", country=("ES",), city="alba", sort="-topics", page=3)))
    tabs = [one for one in walk(view) if prop(one, "role") == "tab"]
    assert [goal(one).tab for one in tabs] == ["cities", "matrix", "events", "gaps"]
    assert {(goal(one).country, goal(one).city, goal(one).sort, goal(one).page) for one in tabs} == {
        (("ES",), "alba", "-topics", 1)
    }
    assert all(prop(one, "href").endswith(f"#{Id.TABLES}") for one in tabs)


@pytest.mark.parametrize(
    ("network", "tabs"),
    [
        (network_of([Town("alba")]), ["Cities", "Gaps"]),
        (network_of([Town("alba")], events=[event("meeting")]), ["Cities", "Who met where", "Gaps"]),
    ],
)
def test_tabs_without_content_are_not_offered(network: Network, tabs: list[str]) -> None:
    """A network without topics has no matrix; an address that asks for it shows the cities."""
    view = tabs_view(Selection(network, State(tab="matrix")))
    assert [text(one) for one in walk(view) if prop(one, "role") == "tab"] == tabs
    assert prop(next(one for one in walk(view) if prop(one, "role") == "tabpanel"), "aria-labelledby") == "tab-cities"


@given(case=cases())
def test_any_table_of_any_network_is_valid_html(case: tuple[Network, State]) -> None:
    """Nothing raises, every element is closed, no id stands twice, and names that look like HTML stay text."""
    network, state = case
    page = Page(to_html(tabs_view(Selection(network, state))))
    assert not page.faults
    assert not page.all("script")
    assert not page.all("img")
    ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
