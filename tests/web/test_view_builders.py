"""The parts of a view fill the slots of the page, and say what the page says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from dashboard.components.html import to_html
from dashboard.components.ids import Id
from dashboard.config import Settings, default_data, resource
from dashboard.ingest.loader import load
from dashboard.maps.svg.outlines import Outlines
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.query.unknown_values import drop_unknown
from dashboard.query.validation import ignored_values
from dashboard.web.view_builders import first_parts, page_parts, panel_parts
from tests.networks import Town, cases, network_of
from tests.seen import Page

REAL = load(default_data())
OUTLINES = Outlines(resource("assets") / "basemap")


@given(cases(stale=True))
@settings(max_examples=25)
def test_parts_say_what_is_selected(case: tuple[Network, State]) -> None:
    """Sentence, title and dimmed rows are those of the resolved state, and every slot is well-formed HTML."""
    network, state = case
    page, panel = page_parts(Selection.of(network, state)), panel_parts(Selection.of(network, state), Settings())
    resolved, _ = drop_unknown(network, state)
    assert page["announcement"] == Selection.of(network, resolved).sentence
    assert page["hidden"] == (state.show == "matching")
    assert panel["title"] == Selection.of(network, resolved).title
    for part in (page, panel):
        slots = {key: value for key, value in part.items() if key in set(Id)}
        assert slots
        for value in slots.values():
            assert Page(value).faults == []


@pytest.mark.parametrize("query", ["", "city=rome", "country=ES&tab=matrix", "event=workshop-1", "city=nante&role=x"])
def test_first_html_shows_the_same_parts(query: str) -> None:
    """What the scripts fetch later is what was there before them, so that nothing jumps."""
    state = State.from_query(query)
    first = first_parts(Selection.of(REAL, state), Settings(), OUTLINES)
    later = {**page_parts(Selection.of(REAL, state)), **panel_parts(Selection.of(REAL, state), Settings())}
    for slot in set(first) & set(later):
        assert to_html(first[slot]) == later[slot]
    assert {Id.SENTENCE, Id.FILTERS_BODY, Id.LEGEND, Id.TABLES, Id.EVENTS, Id.PANEL} <= set(later)


def test_notices_about_unknown_values_are_in_their_parts() -> None:
    """A notice about an unknown filter is next to the summary, one about an unknown item in the panel; each once."""
    state = State.from_query("city=nante&country=Spian")
    page, panel = page_parts(Selection.of(REAL, state)), panel_parts(Selection.of(REAL, state), Settings())
    assert "Spian" in page[Id.SENTENCE]
    assert "nante”" in panel[Id.PANEL]
    assert "nante”" not in page[Id.SENTENCE]
    assert "Spian" not in panel[Id.PANEL]


def test_invalid_display_setting_has_a_notice_on_the_page_and_in_the_document() -> None:
    """A table that is not here is said where the tables are asked for, before and after any script alike."""
    state, wrong = State.from_query("tab=matrx"), ignored_values("tab=matrx")
    page = page_parts(Selection.of(REAL, state), misread=wrong)
    first = first_parts(Selection.of(REAL, state), Settings(), OUTLINES, misread=wrong)
    assert "matrx" in page[Id.SENTENCE]
    assert to_html(first[Id.SENTENCE]) == page[Id.SENTENCE]


def test_both_colours_change_the_same_circles() -> None:
    """A change of the map is there for the light and for the dark one."""
    changes = page_parts(Selection.of(REAL, State(country=("ES",))))["map"]
    assert set(changes) == {"light", "dark"}
    sizes = {theme: json.dumps(patch.to_plotly_json()).count("customdata") for theme, patch in changes.items()}
    assert sizes["light"] == sizes["dark"] > 0


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ({"Lima": (-12.05, -77.04), "Quito": (-0.18, -78.47), "Rome": (41.9, 12.5)}, ""),  # all are seen at first
        ({"Lima": (-12.05, -77.04), "Nantes": (47.2, -1.55), "Rome": (41.9, 12.5)}, "1 outside this view"),
    ],
)
def test_first_page_counts_outside_what_it_shows(places: dict[str, tuple[float, float]], said: str) -> None:
    """A network of the whole world is shown whole, and has no city outside the first view."""
    network = network_of([Town(name.lower(), label=name, at=at) for name, at in places.items()])
    shown = to_html(first_parts(Selection.of(network, State()), Settings(), OUTLINES)[Id.OUTSIDE])
    assert ("outside this view" in shown) == bool(said)
    assert said in shown
