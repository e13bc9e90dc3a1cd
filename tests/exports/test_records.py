"""Records hold all that is known of a selection, as plain values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.exports.records import about, city_records, dated_by_event, licences, selected_events
from dashboard.model.facts import Basis, Fact, SourceKind
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.exports.reading import full
from tests.networks import SOURCE, Town, event, network_of, small


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (State(), ["meeting", "webinar"]),
        (State(event="webinar"), ["webinar"]),
        (State(attended=("meeting",)), ["meeting"]),
        (State(country=("CZ",)), ["meeting"]),
        (State(country=("XX",)), []),
    ],
)
def test_calendar_follows_the_selection(state: State, wanted: list[str]) -> None:
    """The opened event alone; those filtered by; those with a matching city; else all."""
    assert [event.id for event in selected_events(Selection(small(), state))] == wanted


def test_a_record_says_none_where_nothing_is_known() -> None:
    """And "" where a text is empty, so that a program needs not ask which keys there are."""
    (full_record, bare) = city_records(Selection(full(), State()))
    assert set(full_record) == set(bare)
    assert [key for key, value in bare.items() if value is None] == [
        "latitude",
        "longitude",
        "population",
        "summary_source",
    ]


@pytest.mark.parametrize(("kind", "credited"), [(SourceKind.ENCYCLOPEDIA, True), (SourceKind.PRESS, False)])
def test_what_rests_on_an_encyclopedia_names_its_licence(kind: SourceKind, credited: bool) -> None:
    """Wikipedia asks for it; places are credited by their provider."""
    network = replace(full(), sources={"page": replace(SOURCE, kind=kind)})
    found = licences(network)
    assert found[0] == "Places: GeoNames, CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
    assert [("Wikipedia" in one, one.rpartition(", ")[2]) for one in found[1:]] == [
        (True, "https://creativecommons.org/licenses/by-sa/4.0/")
    ] * credited


def test_an_export_without_a_day_of_reading_says_null() -> None:
    """The sentence and the address are those of the selection."""
    found = about(Selection(replace(full(), accessed=None), State(country=("ES",))))
    assert found["sources_read"] is None
    assert found["query"] == "country=ES"
    assert found["sentence"].startswith("1 of 2")


@pytest.mark.parametrize(("year", "dated"), [(None, 2018), (2016, 2016)])
def test_a_part_in_an_event_is_as_old_as_the_event(year: int | None, dated: int) -> None:
    """Unless it has a year of its own; the year of its page counts for less."""
    fact = Fact("A fact.", Basis.STATED, replace(SOURCE, published="2019"), year)
    assert dated_by_event(fact, event("e", start="2018-02"))["dated"] == dated


def test_the_host_of_a_selection_brings_its_event() -> None:
    """Also where nobody is on record as its host."""
    network = network_of(
        [Town("alba"), Town("brno", "CZ")], events=[event("e", place="brno"), event("f", place="alba")]
    )
    assert [one.id for one in selected_events(Selection(network, State(country=("CZ",))))] == ["e"]
    assert [
        one.id for one in selected_events(Selection(network, State(event="f", attended=("e",), country=("CZ",))))
    ] == ["f"]
    assert [one.id for one in selected_events(Selection(network, State(attended=("e",), country=("ES",))))] == ["e"]
