"""The first visit, the keys and About: what a visitor needs to know is said once, and can be found again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import details, expect_open, option


def hint(page: Page) -> Locator:
    """The hint of the first visit."""
    return page.get_by_role("region", name="Hint")


def first_visit(open_page: OpenPage, query: str = "") -> Page:
    """Open a page in a browser that has never been here."""
    page = open_page(query, until="html")
    page.evaluate("localStorage.clear()")
    page.reload()
    page.wait_for_selector("html[data-map-ready]", state="attached")
    return page


def test_hint_goes_away_for_good(open_page: OpenPage) -> None:
    """It stands there on the first visit, goes with one click, and is not there the next time."""
    page = first_visit(open_page)
    expect(hint(page)).to_be_visible()
    page.get_by_role("button", name="Got it").click()
    expect(hint(page)).to_be_hidden()
    page.reload()
    page.wait_for_selector("html[data-app]", state="attached")
    page.wait_for_selector("html[data-map-ready]", state="attached")
    expect(hint(page)).to_be_hidden()


def test_hint_goes_when_it_is_no_longer_needed(open_page: OpenPage) -> None:
    """Who has ticked a filter knows how."""
    page = first_visit(open_page)
    expect(hint(page)).to_be_visible()
    option(page, "Finland").click()
    expect(hint(page)).to_be_hidden()


@pytest.mark.parametrize("act", ["search", "tab", "map", "dialog"])
def test_hint_ends_with_the_first_act(open_page: OpenPage, act: str) -> None:
    """Any act is one: a letter in the search, another tab, a move of the map, a dialog."""
    page = first_visit(open_page)
    expect(hint(page)).to_be_visible()
    if act == "search":
        page.keyboard.press("/")
        page.keyboard.type("r")
    elif act == "tab":
        page.get_by_role("tab", name="Gaps").click()
    elif act == "map":
        page.get_by_role("button", name="Zoom in").click()
    else:
        page.get_by_role("link", name="Share").click()
    expect(hint(page)).to_be_hidden()


def test_hint_covers_nothing(open_page: OpenPage) -> None:
    """It stands in the flow of the page: in the panel next to the map, on a phone between sentence and search."""
    page = first_visit(open_page)
    for width in (1440, 1024, 768):
        page.set_viewport_size({"width": width, "height": 900})
        expect(hint(page)).to_be_visible()
        told, drawn = hint(page).bounding_box(), page.locator("#page-map").bounding_box()
        assert told is not None
        assert drawn is not None
        assert told["x"] >= drawn["x"] + drawn["width"]


def test_hint_on_a_phone_is_in_the_flow(open_page: OpenPage) -> None:
    """Nothing lies below it, and nothing above it is hidden."""
    page = open_page(until="html", width=390, height=844)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(hint(page)).to_be_visible()
    box, below = hint(page).bounding_box(), page.get_by_role("region", name="Map").bounding_box()
    heading = page.get_by_role("heading", level=1).bounding_box()
    assert box is not None
    assert below is not None
    assert heading is not None
    assert heading["y"] + heading["height"] <= box["y"]
    assert box["y"] + box["height"] <= below["y"]


def test_topic_uses_the_width_of_a_phone(open_page: OpenPage) -> None:
    """Facts run from edge to edge, below the names of their cities."""
    page = open_page("?about=urban-platforms", until="app", width=390, height=844)
    fact = details(page).locator(".facts-table .fact").first.bounding_box()
    assert fact is not None
    assert fact["width"] >= 390 - 2 * 16


def test_no_hint_above_what_was_sent(open_page: OpenPage) -> None:
    """A link to a view shows that view, not how to make one."""
    page = first_visit(open_page, "?city=rome")
    expect_open(page, "Rome")
    expect(hint(page)).to_be_hidden()


def test_page_works_without_a_store(open_page: OpenPage) -> None:
    """Where the browser forbids storing anything, there is no hint that could not be put away, and no error."""
    page = open_page(until="html")
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } })")
    page.reload()
    page.wait_for_selector("html[data-map-ready]", state="attached")
    expect(hint(page)).to_be_hidden()


def test_question_mark_opens_help_and_escape_closes_it_alone(open_page: OpenPage) -> None:
    """Help lists every key; Escape closes it and leaves the opened city open."""
    page = open_page("?city=rome", until="app")
    page.keyboard.press("?")
    shown = page.get_by_role("dialog", name="Help")
    expect(shown).to_be_visible()
    for words in ("Search", "Close the open panel or dialog", "Previous and next event", "Fit the map"):
        expect(shown).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect_open(page, "Rome")
    page.keyboard.press("Escape")
    expect(details(page).get_by_role("heading", name="Rome")).to_be_hidden()


def test_question_mark_in_a_search_is_a_letter(open_page: OpenPage) -> None:
    """Who types is not interrupted."""
    page = open_page(until="app")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.click()
    page.keyboard.type("?")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_about_says_where_facts_come_from(open_page: OpenPage) -> None:
    """Counts, meanings, licences, version and date stand there, under an address of its own."""
    page = open_page("#about", until="app")
    shown = page.get_by_role("dialog", name="About")
    expect(shown).to_be_visible()
    for words in ("stated", "implied", "derived", "166 sources", "Natural Earth", "CC BY 4.0", "MIT", "28 Nov 2026"):
        expect(shown).to_contain_text(words)
    shown.get_by_role("link", name="Close").click()
    expect(shown).to_be_hidden()
    assert "#" not in page.url


def test_footer_leads_to_what_programs_ask_for(open_page: OpenPage) -> None:
    """The link at the foot of the page names the addresses of the data; the example on it gives what it says."""
    page = open_page(until="app")
    footer = page.get_by_role("contentinfo")
    footer.get_by_role("link", name="API").click()
    shown = page.get_by_role("dialog", name="API")
    expect(shown).to_be_visible()
    example = shown.locator("pre").inner_text()
    cities = page.request.get(example).json()["cities"]
    assert {city["country"] for city in cities} == {"ES"}
    assert len(cities) == 4
    page.go_back()
    expect(shown).to_be_hidden()
    footer.get_by_role("link", name="Sources and licences").click()
    expect(page.get_by_role("dialog", name="About")).to_be_visible()
