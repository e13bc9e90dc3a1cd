"""The panel of a city: who it is, what it works on, where it took part, and where each of these was read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.config import resource
from dashboard.network.loader import load
from tests.browser.conftest import OpenPage
from tests.browser.screen import details, expect_open, expect_query

NETWORK = load(resource("data"))


@pytest.mark.parametrize("city_id", ["nantes", "rome", "cacak", "mianyang"])
def test_city_is_told_with_every_fact_and_its_source(open_page: OpenPage, city_id: str) -> None:
    """Profile, topics with their facts, all events, and a link to the source of every fact."""
    page = open_page(f"?city={city_id}", until="app")
    city = NETWORK.city(city_id)
    assert city is not None
    expect_open(page, city.label)
    shown = details(page)
    told = shown.evaluate("(panel) => panel.textContent")
    assert city.summary in told
    for topic in NETWORK.topics_of(city_id):
        assert topic.title in told
        for fact in NETWORK.facts(city_id, topic.id):
            assert fact.text in told
            assert shown.locator(f'a[href="{fact.source.url}"]').count()
    for event in NETWORK.events:
        assert event.title in told
    for participation in NETWORK.participation_of(city_id):
        assert participation.fact.text in told
        assert shown.locator(f'a[href="{participation.fact.source.url}"]').count()
    if len({row.event.id for row in NETWORK.participation_of(city_id)}) < len(NETWORK.events):
        assert "no record" in told.lower()
    assert "did not attend" not in told.lower()


def test_sources_open_in_a_new_tab_and_learn_nothing(open_page: OpenPage) -> None:
    """A link to a source says that it opens a new tab, and gives the other site no hold on this page."""
    page = open_page("?city=rome", until="app")
    expect_open(page, "Rome")
    links = details(page).locator("a[target=_blank]")
    assert links.count() > 5
    for rel in links.evaluate_all("(all) => all.map((link) => link.rel)"):
        assert "noopener" in rel
    for name in links.evaluate_all("(all) => all.map((link) => link.textContent)"):
        assert "opens in a new tab" in name


def test_panel_is_closed_and_focus_goes_back(open_page: OpenPage) -> None:
    """Closing the panel leads back to the link it was opened with."""
    page = open_page(until="app")
    link = page.get_by_role("table", name="Cities").get_by_role("link", name="Rome", exact=True)
    link.click()
    expect_open(page, "Rome")
    page.keyboard.press("Escape")
    expect_query(page, "")
    expect(link).to_be_focused()


def test_who_presented_at_the_third_workshop(open_page: OpenPage) -> None:
    """The event says who presented, and where it says so."""
    page = open_page(until="app")
    page.get_by_role("region", name="Events").get_by_role("button", name="3rd Cities Network Workshop").click()
    expect_open(page, "3rd Cities Network Workshop")
    told = details(page).evaluate("(panel) => panel.textContent")
    presenters = [row for row in NETWORK.participants("workshop-3") if row.part == "presenter"]
    assert presenters
    for row in presenters:
        city = NETWORK.city(row.city)
        assert city is not None
        assert city.label in told
        assert details(page).locator(f'a[href="{row.fact.source.url}"]').count()
