"""The frame of the page: its landmarks, its slots, and the counts at its foot."""

from __future__ import annotations

import pytest

from dashboard.components.html import to_html
from dashboard.components.ids import Id
from dashboard.components.page import page
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, network_of, small
from tests.seen import Page, goal, links, prop, text, walk

SMALL = small()


def test_landmarks_have_their_names() -> None:
    """Whoever goes by landmarks finds each part under the same name in every state."""
    read = Page(to_html(page(Selection(SMALL, State()), {})))
    assert read.faults == []
    for tag, name in (("form", "Search"), ("form", "Filters"), ("section", "Map"), ("aside", "Details")):
        assert len(read.all(tag, aria_label=name)) == 1
    assert [len(read.all(tag)) for tag in ("header", "main", "footer")] == [1, 1, 1]


def test_parts_stand_in_their_slots() -> None:
    """Each part is put where its id says, and an empty frame has all slots."""
    slots = (Id.SENTENCE, Id.FILTERS_BODY, Id.LEGEND, Id.PANEL, Id.EVENTS, Id.TABLES, Id.POSTER, Id.OUTSIDE)
    frame = page(Selection(SMALL, State()), {slot: f"part of {slot}" for slot in slots})
    shown = {prop(one, "id"): text(prop(one, "children")) for one in walk(frame) if prop(one, "id")}
    for slot in slots:
        assert shown[slot] == f"part of {slot}"
    empty = {prop(one, "id") for one in walk(page(Selection(SMALL, State()), {}))}
    assert set(slots) <= empty


def test_first_links_lead_to_the_list_the_map_and_the_details() -> None:
    """Who goes by keyboard need not pass anything; each of the links leads to a part that can take the focus."""
    frame = page(Selection(SMALL, State()), {})
    first = [prop(one, "href") for one in walk(frame) if one._type == "A"][:3]
    assert first == [f"#{Id.TABLES}", f"#{Id.MAP}", f"#{Id.PANEL}"]
    parts = {prop(one, "id"): prop(one, "tabIndex") for one in walk(frame) if prop(one, "id")}
    assert {parts[href.removeprefix("#")] for href in first} == {-1}


def test_parts_stand_in_the_order_of_the_screen() -> None:
    """The Tab key and a screen reader go through the page as the eye does, from above to below."""
    ids = [prop(one, "id") for one in walk(page(Selection(SMALL, State()), {})) if prop(one, "id")]
    wanted = [
        Id.SEARCH,
        Id.SENTENCE,
        Id.FILTERS,
        Id.MAP,
        Id.OUTSIDE,
        Id.GRAPH,
        Id.LEGEND,
        Id.PANEL,
        Id.EVENTS,
        Id.TABLES,
    ]
    assert [one for one in ids if one in wanted] == wanted


@pytest.mark.parametrize(("theme", "after"), [("auto", "dark"), ("dark", "light"), ("light", "dark")])
def test_switch_of_colours_leads_to_the_other(theme: str, after: str) -> None:
    """All else stays as it is."""
    state = State(city="alba", country=("ES",), theme=theme)  # type: ignore[arg-type]  # one of the themes
    (switch,) = [one for one in links(page(Selection(SMALL, state), {})) if prop(one, "data-theme-switch")]
    assert goal(switch) == state.replace(theme=after)


def test_name_of_the_network_leads_home() -> None:
    """The brand clears everything."""
    (brand,) = [
        one for one in links(page(Selection(SMALL, State(city="alba")), {})) if prop(one, "className") == "brand"
    ]
    assert goal(brand) == State()
    assert text(brand) == "A Network"


def test_foot_counts_with_plural_forms() -> None:
    """The footer shows facts, sources and access date; a list without facts says so in good English."""
    (foot,) = [one for one in walk(page(Selection(SMALL, State()), {})) if prop(one, "id") == Id.FOOTER]
    assert "5 facts on cities and topics, 6 facts on events, 1 source, " in text(foot)
    assert "read on 22 Nov 2026." in text(foot)
    (bare,) = [
        one for one in walk(page(Selection(network_of([Town("a")]), State()), {})) if prop(one, "id") == Id.FOOTER
    ]
    assert "0 facts on cities and topics" in text(bare)
