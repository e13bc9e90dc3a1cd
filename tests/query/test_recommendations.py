"""Recommendations: documented score, symmetric facts, correct reasons."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.entities import ParticipationRole, Topic
from dashboard.model.facts import Basis
from dashboard.model.network import Network
from dashboard.query.recommendations import MAX_PEERS, WEIGHTS, experts, missing_topics, peer, peers
from tests.networks import SOURCE, Town, event, network_of, networks

REAL = load(default_data())
IDS = [str(city) for city in REAL.cities["id"]]


def with_facts(network: Network, *, bases: list[Basis] | None = None, years: list[int | None] | None = None) -> Network:
    """Set the facts of a network, in table order, with bases and years."""
    table = network.city_topics
    if bases is not None:
        table = table.assign(basis=[str(basis) for basis in bases])
    if years is not None:
        table = table.assign(year=pd.Series(years, dtype="Int64"))
    return replace(network, city_topics=table)


HEAT = [Topic("heat", "Heat")]


def towns(*roles: str) -> list[Town]:
    """Return cities a, b, c … with these roles."""
    return [Town(chr(ord("a") + number), role=role) for number, role in enumerate(roles)]


def test_weights_sum_to_one() -> None:
    """The score stays between 0 and 1."""
    assert sum(WEIGHTS.values()) == pytest.approx(1)


@given(networks(least=1), st.data())
def test_peers_are_ranked_and_have_reasons(network: Network, data: st.DataObject) -> None:
    """At most five distinct cities, best first, with scores between 0 and 1, each with a reason."""
    city = data.draw(st.sampled_from(list(network.cities["id"])))
    found = peers(network, city)
    assert len(found) <= MAX_PEERS
    assert len({one.city for one in found} | {city}) == len(found) + 1
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert 0 <= one.score <= 1
        assert set(one.parts) == set(WEIGHTS)
        assert all(0 <= part <= 1 for part in one.parts.values())
        assert one.shared or one.lessons or one.meetings
        assert one == peer(network, city, one.city)


@given(networks(least=2), st.data())
def test_shared_topics_and_meetings_are_symmetric(network: Network, data: st.DataObject) -> None:
    """Lessons are topics that one city has and the other does not."""
    one, other = data.draw(st.permutations(list(network.cities["id"])))[:2]
    there, back = peer(network, one, other), peer(network, other, one)
    assert {shared.topic.id for shared in there.shared} == {shared.topic.id for shared in back.shared}
    assert there.meetings == back.meetings
    own = {topic.id for topic in network.topics_of(one)}
    for lesson in there.lessons:
        assert lesson.facts == len(network.facts(other, lesson.topic.id)) > 0
        assert not own & network.with_descendants(lesson.topic.id)


def test_a_rare_topic_counts_more_than_a_common_one() -> None:
    """A rare shared topic ranks a peer higher than a common one."""
    topics = [Topic("common", "Common"), Topic("rare", "Rare")]
    facts = [(city, "common") for city in "abcd"] + [("a", "rare"), ("c", "rare")]
    network = network_of(towns("", "", "", ""), topics=topics, facts=facts)
    best, *others = peers(network, "a")
    assert best.city == "c"
    assert [shared.topic.id for shared in best.shared] == ["rare", "common"]
    assert [shared.cities for shared in best.shared] == [2, 4]
    assert {one.score for one in others} == {others[0].score}
    assert [one.city for one in others] == ["b", "d"], "equal scores are sorted by id"


def test_evidence_comes_before_the_role() -> None:
    """A member with a stated fact ranks before a lighthouse city with an implied or derived one."""
    network = network_of(
        towns("member", "member", "follower", "lighthouse"), topics=HEAT, facts=[(city, "heat") for city in "bcd"]
    )
    network = with_facts(network, bases=[Basis.STATED, Basis.IMPLIED, Basis.DERIVED])
    assert [one.city for one in peers(network, "a")] == ["b", "c", "d"]
    assert [one.lessons[0].basis for one in peers(network, "a")] == [Basis.STATED, Basis.IMPLIED, Basis.DERIVED]
    assert [one.city for one in experts(network, "heat", learner="a")[0]] == ["b", "c", "d"]


def test_more_facts_rank_higher() -> None:
    """A city with more facts on a missing topic comes first."""
    network = network_of(towns("", "", ""), topics=HEAT, facts=[("b", "heat"), ("c", "heat"), ("c", "heat")])
    assert [(one.city, one.lessons[0].facts) for one in peers(network, "a")] == [("c", 2), ("b", 1)]
    assert [one.city for one in experts(network, "heat", learner="a")[0]] == ["c", "b"]


def test_one_stated_fact_comes_before_several_implied_ones_to_learn_from() -> None:
    """Number counts only within a basis."""
    network = network_of(towns("", "", ""), topics=HEAT, facts=[("b", "heat"), ("b", "heat"), ("c", "heat")])
    network = with_facts(network, bases=[Basis.IMPLIED, Basis.IMPLIED, Basis.STATED])
    found, _count = experts(network, "heat", learner="a")
    assert [(one.city, one.basis, one.facts) for one in found] == [("c", Basis.STATED, 1), ("b", Basis.IMPLIED, 2)]


def test_ties_are_resolved_by_newest_fact_and_role() -> None:
    """2021 comes before 2020, 2020 before undated; then lighthouse cities, then the id."""
    network = network_of(
        towns("member", "member", "lighthouse", "member", "lighthouse", "member"),
        topics=HEAT,
        facts=[(city, "heat") for city in "bcdef"],
    )
    network = with_facts(network, years=[None, 2020, 2021, None, None])
    assert [one.city for one in peers(network, "a")] == ["d", "c", "e", "b", "f"]
    assert [(one.city, one.newest) for one in experts(network, "heat", learner="a")[0]] == [
        ("d", 2021),
        ("c", 2020),
        ("e", None),
        ("b", None),
        ("f", None),
    ]


def test_a_fact_without_a_year_is_as_old_as_its_page() -> None:
    """The publication year is used only if the fact has no year."""
    network = network_of(towns("", "", ""), topics=HEAT, facts=[("b", "heat"), ("c", "heat")])
    network = with_facts(network, years=[2023, None])
    network = replace(network, sources={"page": replace(SOURCE, published="2022-05")})
    assert [(one.city, one.newest) for one in experts(network, "heat")[0]] == [("b", 2023), ("c", 2022)]


def test_cities_without_a_common_event_score_higher() -> None:
    """The list of meetings is empty; without events it is None."""
    topics, facts = [Topic("heat", "Heat")], [(city, "heat") for city in "abc"]
    parts = [("fair", "a", ParticipationRole.HOST), ("fair", "b", ParticipationRole.ATTENDEE, Basis.DERIVED)]
    network = network_of(towns("", "", ""), topics=topics, facts=facts, events=[event("fair")], parts=parts)
    first, second = peers(network, "a")
    assert (first.city, first.meetings) == ("c", ())
    assert second.city == "b"
    assert second.meetings is not None
    assert [(meeting.event.id, meeting.basis) for meeting in second.meetings] == [("fair", Basis.DERIVED)]
    assert [one.meetings for one in peers(network_of(towns("", ""), topics=topics, facts=facts[:2]), "a")] == [None]


@pytest.mark.parametrize(
    "network",
    [
        network_of([Town("a", role="")]),
        network_of(towns("", "", "")),
        network_of(towns("member", "lighthouse")),
        network_of(towns("", ""), events=[event("fair")]),
    ],
    ids=["one city", "names alone", "roles alone", "nobody on record"],
)
def test_network_without_facts_has_no_peers(network: Network) -> None:
    """A role alone is not a reason."""
    assert peers(network, "a") == ()
    assert missing_topics(network, "a") == ()


def test_missing_topics_consider_subtopics() -> None:
    """A city with facts in a subtopic does not miss the topic."""
    topics = [Topic("energy", "Energy"), Topic("heat", "Heat", "energy"), Topic("bikes", "Bikes")]
    facts = [("a", "heat"), ("b", "energy"), ("b", "bikes")]
    network = network_of(towns("", ""), topics=topics, facts=facts)
    assert [topic.id for topic in missing_topics(network, "a")] == ["bikes"]
    assert [topic.id for topic in missing_topics(network, "b")] == ["heat"]


def test_who_could_teach_murcia_about_urban_platforms() -> None:
    """All other cities with facts on the topic; stated ones (Rome, Medellín, Málaga) before implied ones."""
    found, count = experts(REAL, "urban-platforms", learner="murcia")
    assert count == len(found) == len({city for city, topic in _facts(REAL) if topic == "urban-platforms"}) - 1
    assert "murcia" not in {teacher.city for teacher in found}
    bases = [list(Basis).index(teacher.basis) for teacher in found]
    assert bases == sorted(bases)
    stated = [teacher.city for teacher in found if teacher.basis is Basis.STATED]
    assert {"rome", "medellin", "malaga"} <= set(stated)
    assert len(stated) < count
    assert experts(REAL, "urban-platforms", learner="murcia", most=3) == (found[:3], count)


def _facts(network: Network) -> list[tuple[str, str]]:
    return list(zip(network.city_topics["city"], network.city_topics["topic"], strict=True))


@pytest.mark.parametrize("city", IDS)
def test_every_real_city_has_five_peers_with_correct_reasons(city: str) -> None:
    """Each count and name in a reason is in the profiles."""
    found = peers(REAL, city)
    assert len(found) == MAX_PEERS
    own = {topic.id for topic in REAL.topics_of(city)}
    events = {row.event.id for row in REAL.participation_of(city)}
    for one in found:
        theirs = {topic.id for topic in REAL.topics_of(one.city)}
        assert {shared.topic.id for shared in one.shared} == own & theirs
        assert one.meetings is not None
        assert {meeting.event.id for meeting in one.meetings} == events & {
            row.event.id for row in REAL.participation_of(one.city)
        }
