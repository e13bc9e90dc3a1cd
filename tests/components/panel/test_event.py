"""The panel of an event says who did what, how that is known, and what is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from dashboard.components.html import to_html
from dashboard.components.panel.event import event_panel
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.maps.svg.event_connections import DASHES, event_marks
from dashboard.maps.theme import PAGE
from dashboard.maps.viewport import detail_rows, initial_viewport
from dashboard.maps.webgl.event_layer import event_lines
from dashboard.model.entities import ParticipationRole
from dashboard.model.facts import Basis
from dashboard.model.network import Network
from dashboard.query.labels import basis_meaning
from dashboard.query.participation import strongest_basis
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import SOURCE, Town, cases, event, network_of, small
from tests.seen import Page, goal, links, prop, text, walk

REAL = load(default_data())


def headings(view: object) -> list[str]:
    """The headings of the parts."""
    return [text(one) for one in walk(view) if one._type == "H3"]


def test_head_says_kind_date_and_place() -> None:
    """Kind, title, days, and the place as a link to the city."""
    view = event_panel(Selection(REAL, State(event="workshop-2")))
    shown = text(view)
    assert shown.startswith("2nd Cities Network Workshop")
    assert "Workshop · 3 of 8" in shown
    assert "6 Mar 2019 · Nantes" in shown
    assert "online" in text(event_panel(Selection(REAL, State(event="workshop-3"))))


def test_parts_are_grouped_with_their_counts() -> None:
    """Hosted, presented and attended each have a heading; a host is not asked of an online event."""
    assert headings(event_panel(Selection(REAL, State(event="workshop-2")))) == [
        "Hosted 1",
        "Presented 3",
        "Attended 0",
        "19 cities have no record here",
    ]
    assert headings(event_panel(Selection(REAL, State(event="workshop-3"))))[0] == "Presented 7"


def test_jumps_lead_to_the_parts_that_have_records() -> None:
    """Hosted and presented with their numbers; a part without a record has no jump."""
    view = event_panel(Selection(REAL, State(event="workshop-2")))
    jumps = {text(one): prop(one, "href") for one in walk(view) if prop(one, "data-jump")}
    assert jumps == {"Hosted 1": "#section-host", "Presented 3": "#section-presenter"}
    assert {href.removeprefix("#") for href in jumps.values()} <= {prop(one, "id") for one in walk(view)}


def test_no_record_is_never_absence() -> None:
    """Three cities have no record at the first workshop; the panel says that they may have attended."""
    shown = text(event_panel(Selection(REAL, State(event="workshop-1"))))
    assert "3 cities have no record here" in shown
    assert "they may have attended" in shown
    assert "did not" not in shown


def test_reasoning_is_shown_once() -> None:
    """What is derived of thirteen cities is said once, with their names."""
    view = event_panel(Selection(REAL, State(event="workshop-1")))
    reasoning = (
        "13 cities from Italy, Spain, Portugal, Finland, Romania, Serbia, Türkiye and Colombia took part, unnamed"
    )
    [fact] = [one for one in walk(view) if prop(one, "className") == "fact" and reasoning in text(one)]
    names = [text(one) for one in links(fact, "city")]
    assert len(names) == len(set(names)) == 13
    assert text(fact).startswith("13 cities")
    assert "derived" in [text(one) for one in walk(fact) if one._type == "Summary"]


def test_equal_words_on_another_basis_stay_apart() -> None:
    """A fact is the same only with the same basis: what one page states is not mixed with what it implies."""
    parts = [
        ("meeting", city, ParticipationRole.ATTENDEE, basis)
        for city, basis in (("alba", Basis.STATED), ("brno", Basis.IMPLIED))
    ]
    view = event_panel(
        Selection(
            network_of([Town("alba"), Town("brno")], events=[event("meeting")], parts=parts), State(event="meeting")
        )
    )
    assert len([one for one in walk(view) if prop(one, "className") == "fact"]) == 2


def test_legend_counts_the_lines_on_the_map() -> None:
    """Each basis that draws a line is explained with its number; an online event has rings and no lines."""
    view = event_panel(Selection(REAL, State(event="workshop-1")))
    [signs] = [one for one in walk(view) if prop(one, "className") == "signs"]
    shown = [text(one) for one in walk(signs) if one._type == "Li"]
    assert [words.partition(". ")[0] for words in shown] == ["implied: 5 cities", "derived: 13 cities"]
    assert all(basis_meaning(basis) in words for basis, words in zip(list(Basis)[1:], shown, strict=True))
    drawn = [
        line["properties"]["basis"] for line in event_lines(Selection(REAL, State(event="workshop-1")))["features"]
    ]
    assert (drawn.count("stated"), drawn.count("implied"), drawn.count("derived")) == (0, 5, 13)
    [signs] = [
        one
        for one in walk(event_panel(Selection(REAL, State(event="workshop-3"))))
        if prop(one, "className") == "signs"
    ]
    assert text(signs) == "On the map, rings mark the cities on record."


def test_lines_are_of_the_firmest_basis_and_skip_what_has_no_place() -> None:
    """Brno's presenting is stated and its attending derived: its line is full; Eden has no place and no line."""
    network = small()
    assert strongest_basis(network, "meeting")["brno"] is Basis.STATED
    lines = {
        line["properties"]["city"]: line for line in event_lines(Selection(network, State(event="meeting")))["features"]
    }
    assert {city: line["properties"]["basis"] for city, line in lines.items()} == {"brno": "stated", "dalu": "implied"}
    first, last = (lines["brno"]["geometry"]["coordinates"][end] for end in (0, -1))
    assert (first, last) == ([16.6, 49.2], [-3.0, 40.0])


