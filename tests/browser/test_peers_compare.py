"""Recommendations in three steps, and the comparison of two or three cities side by side."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import click_on_map, details, expect_open, expect_query, opened, rows


def test_who_could_teach_murcia_about_urban_platforms(open_page: OpenPage) -> None:
    """One act, opening Murcia, names Rome, Medellín and Málaga and no city that is only implied; a second shows all."""
    page = open_page()
    click_on_map(page, "murcia")
    expect_open(page, "Murcia")
    topic = details(page).locator("#topic-urban-platforms")
    expect(topic).to_contain_text("Learn from:")
    for name in ("Rome", "Medellín", "Málaga"):
        expect(topic.get_by_role("link", name=name)).to_be_visible()
    expect(topic.get_by_role("link", name="Nantes")).to_have_count(0)
    topic.get_by_role("link", name="with experience in Urban Platforms").click()
    expect_open(page, "Urban Platforms")
    details(page).get_by_role("link", name="Nantes").first.click()
    expect_open(page, "Nantes")


def test_a_click_on_the_map_adds_the_second_city(open_page: OpenPage) -> None:
    """While a comparison asks for its second city, the map adds it; after that the map opens cities again."""
    page = open_page("?compare=murcia")
    expect_open(page, "Compare Murcia with…")
    click_on_map(page, "rome")
    expect_query(page, "compare=murcia&compare=rome(&view=.*)?")
    expect_open(page, "Murcia and Rome")
    expect(opened(page)).to_be_focused()
    click_on_map(page, "cork")
    expect_open(page, "Cork")


def test_a_click_in_the_table_adds_the_second_city(open_page: OpenPage) -> None:
    """The link of the table adds the city and opens it again once the comparison is closed."""
    page = open_page("?compare=murcia", until="app")
    link = rows(page).get_by_role("link", name="Rome", exact=True)
    link.click()
    expect_query(page, "compare=murcia&compare=rome")
    expect_open(page, "Murcia and Rome")
    page.keyboard.press("Escape")
    expect_query(page, "")
    link.click()
    expect_query(page, "city=rome")


def test_peers_have_reasons_and_lead_to_a_comparison(open_page: OpenPage) -> None:
    """Five cities, each with its reasons; "Compare" shows the two side by side, Back returns."""
    page = open_page("?city=murcia", until="app")
    peers = details(page).get_by_role("region", name="Cities worth talking to")
    expect(peers.locator(".peer")).to_have_count(5)
    expect(peers).to_contain_text("Both work on Urban Platforms")
    expect(peers).to_contain_text("Both on record at 1st Cities Network Workshop")
    peers.get_by_role("link", name="Compare Murcia and Nantes").click()
    expect_query(page, "compare=murcia&compare=nantes")
    expect_open(page, "Murcia and Nantes")
    expect(opened(page)).to_be_focused()
    page.go_back()
    expect_open(page, "Murcia")


def test_a_comparison_grows_shrinks_and_shows_facts(open_page: OpenPage) -> None:
    """From a city: compare with, a second, a third; a topic opens to the facts; a city is taken out."""
    page = open_page("?city=murcia", until="app")
    panel = details(page)
    panel.get_by_role("link", name="Compare with…").click()
    expect_open(page, "Compare Murcia with…")
    panel.get_by_role("link", name="Compare Murcia and Nantes").click()
    expect_open(page, "Murcia and Nantes")
    line = panel.locator("details", has_text="Urban Platforms").first
    line.locator("> summary").click()
    expect(line.get_by_role("link", name="Nantes")).to_be_visible()
    expect(line.locator(".fact")).to_have_count(2)
    panel.locator("summary", has_text="other cities").click()
    panel.get_by_role("link", name="Compare Murcia, Nantes and Helsinki").click()
    expect_open(page, "Helsinki, Murcia and Nantes")
    expect(panel.get_by_role("table").get_by_role("columnheader")).to_have_count(3)
    panel.get_by_role("link", name="Remove Nantes from the comparison").click()
    expect_query(page, "compare=helsinki&compare=murcia")
    expect_open(page, "Helsinki and Murcia")


@pytest.mark.parametrize("phone", [False, True])
def test_two_cities_are_compared_and_sent_in_four_acts(open_page: OpenPage, phone: bool) -> None:
    """Open a city, compare it with another, copy the link; whoever opens the link sees the same."""
    width, height = (390, 844) if phone else (1366, 768)
    kind = {"has_touch": phone, "is_mobile": phone, "permissions": ["clipboard-read", "clipboard-write"]}
    page = open_page(until="app", width=width, height=height, **kind)
    panel = details(page)
    rows(page).get_by_role("link", name="Murcia", exact=True).click()
    panel.get_by_role("link", name="Compare with…").click()
    panel.get_by_role("link", name="Compare Murcia and Cork").click()
    expect_open(page, "Cork and Murcia")
    panel.get_by_role("button", name="Copy link").click()
    expect(panel.get_by_role("button", name="Link copied")).to_be_visible()
    sent = page.evaluate("() => navigator.clipboard.readText()")
    other = open_page("?" + sent.partition("?")[2], until="app")
    expect_open(other, "Cork and Murcia")


def test_the_city_seen_before_is_offered(open_page: OpenPage) -> None:
    """Who has looked at Rome and then at Cork can compare the two in two acts."""
    page = open_page("?city=rome", until="app")
    details(page).get_by_role("link", name="Next").click()
    expect_open(page, "Szczecin")
    details(page).get_by_role("link", name="Compare with…").click()
    details(page).get_by_role("link", name="The previous city").click()
    expect_query(page, "compare=rome&compare=szczecin")
    expect_open(page, "Rome and Szczecin")


def test_the_search_adds_a_city_to_the_comparison(open_page: OpenPage) -> None:
    """While cities are compared, the hits offer to add one."""
    page = open_page("?compare=murcia", until="app")
    page.keyboard.press("/")
    page.keyboard.type("rome")
    page.get_by_role("group", name="Add to the comparison").get_by_role("option", name="Rome").click()
    expect_query(page, "compare=murcia&compare=rome")
    expect_open(page, "Murcia and Rome")


def test_too_many_and_unknown_cities_have_notices(open_page: OpenPage) -> None:
    """The first three are compared; what is not there is named with the nearest."""
    page = open_page("?compare=cork&compare=rome&compare=nante&compare=murcia&compare=malaga", until="app")
    expect(details(page)).to_contain_text("1 more in the address is ignored")
    expect(details(page)).to_contain_text("There is no city “nante” in this network.")
    expect(details(page).get_by_role("table").get_by_role("columnheader")).to_have_count(3)


def test_a_comparison_of_three_fits(open_page: OpenPage) -> None:
    """Nothing is cut off or scrolls sideways, whatever the length of the names."""
    page = open_page("?compare=lappeenranta&compare=torres-vedras&compare=kragujevac", until="app")
    expect_open(page, "Kragujevac, Lappeenranta and Torres Vedras")
    for width in (1440, 1024, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        cut = page.evaluate(
            "() => [...document.querySelectorAll('#page-panel :is(th, td, summary, h2)')]"
            ".filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"
        )
        assert cut == [], width


def test_without_scripts_a_comparison_is_read_and_changed(open_page: OpenPage) -> None:
    """The first HTML holds all of it, and its links are links."""
    page = open_page("?compare=murcia&compare=nantes", until="html", java_script_enabled=False)
    expect_open(page, "Murcia and Nantes")
    details(page).get_by_role("link", name="Remove Nantes from the comparison").click()
    expect_open(page, "Compare Murcia with…")
