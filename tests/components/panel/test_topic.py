"""The panel of a topic compares its cities and says how rare it is, who can be asked, and how to filter by it."""

from __future__ import annotations

import pytest
from hypothesis import given

from dashboard.components.html import to_html
from dashboard.components.panel.topic import MOST_CITIES, topic_panel
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.entities import Topic
from dashboard.model.network import Network
from dashboard.query.recommendations import experts
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, cases, network_of, small
from tests.seen import Page, goal, links, prop, text, walk

REAL = load(default_data())
TOPICS = [Topic("sun", "Sun"), Topic("wind", "Wind"), Topic("heat", "Heat")]


def rows(view: object) -> dict[str, str]:
    """The facts next to each city, by its name."""
    return {
        text(one.children[0]): text(one.children[1])
        for one in walk(view)
        if one._type == "Tr" and one.children[0]._type == "Th" and prop(one.children[0], "scope") == "row"
    }


def where(view: object) -> str:
    """The line that says how many cities work on a topic."""
    [line] = [one for one in walk(view) if "where" in (prop(one, "className") or "").split()]
    return text(line)


def test_facts_are_next_to_their_cities() -> None:
    """One row for each city, those with most evidence first, with all its facts and their sources."""
    found = rows(topic_panel(Selection(REAL, State(about="knowledge"))))
    ranked = [teacher.city for teacher in experts(REAL, "knowledge")[0]]
    assert list(found) == [REAL.cities["label"].iat[REAL.row_by_city_id[city]] for city in ranked]
    assert all("read on 22 Nov 2026" in told for told in found.values())


def test_order_follows_the_table() -> None:
    """A table sorted by name gives the same order here."""
    assert list(rows(topic_panel(Selection(small(), State(about="solar", sort="-city"))))) == ["Cuna", "Alba"]


def test_parent_holds_what_is_below_it() -> None:
    """A parent lists its topics with their numbers, and says for each fact which of them it is about."""
    view = topic_panel(Selection(small(), State(about="energy")))
    assert sorted(rows(view)) == ["Alba", "Břno", "Cuna"]
    assert rows(view)["Břno"].startswith("District heating")
    below = next(one for one in walk(view) if prop(one, "className") == "bars")
    assert [text(one) for one in walk(below) if one._type == "Li"] == ["Solar power2", "District heating1"]
    child = topic_panel(Selection(small(), State(about="heat")))
    [above] = [one for one in links(child, "about") if text(one) == "Energy"]
    assert goal(above).about == "energy"


def test_rarity_is_shown_in_words() -> None:
    """The rarest and the most common say so, those near them too; what lies in the middle says nothing."""
    towns = [Town(f"town-{number}") for number in range(6)]
    topics = [Topic(f"topic-{number}", f"Topic {number}") for number in range(6)]
    facts = [(town.id, f"topic-{number}") for number in range(6) for town in towns[: number + 1]]
    network = network_of(towns, topics=topics, facts=facts)
    words = [where(topic_panel(Selection(network, State(about=topic.id)))) for topic in topics]
    assert [said.partition(" · ")[2] for said in words] == [
        "the rarest topic",
        "one of the rarer topics",
        "",
        "",
        "one of the more common topics",
        "the most common topic",
    ]
    assert where(topic_panel(Selection(small(), State(about="energy")))) == "3 of 5 cities work on it"


def test_equally_common_topics_have_no_rank() -> None:
    """Where all topics have as many cities, nothing is said to be rare."""
    network = network_of([Town("alba")], topics=TOPICS, facts=[("alba", topic.id) for topic in TOPICS])
    assert where(topic_panel(Selection(network, State(about="sun")))) == "1 of 1 cities works on it"


def test_cities_to_learn_from_stand_first_with_their_evidence() -> None:
    """Five cities in the order of all such lists, each with the reason; a topic of one city offers no choice."""
    view = topic_panel(Selection(REAL, State(about="urban-platforms")))
    [asked] = [one for one in walk(view) if prop(one, "className") == "experience"]
    shown = [text(one) for one in walk(asked) if one._type == "Li"]
    ranked, _count = experts(REAL, "urban-platforms", most=5)
    names = [str(REAL.cities["label"].iat[REAL.row_by_city_id[teacher.city]]) for teacher in ranked]
    assert len(shown) == 5
    for name, words in zip(names, shown, strict=True):
        assert words.startswith(f"{name}1 stated fact · ")
    alone = network_of([Town("alba")], topics=TOPICS, facts=[("alba", "sun")])
    assert "Learn from" not in text(topic_panel(Selection(alone, State(about="sun"))))


def test_filter_links_lead_to_these_cities() -> None:
    """Alone, or with the topics that are chosen already: any of them or all of them, with the number of cities."""
    view = topic_panel(Selection(small(), State(about="solar", topic=("mobility",), country=("ES",))))
    found = {text(one): goal(one) for one in links(view, "topic")}
    assert found == {
        "Show only these 2 cities": State(about="solar", topic=("solar",)),
        "This or Mobility (2)": State(about="solar", topic=("mobility", "solar"), country=("ES",)),
        "This and Mobility (1)": State(about="solar", topic=("mobility", "solar"), country=("ES",), match="all"),
    }


def test_filter_can_be_taken_back() -> None:
    """Where the topic is the filter, the link leads back to all cities."""
    view = topic_panel(Selection(small(), State(about="solar", topic=("solar",))))
    assert {text(one): goal(one) for one in links(view, "topic")} == {"Show all cities again": State(about="solar")}


def test_topic_of_no_city_says_so() -> None:
    """No record is said; no link leads to an empty list."""
    network = network_of([Town("alba")], topics=TOPICS, facts=[("alba", "sun")])
    view = topic_panel(Selection(network, State(about="wind")))
    assert "no record" in text(view)
    assert links(view, "topic") == []


def test_long_lists_are_cut_and_say_so() -> None:
    """The first hundred cities are compared; the panel says how many there are."""
    towns = [Town(f"city-{number:03}") for number in range(MOST_CITIES + 30)]
    network = network_of(towns, topics=TOPICS, facts=[(town.id, "sun") for town in towns])
    view = topic_panel(Selection(network, State(about="sun")))
    assert len(rows(view)) == MOST_CITIES
    assert "The first 100 of 130 cities" in text(view)


@pytest.mark.slow
@given(case=cases(least=1))
def test_any_topic_is_valid_html(case: tuple[Network, State]) -> None:
    """Nothing raises, every element is closed, no id stands twice, and names that look like HTML stay text."""
    network, state = case
    for topic in network.topics:
        page = Page(to_html(topic_panel(Selection(network, state.open("about", topic.id)))))
        assert not page.faults
        assert not page.all("script")
        ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
        assert len(ids) == len(set(ids))
