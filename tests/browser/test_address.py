"""The address: every act has one, Back and Forward step through acts, a copied address opens the same elsewhere."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, wait_for_map
from tests.browser.screen import (
    click_on_map,
    details,
    expect_open,
    expect_query,
    listed,
    map_view,
    opened,
    option,
    place,
    query,
    rows,
    sentence,
)


def test_back_and_forward_step_through_what_was_done(open_page: OpenPage) -> None:
    """Each opened city and changed filter is a step; Back undoes it on page and map, Forward does it again."""
    page = open_page(until="app")
    rows(page).get_by_role("link", name="Rome", exact=True).click()
    expect_open(page, "Rome")
    option(page, "Spain").click()
    expect(rows(page)).to_have_count(4)
    rows(page).get_by_role("link", name="Murcia", exact=True).click()
    expect_open(page, "Murcia")
    expect_query(page, "city=murcia&country=ES")

    page.go_back()
    expect_open(page, "Rome")
    expect(rows(page)).to_have_count(4)
    page.go_back()
    expect(rows(page)).to_have_count(22)
    expect_open(page, "Rome")
    page.go_back()
    expect(opened(page)).not_to_contain_text("Rome")
    expect_query(page, "")

    page.go_forward()
    expect_open(page, "Rome")
    page.go_forward()
    expect(rows(page)).to_have_count(4)
    page.go_forward()
    expect_open(page, "Murcia")


def test_map_follows_back_and_forward(open_page: OpenPage) -> None:
    """What is marked on the map as opened is what the panel shows, also after Back."""
    page = open_page()
    marked = """() => {
        const figure = document.querySelector('#map-graph .js-plotly-plot');
        const trace = figure.data.find((each) => each.meta === 'opened');
        return trace && trace.lat ? Array.from(trace.lat._inputArray || trace.lat).map(Math.round) : [];
    }"""
    click_on_map(page, "rome")
    expect_open(page, "Rome")
    page.wait_for_function(f"() => ({marked})().includes(42)")
    click_on_map(page, "nantes")
    expect_open(page, "Nantes")
    page.wait_for_function(f"() => ({marked})().includes(47)")
    page.go_back()
    page.wait_for_function(f"() => ({marked})().includes(42)")
    page.go_back()
    page.wait_for_function(f"() => ({marked})().length === 0")


def test_copied_address_opens_the_same_in_another_browser(open_page: OpenPage) -> None:
    """City, filters and view of the map come back from the address alone."""
    page = open_page()
    option(page, "Finland").click()
    expect_query(page, "country=FI")
    rows(page).get_by_role("link", name="Joensuu", exact=True).click()
    expect_open(page, "Joensuu")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function("() => location.search.includes('view=')")
    said, view, names = sentence(page).inner_text(), map_view(page), listed(page)

    other = open_page("?" + query(page), locale="en-GB", timezone_id="Asia/Tokyo")
    expect_open(other, "Joensuu")
    assert sentence(other).inner_text() == said
    assert listed(other) == names
    there = map_view(other)
    assert all(abs(here - other_side) < 0.02 for here, other_side in zip(view, there, strict=True))


def test_reload_changes_nothing(open_page: OpenPage) -> None:
    """After a reload the same stands on the screen."""
    page = open_page("?city=rome&country=IT&match=all&topic=ict&topic=waste-recovery")
    said = sentence(page).inner_text()
    page.reload()
    wait_for_map(page)
    expect_open(page, "Rome")
    assert sentence(page).inner_text() == said


def test_link_of_a_city_opens_in_a_new_tab_with_the_filters(open_page: OpenPage) -> None:
    """A link in the page holds the whole state, so that it can be opened elsewhere."""
    page = open_page("?country=ES", until="app")
    link = rows(page).get_by_role("link", name="Murcia", exact=True)
    link.hover()
    assert link.get_attribute("href") == "?city=murcia&country=ES"


def test_unknown_city_has_a_suggestion(open_page: OpenPage) -> None:
    """An address with a typing error opens the page, shows the unknown value, and suggests a similar one."""
    page = open_page("?city=nante", until="app")
    expect(details(page)).to_contain_text("nante")
    details(page).get_by_role("link", name="Nantes").click()
    expect_open(page, "Nantes")


def test_unknown_values_have_notices_and_the_rest_holds(open_page: OpenPage) -> None:
    """Of several values the known ones are kept, and what is not known is named."""
    page = open_page("?country=ES&country=XX&topic=flying-cars&nonsense=1&sort=%00", until="app")
    expect(rows(page)).to_have_count(4)
    expect(page.locator("#page-sentence")).to_contain_text("XX")
    expect(page.locator("#page-sentence")).to_contain_text("flying-cars")


def test_what_an_address_holds_is_text(open_page: OpenPage) -> None:
    """Nothing that stands in an address becomes part of the page but as text."""
    page = open_page("?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&city=%3Cscript%3Ealert(1)%3C/script%3E", until="app")
    expect(page.locator("img[src=x]")).to_have_count(0)
    expect(page.locator("body")).to_contain_text("<script>")


def test_opened_city_stays_when_it_does_not_match(open_page: OpenPage) -> None:
    """A filter that the open city does not meet leaves it open."""
    page = open_page("?city=rome")
    option(page, "Spain").click()
    expect(rows(page)).to_have_count(4)
    expect_open(page, "Rome")
    assert place(page, "rome")


def test_title_says_what_is_shown(open_page: OpenPage) -> None:
    """The title of the document follows, for tabs, bookmarks and history."""
    page = open_page()
    click_on_map(page, "rome")
    expect(page).to_have_title(re.compile("^Rome"))
    page.go_back()
    expect(page).not_to_have_title(re.compile("^Rome"))
