"""Summary: the sentence is correct, readable, and contains each filter."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given

from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.entities import Role
from dashboard.model.network import Network
from dashboard.query import summary
from dashboard.query.facets import FACETS
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.query.summary import label_of, role_name, to_text
from dashboard.text.i18n import format_number
from tests.networks import Town, cases, network_of, small
from tests.texts import texts

SMALL = small()
REAL = load(default_data())


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (
            "",
            "22 cities in 14 countries share what they learn about smart, sustainable energy and mobility",
        ),
        ("country=ES", "4 of 22 cities: in Spain"),
        ("country=ES&country=FI", "7 of 22 cities: in Spain or Finland"),
        ("role=lighthouse", "3 of 22 cities: with the role Lighthouse"),
        ("country=DE&country=ES&country=FI", "8 of 22 cities: in Germany, Spain or Finland"),
        ("q=rome", "1 of 22 cities: matching “rome”"),
        ("q=no+such+words", "None of the 22 cities: matching “no such words”"),
        ("city=rome", "22 cities in 14 countries share what they learn about smart, sustainable energy and mobility"),
    ],
)
def test_summary_describes_the_selection(query: str, wanted: str) -> None:
    """Without filters, it describes the network; filters are in the order of the page."""
    assert Selection(REAL, State.from_query(query)).sentence == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("topic=solar&topic=heat", "3 of 5 cities: working on District heating or Solar power"),
        ("topic=solar&topic=mobility&match=all", "1 of 5 cities: working on Mobility and Solar power"),
        (
            "topic=energy&topic=solar&topic=heat&match=all",
            "None of the 5 cities: working on Energy, District heating and Solar power",
        ),
        ("attended=meeting&role=lighthouse", "1 of 5 cities: with the role Lighthouse, on record at Meeting"),
        (
            "role=member&country=ES&topic=solar&attended=webinar&q=c",
            "1 of 5 cities: with the role Member, working on Solar power, in Spain, on record at Webinar, matching “c”",
        ),
    ],
)
def test_values_are_joined_by_their_meaning(query: str, wanted: str) -> None:
    """Any value gives "or", all values give "and"; commas separate facets."""
    assert Selection(SMALL, State.from_query(query)).sentence == wanted


@pytest.mark.parametrize(
    ("towns", "query", "wanted"),
    [
        (0, "", "0 cities"),
        (1, "", "1 city in 1 country"),
        (2, "", "2 cities in 1 country"),
        (1, "country=ES", "1 of 1 city: in Spain"),
        (1, "q=x", "0 of 1 city: matching “x”"),
        (2, "q=x", "None of the 2 cities: matching “x”"),
        (1234, "", "1,234 cities in 1 country"),
    ],
)
def test_numbers_have_plural_forms(towns: int, query: str, wanted: str) -> None:
    """Singular and plural are correct, and thousands have a comma."""
    network = network_of([Town(f"town-{at}") for at in range(towns)])
    assert Selection(network, State.from_query(query)).sentence == wanted


@given(cases())
def test_summary_is_correct_and_contains_each_filter_once(case: tuple[Network, State]) -> None:
    """The count is that of the selection, and each filter is one segment."""
    network, state = case
    pieces = Selection(network, state).summary
    said = to_text(pieces)
    assert said.count("\0") == sum(piece.text.count("\0") for piece in pieces if piece.key)
    filters = [(key, value) for key in FACETS for value in getattr(state, key)] + ([("q", state.q)] if state.q else [])
    assert sorted((piece.key, piece.value) for piece in pieces if piece.key) == sorted(filters)
    for piece in pieces:
        if piece.key:
            assert piece.text == (piece.value if piece.key == "q" else label_of(network, piece.key, piece.value))
    if not state.filtered:
        assert said.startswith(format_number(len(network)))
        assert said.endswith(network.tagline)
        return
    found = int(np.count_nonzero(Selection(network, state).mask))
    lead = pieces[0].text
    if found:
        assert re.findall(r"\d+", lead) == [str(found), str(len(network))]
    else:
        assert re.match("None of the|0 of 1 city: ", lead)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", "5 cities in 3 countries share what they learn – A Network"),
        ("city=brno", "Břno – A Network"),
        ("event=meeting", "Meeting – A Network"),
        ("about=solar", "Solar power – A Network"),
        ("compare=alba&compare=brno", "Compare Alba and Břno – A Network"),
        ("city=brno&country=ES", "Břno – 2 of 5 cities: in Spain – A Network"),
        ("country=ES", "2 of 5 cities: in Spain – A Network"),
    ],
)
def test_title_starts_with_the_open_detail(query: str, wanted: str) -> None:
    """The titles of browser tabs differ."""
    assert Selection(SMALL, State.from_query(query)).title == wanted


@pytest.mark.parametrize(
    ("key", "value", "label"),
    [
        ("country", "ES", "Spain"),
        ("role", "follower", "Follower"),
        ("topic", "solar", "Solar power"),
        ("about", "solar", "Solar power"),
        ("attended", "meeting", "Meeting"),
        ("event", "meeting", "Meeting"),
        ("city", "brno", "Břno"),
        ("compare", "brno", "Břno"),
        ("q", "solar", "solar"),
        ("q", "meeting", "meeting"),
        ("q", "brno", "brno"),
        ("about", "nothing", "nothing"),
        ("event", "nothing", "nothing"),
        ("city", "nothing", "nothing"),
        ("event", "solar", "solar"),
        ("city", "meeting", "meeting"),
    ],
)
def test_a_value_is_called_by_the_words_of_its_own_kind(key: str, value: str, label: str) -> None:
    """A city that has the id of a topic is not called by it; what is not there is called by its value."""
    assert label_of(SMALL, key, value) == label


def test_each_role_has_a_word_that_translators_know() -> None:
    """No two are called the same."""
    names = [role_name(role) for role in Role]
    assert len(set(names)) == len(names)
    assert set(names) <= texts()


@pytest.mark.parametrize("query", ["event=nothing", "about=nothing", "city=nothing"])
def test_the_title_of_what_is_not_there_is_that_of_the_page(query: str) -> None:
    """An old link still has a title."""
    assert Selection(SMALL, State.from_query(query)).title == Selection(SMALL, State()).title


def test_a_pattern_may_end_with_words_after_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """In other languages the verb stands last."""
    turned = {"working on {values}": "auf {values} arbeitend"}
    monkeypatch.setattr(summary, "_", lambda text: turned.get(text, text))
    pieces = Selection(SMALL, State(topic=("solar",))).summary
    assert [piece.text for piece in pieces][1:] == ["auf ", "Solar power", " arbeitend"]
    assert [piece.key for piece in pieces][1:] == ["", "topic", ""]


def test_names_of_countries_are_those_of_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language that is spoken, and not the first there is."""
    monkeypatch.setattr(summary, "language", lambda: "fi")
    assert label_of(SMALL, "country", "ES") == "Espanja"