def test_picture_of_the_first_page_has_the_same_lines_and_rings() -> None:
    """Before any script, an event is drawn as on the live map: dashes by basis, a ring around each city on record."""
    state = State(event="workshop-1")
    view = initial_viewport(Selection(REAL, state)).view("wide")
    drawn = event_marks(Selection(REAL, state), detail_rows(Selection(REAL, state)), view=view, colours=PAGE)
    assert [drawn.count(f'stroke-dasharray="{DASHES[basis]}"') for basis in (Basis.IMPLIED, Basis.DERIVED)] == [5, 13]
    assert drawn.count("<circle") == 19
    assert event_marks(Selection(REAL, State()), [], view=view, colours=PAGE) == ""


@pytest.mark.parametrize("state", [State(), State(city="alba"), State(event="webinar"), State(about="solar")])
def test_no_lines_without_an_event_that_has_a_place(state: State) -> None:
    """Lines belong to an open event in a city alone."""
    assert event_lines(Selection(small(), state))["features"] == []


def test_description_is_shown_with_its_own_source() -> None:
    """What happened follows the summary; a page that is not that of the event is named."""
    page = replace(SOURCE, id="other", title="Another page")
    told = replace(event("meeting"), description="They met. They left.", description_source=page)
    shown = text(event_panel(Selection(network_of([Town("alba")], events=[told]), State(event="meeting"))))
    assert shown.index("About meeting.") < shown.index("They met. They left.") < shown.index("Another page")
    same = replace(told, description_source=None)
    assert (
        text(event_panel(Selection(network_of([Town("alba")], events=[same]), State(event="meeting")))).count(
            "“A page”"
        )
        == 1
    )


@pytest.mark.parametrize(("start", "can_be_added"), [("2020", False), ("2020-01", True), ("2020-01-15", True)])
def test_event_leads_into_a_calendar(start: str, can_be_added: bool) -> None:
    """The event alone as a file where its month is known, and the calendar of all events to subscribe to."""
    network = network_of([Town("alba")], events=[event("meeting", start=start)])
    view = event_panel(Selection(network, State(event="meeting", country=("ES",), lang="de")))
    found = {text(one): prop(one, "href") for one in walk(view) if "events.ics" in (prop(one, "href") or "")}
    assert found.pop("Subscribe to all events") == "export/events.ics?lang=de"
    assert found == ({"Add to calendar": "export/events.ics?event=meeting&lang=de"} if can_be_added else {})


def test_only_these_cities_and_back() -> None:
    """One link filters by the event alone; then the same place leads back to all cities."""
    view = event_panel(Selection(small(), State(event="meeting", country=("ES",))))
    [only] = [one for one in links(view, "attended") if text(one) == "Show only these 4 cities"]
    assert goal(only) == State(event="meeting", attended=("meeting",))
    view = event_panel(Selection(small(), goal(only)))
    [back] = [one for one in links(view, "attended") if text(one) == "Show all cities again"]
    assert goal(back) == State(event="meeting")


def test_previous_and_next_go_around() -> None:
    """The steps lead through all events in order of time, from the last to the first."""
    seen = ["workshop-1"]
    for _ in REAL.events:
        view = event_panel(Selection(REAL, State(event=seen[-1])))
        [following] = [one for one in links(view, "event") if prop(one, "data-step") == "next"]
        [before] = [
            one
            for one in links(event_panel(Selection(REAL, goal(following))), "event")
            if prop(one, "data-step") == "previous"
        ]
        assert goal(before).event == seen[-1]
        seen.append(goal(following).event)
    assert seen == [*(one.id for one in REAL.events), "workshop-1"]


def test_thousands_without_a_record_are_counted_not_all_written() -> None:
    """In a large network the number is said and a part of the names stands behind a button."""
    towns = [Town(f"city-{number:04}") for number in range(2000)]
    view = event_panel(Selection(network_of(towns, events=[event("meeting")]), State(event="meeting")))
    assert "2,000 cities have no record here" in text(view)
    assert len(links(view, "city")) < 400
    assert "and 1,700 more" in text(view)


@pytest.mark.slow
@given(case=cases(least=1))
def test_any_event_is_valid_html(case: tuple[Network, State]) -> None:
    """Nothing raises, every element is closed, no id stands twice, names stay text; every part is named once."""
    network, state = case
    for one in network.events:
        page = Page(to_html(event_panel(Selection(network, state.open("event", one.id)))))
        assert not page.faults
        assert not page.all("script")
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids))
