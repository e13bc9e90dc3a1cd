"""The panel of a topic compares its cities and says how rare it is, who can be asked, and how to filter by it."""

from __future__ import annotations

from hypothesis import given

from dashboard.config import default_data
from dashboard.network.loader import load
from dashboard.network.model import Network, Topic
from dashboard.network.state import State
from dashboard.views.markup import to_html
from dashboard.views.panel.topic import MOST_CITIES, topic_panel
from tests.networks import Town, cases, network_of, small
from tests.seen import Page, goal, links, prop, text, walk

REAL = load(default_data())
TOPICS = [Topic("sun", "Sun"), Topic("wind", "Wind"), Topic("heat", "Heat")]


def rows(view: object) -> dict[str, str]:
    """The facts beside each city, by its name."""
    return {
        text(one.children[0]): text(one.children[1])
        for one in walk(view)
        if one._type == "Tr" and one.children[0]._type == "Th" and prop(one.children[0], "scope") == "row"
    }


def test_facts_stand_beside_their_cities() -> None:
    """One row for each city, in the order of the table, with all its facts and their sources."""
    found = rows(topic_panel(REAL, State(about="knowledge")))
    assert list(found) == ["Nantes", "Hamburg", "Rijeka", "Lappeenranta", "Torres Vedras", "Mianyang", "Málaga"]
    assert all("read on 22 Nov 2026" in told for told in found.values())


def test_order_follows_the_table() -> None:
    """A table sorted by name gives the same order here."""
    assert list(rows(topic_panel(small(), State(about="solar", sort="-city")))) == ["Cuna", "Alba"]


def test_parent_holds_what_is_below_it() -> None:
    """A parent lists its topics with their numbers, and says for each fact which of them it is about."""
    view = topic_panel(small(), State(about="energy"))
    assert list(rows(view)) == ["Alba", "Břno", "Cuna"]
    assert rows(view)["Břno"].startswith("District heating")
    below = next(one for one in walk(view) if prop(one, "className") == "bars")
    assert [text(one) for one in walk(below) if one._type == "Li"] == ["Solar power2", "District heating1"]
    child = topic_panel(small(), State(about="heat"))
    assert goal(links(child, "about")[3]).about == "energy"


def test_rarity_is_among_topics_without_topics_below() -> None:
    """The rarest and the most common say so; between them the number of rarer topics is told."""
    towns = [Town(name) for name in ("alba", "brno", "cuna")]
    facts = [("alba", "sun"), ("alba", "wind"), ("brno", "wind"), *((town.id, "heat") for town in towns)]
    network = network_of(towns, topics=TOPICS, facts=facts)
    heads = {topic.id: text(topic_panel(network, State(about=topic.id))[1]) for topic in TOPICS}
    assert heads["sun"].endswith("1 of 3 cities works on it · the rarest topic")
    assert heads["wind"].endswith("2 of 3 cities work on it · 1 of 3 topics is rarer")
    assert heads["heat"].endswith("3 of 3 cities work on it · the most common topic")
    assert text(topic_panel(small(), State(about="energy"))[1]).endswith("3 of 5 cities work on it")


def test_equally_common_topics_have_no_rank() -> None:
    """Where all topics have as many cities, nothing is said to be rare."""
    network = network_of([Town("alba")], topics=TOPICS, facts=[("alba", topic.id) for topic in TOPICS])
    assert text(topic_panel(network, State(about="sun"))[1]).endswith("1 of 1 cities works on it")


def test_lighthouse_cities_with_experience_are_named() -> None:
    """Those who can be asked stand first with the number of their facts; where there is none, that is said."""
    view = topic_panel(REAL, State(about="urban-platforms"))
    [asked] = [one for one in walk(view) if prop(one, "className") == "experience"]
    assert [text(one) for one in walk(asked) if one._type == "Li"] == ["Nantes 1 fact", "Helsinki 1 fact"]
    assert "No fact of a lighthouse city is on record." in text(topic_panel(small(), State(about="heat")))
    plain = network_of([Town("alba", role="")], topics=TOPICS, facts=[("alba", "sun")])
    assert "Lighthouse" not in text(topic_panel(plain, State(about="sun")))


def test_filter_links_lead_to_these_cities() -> None:
    """Alone, or with the topics that are chosen already: any of them or all of them, with the number of cities."""
    view = topic_panel(small(), State(about="solar", topic=("mobility",), country=("ES",)))
    found = {text(one): goal(one) for one in links(view, "topic")}
    assert found == {
        "Show only these 2 cities": State(about="solar", topic=("solar",)),
        "This or Mobility (2)": State(about="solar", topic=("mobility", "solar"), country=("ES",)),
        "This and Mobility (1)": State(about="solar", topic=("mobility", "solar"), country=("ES",), match="all"),
    }


def test_filter_can_be_taken_back() -> None:
    """Where the topic is the filter, the link leads back to all cities."""
    view = topic_panel(small(), State(about="solar", topic=("solar",)))
    assert {text(one): goal(one) for one in links(view, "topic")} == {"Show all cities again": State(about="solar")}


def test_topic_of_no_city_says_so() -> None:
    """No record is said; no link leads to an empty list."""
    network = network_of([Town("alba")], topics=TOPICS, facts=[("alba", "sun")])
    view = topic_panel(network, State(about="wind"))
    assert "no record" in text(view)
    assert links(view, "topic") == []


def test_long_lists_are_cut_and_say_so() -> None:
    """The first hundred cities are compared; the panel says how many there are."""
    towns = [Town(f"city-{number:03}") for number in range(MOST_CITIES + 30)]
    network = network_of(towns, topics=TOPICS, facts=[(town.id, "sun") for town in towns])
    view = topic_panel(network, State(about="sun"))
    assert len(rows(view)) == MOST_CITIES
    assert "The first 100 of 130 cities" in text(view)


@given(case=cases(least=1))
def test_any_topic_is_sound_html(case: tuple[Network, State]) -> None:
    """Nothing raises, every element is closed, no id stands twice, and names that look like HTML stay text."""
    network, state = case
    for topic in network.topics:
        page = Page(to_html(topic_panel(network, state.open("about", topic.id))))
        assert not page.faults
        assert not page.all("script")
        ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
        assert len(ids) == len(set(ids))
