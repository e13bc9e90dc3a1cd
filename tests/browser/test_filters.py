"""Filters: by country, role and topic, any and all, counts that hold, one click each way, and a way out of nothing."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from dashboard.config import resource
from dashboard.ingest.loader import load
from dashboard.reference.countries import country_name
from tests.browser.conftest import OpenPage
from tests.browser.screen import count, expect_query, listed, option, rows, sentence, unanswered, unfold

NETWORK = load(resource("data"))
CITIES = NETWORK.cities


def cities(*, country: str = "", role: str = "", topics: tuple[str, ...] = (), every: bool = False) -> set[str]:
    """Return the labels of the cities that match, read from the tables in a way of the tests' own."""
    found = set()
    for row in CITIES.itertuples():
        worked = {fact.topic for fact in NETWORK.city_topics.itertuples() if fact.city == row.id}
        hits = [bool(worked & NETWORK.with_descendants(topic)) for topic in topics]
        of_topic = not hits or (all(hits) if every else any(hits))
        if of_topic and row.country in (country or row.country) and row.role in (role or row.role):
            found.add(str(row.label))
    return found


def expect_listed(page: Page, names: set[str]) -> None:
    """Wait until the table lists these cities."""
    expect(rows(page)).to_have_count(len(names))
    assert set(listed(page)) == names


def test_country(open_page: OpenPage) -> None:
    """Ticking a country leaves its cities, says so, and unticking brings the others back."""
    page = open_page(until="app")
    spain = option(page, "Spain")
    spain.click()
    expect_listed(page, cities(country="ES"))
    expect(sentence(page)).to_contain_text("Spain")
    expect(spain).to_have_attribute("aria-checked", "true")
    expect_query(page, "country=ES")
    option(page, "Spain").click()
    expect_listed(page, cities())
    expect_query(page, "")


def test_two_countries_mean_either(open_page: OpenPage) -> None:
    """Two options of one filter mean "or"."""
    page = open_page(until="app")
    option(page, "Spain").click()
    expect_query(page, "country=ES")
    option(page, "Finland").click()
    expect_listed(page, cities(country="ES") | cities(country="FI"))
    expect_query(page, "country=ES&country=FI")


def test_role_in_the_legend(open_page: OpenPage) -> None:
    """A role is a filter, and combines with a country as "and"."""
    page = open_page("?country=FI", until="app")
    option(page, "Lighthouse").click()
    expect_listed(page, cities(country="FI", role="lighthouse"))


def test_topics_any_and_all(open_page: OpenPage) -> None:
    """Two topics leave the cities with either; the switch leaves those with both."""
    page = open_page(until="app")
    first, second = "Urban Platforms", "Waste recovery systems"
    ids = tuple(topic.id for topic in NETWORK.topics if topic.title in {first, second})
    assert len(ids) == 2
    unfold(page, "Topic")
    option(page, first).click()
    expect(sentence(page)).to_contain_text(first)
    option(page, second).click()
    expect_listed(page, cities(topics=ids))
    page.get_by_role("radio", name="all").click()
    expect_listed(page, cities(topics=ids, every=True))
    expect(page.get_by_role("radio", name="all")).to_have_attribute("aria-checked", "true")
    page.get_by_role("radio", name="any").click()
    expect_listed(page, cities(topics=ids))


def test_parent_topic_includes_its_children(open_page: OpenPage) -> None:
    """A topic above others stands for all of them."""
    page = open_page(until="app")
    parent = next(topic for topic in NETWORK.topics if len(NETWORK.with_descendants(topic.id)) > 1)
    option(page, parent.title).click()
    expect_listed(page, cities(topics=(parent.id,)))


def test_counts_hold(open_page: OpenPage) -> None:
    """What an option says it would leave is what it leaves, with other filters set."""
    page = open_page("?topic=electro-mobility", until="app")
    for name in ("Spain", "Finland", "Member"):
        said = count(option(page, name))
        option(page, name).click()
        expect(option(page, name)).to_have_attribute("aria-checked", "true")
        expect(rows(page)).to_have_count(said)
        option(page, name).click()
        expect(option(page, name)).to_have_attribute("aria-checked", "false")
        expect(rows(page)).to_have_count(len(cities(topics=("electro-mobility",))))


