"""Cities worth talking to, in words: reasons that are true, and who could teach what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.html import to_html
from dashboard.components.panel.city import city_panel
from dashboard.components.panel.peers import evidence, learn_from, peers_section, reasons
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.entities import City, ParticipationRole, Topic
from dashboard.model.facts import Basis
from dashboard.model.network import Network
from dashboard.query.recommendations import Expert, peer, peers
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, event, network_of, networks
from tests.seen import goal, links, text, walk

REAL = load(default_data())


def city_of(network: Network, identity: str) -> City:
    """The profile of a city that is there."""
    city = network.city(identity)
    assert city is not None
    return city


def said(network: Network, one: str, other: str) -> list[str]:
    """The reasons of one city to talk to another, as text."""
    return [text(reason) for reason in reasons(network, city_of(network, one), peer(network, one, other))]


TOPICS = [Topic("heat", "Heat"), Topic("bikes", "Bikes"), Topic("solar", "Solar power"), Topic("waste", "Waste")]
TOWNS = [Town("ava", role="member"), Town("bea", role="lighthouse"), *(Town(one) for one in ("cid", "dor", "eve"))]


def test_a_rare_topic_is_marked_as_rare() -> None:
    """With the number of cities that work on it; where it is theirs alone, that is said."""
    facts = [("ava", "heat"), ("bea", "heat")]
    assert said(network_of(TOWNS, topics=TOPICS, facts=facts), "ava", "bea")[0] == (
        "Both work on Heat, which no other city does"
    )
    towns = [*TOWNS, Town("fay")]
    facts.append(("cid", "heat"))
    assert said(network_of(towns, topics=TOPICS, facts=facts), "ava", "bea")[0] == (
        "Both work on Heat, which only 3 cities do"
    )
    facts += [("dor", "heat"), ("eve", "heat")]
    assert said(network_of(towns, topics=TOPICS, facts=facts), "ava", "bea")[0] == "Both work on Heat"


@pytest.mark.parametrize(
    ("lacked", "wanted"),
    [
        (["heat"], "Has 1 fact on Heat, where Ava has none on record"),
        (["heat", "heat"], "Has 2 facts on Heat, where Ava has none on record"),
        (["heat", "bikes"], "Has 1 fact on Heat, where Ava has none on record; the same is true of Bikes"),
        (
            ["heat", "bikes", "solar"],
            "Has 1 fact on Heat, where Ava has none on record; the same is true of 2 more topics",
        ),
    ],
)
def test_what_can_be_learnt_is_counted(lacked: list[str], wanted: str) -> None:
    """The number of facts, and that the city has none on record; it is never said that it does nothing."""
    network = network_of(TOWNS, topics=TOPICS, facts=[("bea", topic) for topic in lacked])
    assert said(network, "ava", "bea") == [wanted, "Lighthouse city"]


def test_meetings_are_shown_with_their_basis() -> None:
    """The strongest record is named; one that is not stated is marked; none is "on record", never "did not meet"."""
    events = [event("fair", title="The Fair"), event("ball", start="2021-01-01", title="The Ball")]
    parts = [
        ("fair", "ava", ParticipationRole.HOST),
        ("fair", "bea", ParticipationRole.ATTENDEE, Basis.DERIVED),
        ("ball", "ava", ParticipationRole.HOST),
        ("ball", "bea", ParticipationRole.ATTENDEE, Basis.IMPLIED),
        ("ball", "cid", ParticipationRole.PRESENTER),
    ]
    network = network_of(TOWNS, events=events, parts=parts)
    assert said(network, "ava", "bea")[-1] == "Both on record at The Ball and 1 more event (implied)"
    assert said(network, "ava", "cid")[-1] == "Both on record at The Ball"
    assert said(network, "ava", "dor")[-1] == "No meeting on record"
    assert "No meeting" not in " ".join(said(network_of(TOWNS, topics=TOPICS), "ava", "bea"))


@given(networks(least=1), st.data())
def test_every_peer_links_to_its_city_and_to_a_comparison(network: Network, data: st.DataObject) -> None:
    """In any network; a network in which nothing speaks for a city shows no such section."""
    identity = data.draw(st.sampled_from(list(network.cities["id"])))
    shown = peers_section(Selection(network, State(city=identity)), city_of(network, identity))
    found = peers(network, identity)
    assert bool(shown) == bool(found)
    goals = [goal(link) for link in links(shown)]
    for one in found:
        assert any(to.city == one.city for to in goals)
        assert any(set(to.compare) == {identity, one.city} for to in goals)
    assert "<script>" not in to_html(shown)


def test_murcia_finds_teachers_for_urban_platforms_in_its_own_profile() -> None:
    """At the topic stand the cities with stated facts, Rome, Medellín and Málaga among them, and the way to all."""
    murcia = city_of(REAL, "murcia")
    state = State(city="murcia")
    shown = learn_from(Selection(REAL, state), murcia, REAL.topic_by_id["urban-platforms"])
    *cities, others = [goal(link) for link in links(shown)]
    assert {"rome", "medellin", "malaga"} <= {to.city for to in cities}
    assert {"nantes", "helsinki"}.isdisjoint({to.city for to in cities}), "these are implied"
    assert others.about == "urban-platforms"
    panel = to_html(city_panel(Selection(REAL, state), report_url=""))
    assert panel.count("Learn from:") >= len(REAL.topics_of("murcia"))


def test_evidence_that_is_not_stated_is_shown() -> None:
    """Where fewer than three cities have a stated fact, the next ones are named with their basis."""
    network = network_of(TOWNS, topics=TOPICS, facts=[("bea", "heat"), ("cid", "heat")])
    network = replace(network, city_topics=network.city_topics.assign(basis=["stated", "implied"]))
    shown = learn_from(Selection(network, State(city="ava")), city_of(network, "ava"), TOPICS[0])
    assert text(shown) == "Learn from: Bea, Cid (implied)"


def test_ranking_is_explained_in_words() -> None:
    """The peers carry the rule of their order; a city to ask carries its evidence."""
    assert "By evidence" in text(peers_section(Selection(REAL, State(city="murcia")), city_of(REAL, "murcia")))
    teacher = Expert("ava", {Basis.STATED: 2, Basis.IMPLIED: 1, Basis.DERIVED: 0}, 2021, None)
    assert evidence(teacher).replace("\u00a0", " ") == "2 stated facts · 1 implied fact · newest from 2021"
    undated = Expert("ava", {Basis.STATED: 1, Basis.IMPLIED: 0, Basis.DERIVED: 0}, None, None)
    assert evidence(undated).replace("\u00a0", " ") == "1 stated fact · undated"


def test_no_city_to_learn_from_shows_nothing() -> None:
    """A topic that one city alone works on names no teachers."""
    network = network_of(TOWNS, topics=TOPICS, facts=[("ava", "heat")])
    assert learn_from(Selection(network, State(city="ava")), city_of(network, "ava"), TOPICS[0]) == []


def test_names_of_links_say_where_they_lead() -> None:
    """A screen reader hears "Compare Murcia and Nantes", not "Compare" five times."""
    shown = peers_section(Selection(REAL, State(city="murcia")), city_of(REAL, "murcia"))
    labels = [one.to_plotly_json()["props"].get("aria-label") for one in walk(shown)]
    assert "Compare Murcia and Nantes" in labels
