"""The profile of a city: all that is known of it, each fact with its source, and never more than is known."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from dashboard.components.html import to_html
from dashboard.components.panel import panel_view
from dashboard.components.panel.city import FIRST_TOPICS, city_panel, coordinates
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.entities import Topic
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, cases, network_of, small, with_notes
from tests.seen import Page, goal, links, prop, text, walk

REAL = load(default_data())
SMALL = small()


def items(view: object, look: str) -> list[str]:
    """Texts of the components of a class."""
    return [text(one) for one in walk(view) if look in (prop(one, "className") or "").split()]


@pytest.mark.parametrize("city", list(REAL.row_by_city_id))
def test_profile_shows_every_fact_with_its_source(city: str) -> None:
    """Each topic with its facts, each event with what is on record of the city, or that there is no record."""
    view = city_panel(Selection(REAL, State(city=city)), report_url="")
    shown, addresses = text(view), {prop(one, "href") for one in walk(view)}
    found = REAL.city(city)
    assert found is not None
    assert len(found.sources) > 1
    assert {source.url for source in found.sources} <= addresses
    for topic in REAL.topics_of(city):
        for fact in REAL.facts(city, topic.id):
            assert fact.text in shown
            assert fact.source.url in addresses
    parts = REAL.participation_of(city)
    assert all(part.fact.text in shown for part in parts)
    there = {part.event.id for part in parts}
    path = [one for one in walk(view) if prop(one, "className") in ("on-record", "no-record")]
    assert [prop(one, "className") == "on-record" for one in path] == [event.id in there for event in REAL.events]
    assert all("no record" in text(one) for one in path if prop(one, "className") == "no-record")


@pytest.mark.slow
@given(cases(least=1))
@settings(max_examples=15)
def test_profile_of_any_city_is_valid_html(case: tuple[Network, State]) -> None:
    """Well-formed, ids once, and each link leads to something the network has."""
    network, state = case
    for city in network.row_by_city_id:
        view = city_panel(
            Selection(network, state.open("city", city)), report_url="mailto:a@example.org?subject={subject}"
        )
        page = Page(to_html(view))
        assert page.faults == []
        ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
        assert len(ids) == len(set(ids))
        for link in links(view):
            after = goal(link)
            assert not after.city or after.city in network.row_by_city_id
            assert not after.event or after.event in network.event_by_id
            assert not after.about or after.about in network.topic_by_id
            assert set(after.compare) <= set(network.row_by_city_id)


@given(cases(least=2))
@settings(max_examples=15)
def test_previous_and_next_step_through_the_list(case: tuple[Network, State]) -> None:
    """Following "next" visits each matching city once, in the order of the table; closing keeps the rest."""
    network, state = case
    listed = Selection(network, state).ids
    if len(listed) < 2:
        return
    seen, now = [listed[0]], state.open("city", listed[0])
    for _ in listed:
        view = city_panel(Selection(network, now), report_url="")
        (after,) = [goal(one) for one in links(view) if prop(one, "data-step") == "next"]
        (before,) = [
            goal(one)
            for one in links(city_panel(Selection(network, after), report_url=""))
            if prop(one, "data-step") == "previous"
        ]
        assert before == now
        (closed,) = [goal(one) for one in links(view) if prop(one, "data-close")]
        assert closed == state.open()
        seen.append(after.city)
        now = after
    assert seen == [*listed, listed[0]]


def test_city_that_does_not_match_says_so() -> None:
    """It stays open, without a place in the list."""
    view = city_panel(Selection(SMALL, State(city="dalu", country=("ES",))), report_url="")
    assert items(view, "position") == ["does not match the filters"]
    assert not [one for one in links(view) if prop(one, "data-step")]


def test_city_without_a_place_says_so() -> None:
    """No coordinates are made up, and no nearest city."""
    shown = text(city_panel(Selection(SMALL, State(city="eden")), report_url=""))
    assert "not on the map" in shown
    assert "Coordinates" not in shown
    assert "Nearest city" not in shown


def test_city_without_anything_is_short() -> None:
    """A bare row of a list has a name and a country, and "no record" where facts would stand."""
    view = city_panel(Selection(network_of([Town("lima", "PE", role="", at=None)]), State(city="lima")), report_url="")
    shown = text(view)
    assert "Lima" in shown
    assert "Peru" in shown
    assert "no record" in shown


def test_nearest_city_is_the_nearest() -> None:
    """By the distance on the globe, never the city itself."""
    shown = text(city_panel(Selection(SMALL, State(city="alba")), report_url=""))
    assert re.search(r"Nearest cityCuna, 37\d km", shown)


def test_own_columns_are_fields_of_the_profile() -> None:
    """What the owner of the list adds is shown under its own name."""
    assert "Founded in1650" in text(city_panel(Selection(SMALL, State(city="cuna")), report_url=""))


@pytest.mark.parametrize("url", ["", "mailto:a@example.org?subject={subject}"])
def test_error_can_be_reported_where_the_operator_says(url: str) -> None:
    """The subject names the city, written so that it can stand in an address."""
    view = city_panel(Selection(SMALL, State(city="brno")), report_url=url)
    found = [prop(one, "href") for one in walk(view) if "Report an error" in text(one) and prop(one, "href")]
    assert found == (["mailto:a@example.org?subject=Error%20in%20the%20profile%20of%20B%C5%99no"] if url else [])


def test_error_can_be_reported_from_the_start() -> None:
    """Where the operator sets nothing, the link leads to the network's own page; with a setting, there."""
    for setting, wanted in (("", "https://network.example/"), ("https://desk.example/", "https://desk.example/")):
        view = panel_view(Selection(with_notes(SMALL), State(city="brno")), report_url=setting)
        assert [prop(one, "href") for one in walk(view) if text(one).startswith("Report an error")] == [wanted]