def test_question_of_the_newcomer(open_page: OpenPage) -> None:
    """Which cities work on electric mobility in Spain? Two ticks answer it, in words and in the list."""
    page = open_page(until="app")
    option(page, "Spain").click()
    expect_query(page, "country=ES")
    option(page, "New electro mobility solutions").click()
    wanted = cities(country="ES", topics=("electro-mobility",))
    expect_listed(page, wanted)
    expect(sentence(page)).to_contain_text(f"{len(wanted)} of {len(NETWORK)} cities")


def test_each_part_of_the_sentence_can_be_taken_away(open_page: OpenPage) -> None:
    """The sentence names each filter with a way to drop it, and one to drop all."""
    page = open_page("?country=ES&role=member", until="app")
    expect_listed(page, cities(country="ES", role="member"))
    sentence(page).get_by_role("link", name=re.compile("Spain")).click()
    expect_listed(page, cities(role="member"))
    page.get_by_role("link", name="Clear all").first.click()
    expect_listed(page, cities())


def test_no_match_has_a_way_out(open_page: OpenPage) -> None:
    """Where nothing matches, the page says so and one click loosens what is in the way."""
    page = open_page("?country=ES&role=lighthouse", until="app")
    assert cities(country="ES", role="lighthouse") == set()
    expect(rows(page)).to_have_count(0)
    expect(sentence(page)).to_contain_text(f"None of the {len(NETWORK)} cities")
    page.locator("#page-sentence").get_by_role("link").last.click()
    expect(rows(page)).not_to_have_count(0)


def test_options_that_would_leave_none_stay_and_are_quiet(open_page: OpenPage) -> None:
    """An option without a match is still there with its zero, and can be ticked."""
    page = open_page("?country=ES", until="app")
    lighthouse = option(page, "Lighthouse")
    expect(lighthouse).to_be_visible()
    assert count(lighthouse) == 0


def test_name_of_every_country_is_an_option(open_page: OpenPage) -> None:
    """Each country with a city can be chosen by its English name."""
    page = open_page(until="app")
    unfold(page, "Country")
    for code in NETWORK.countries:
        expect(option(page, country_name(code))).to_have_count(1)


def test_ticks_faster_than_the_server_all_count(open_page: OpenPage) -> None:
    """Boxes ticked while no answer has come yet are all ticked, each one at once, and Back takes off the last."""
    page = open_page(until="app")
    with unanswered(page, "**/view/page?*"):
        option(page, "Follower").click()
        expect(option(page, "Follower")).to_have_attribute("aria-checked", "true")
        option(page, "Finland").click()
        option(page, "Lighthouse").click()
        expect_query(page, "country=FI&role=follower&role=lighthouse")
        option(page, "Follower").click()
        expect(option(page, "Follower")).to_have_attribute("aria-checked", "false")
    expect_query(page, "country=FI&role=lighthouse")
    expect_listed(page, cities(country="FI", role="lighthouse"))
    page.go_back()
    expect(option(page, "Follower")).to_have_attribute("aria-checked", "true")
    expect_listed(page, cities(country="FI", role="lighthouse") | cities(country="FI", role="follower"))


def test_any_and_all_after_a_quick_tick(open_page: OpenPage) -> None:
    """The switch between any and all changes that alone, whatever was ticked since it was drawn."""
    page = open_page("?topic=urban-platforms", until="app")
    with unanswered(page, "**/view/page?*"):
        option(page, "Spain").click()
        page.get_by_role("radio", name="all").click()
    expect_query(page, "country=ES&match=all&topic=urban-platforms")
    expect_listed(page, cities(country="ES", topics=("urban-platforms",)))


def test_back_before_the_answer_unticks_the_box(open_page: OpenPage) -> None:
    """A box that was ticked and taken back before any answer is shown as it was."""
    page = open_page(until="app")
    with unanswered(page, "**/view/page?*"):
        option(page, "Spain").click()
        expect(option(page, "Spain")).to_have_attribute("aria-checked", "true")
        page.go_back()
    expect(option(page, "Spain")).to_have_attribute("aria-checked", "false")
    expect_listed(page, cities())