def test_role_opens_to_what_it_means() -> None:
    """At the role stands the text of the network with its source; without one, the role alone."""
    view = city_panel(Selection(with_notes(SMALL), State(city="alba")), report_url="")
    [note] = [one for one in walk(view) if prop(one, "className") == "role-note"]
    assert text(note).startswith("Lighthouse cityFirst to try.")
    assert "A publisher" in text(note)
    assert items(city_panel(Selection(SMALL, State(city="alba")), report_url=""), "kicker") == ["Lighthouse city"]


def test_peers_stand_before_the_fourth_topic_and_details_last() -> None:
    """Three topics, the peers, the other topics, the events, and last where the place is."""
    network, city = REAL, "murcia"
    view = city_panel(Selection(network, State(city=city)), report_url="")
    parts = [prop(one, "className") for one in walk(view) if one._type == "Section"]
    assert parts == [f"part part-{name}" for name in ("topics", "peers", "more-topics", "events", "details")]
    topics = [prop(one, "id") for one in walk(view) if prop(one, "className") == "topic"]
    assert topics == [f"topic-{topic.id}" for topic in network.topics_of(city)]
    first = [one for one in walk(view) if prop(one, "className") == "part part-topics"]
    assert len([one for one in walk(first) if prop(one, "className") == "topic"]) == FIRST_TOPICS


def test_chosen_topic_stands_first() -> None:
    """Who filters by a topic reads its facts first."""
    view = city_panel(Selection(REAL, State(city="murcia", topic=("urban-platforms",))), report_url="")
    assert next(prop(one, "id") for one in walk(view) if prop(one, "className") == "topic") == "topic-urban-platforms"


def test_facts_beyond_the_first_fold() -> None:
    """The first fact of a topic is in sight, the others behind a button with their number."""
    network = network_of([Town("alba")], topics=[Topic("heat", "Heat")], facts=[("alba", "heat")] * 3)
    view = city_panel(Selection(network, State(city="alba")), report_url="")
    [fold] = [one for one in walk(view) if prop(one, "className") == "more-facts"]
    assert text(fold.children[0]) == "2 more facts"
    assert len([one for one in walk(fold) if prop(one, "className") == "fact"]) == 2
    assert len([one for one in walk(view) if prop(one, "className") == "fact"]) == 3


def test_jumps_lead_to_parts_that_are_there() -> None:
    """Topics with their number, peers, events with their number; each jump has its heading."""
    view = city_panel(Selection(REAL, State(city="murcia")), report_url="")
    jumps = {text(one): prop(one, "href") for one in walk(view) if prop(one, "data-jump")}
    assert list(jumps) == [f"Topics {len(REAL.topics_of('murcia'))}", "Peers", "Events 1"]
    assert {href.removeprefix("#") for href in jumps.values()} <= {prop(one, "id") for one in walk(view)}


def test_number_of_inhabitants_says_what_it_is() -> None:
    """It stands with the details and says that no year is known."""
    shown = text(city_panel(Selection(REAL, State(city="rome")), report_url=""))
    assert "Inhabitants2,318,895 according to GeoNames, without a year" in shown
    assert shown.count("2,318,895") == 1


@pytest.mark.parametrize(
    ("latitude", "longitude", "wanted"),
    [
        (36.7213, -4.4214, "36.72° N, 4.42° W"),
        (-33.4, 151.2, "33.40° S, 151.20° E"),
        (0.0, 0.0, "0.00° N, 0.00° E"),
        (90.0, 180.0, "90.00° N, 180.00° E"),
    ],
)
def test_coordinates_are_written_with_their_side(latitude: float, longitude: float, wanted: str) -> None:
    """Degrees to a hundredth, and no sign."""
    assert coordinates(latitude, longitude) == wanted
