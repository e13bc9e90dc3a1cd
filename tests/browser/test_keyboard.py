"""The keyboard alone: everything the mouse does, with a focus that is seen and never lost."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import (
    expect_open,
    expect_query,
    focused,
    map_view,
    opened,
    option,
    rows,
    sentence,
    unanswered,
)

MOST_TABS = 200


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus."""
    seen = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        seen.append(focused(page).strip())
        if seen[-1].startswith(name):
            return
    raise AssertionError(f"{name!r} is not reached; seen: {seen}")


def test_city_is_opened_and_closed(open_page: OpenPage) -> None:
    """The skip link leads to the list; Enter opens a city and moves into it; Escape leads back."""
    page = open_page(until="app")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the list"
    page.keyboard.press("Enter")
    tab_to(page, "Rome")
    page.keyboard.press("Enter")
    expect_open(page, "Rome")
    expect(opened(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect_query(page, "")
    expect(rows(page).get_by_role("link", name="Rome", exact=True)).to_be_focused()


def test_filters_are_ticked_with_space_and_keep_the_focus(open_page: OpenPage) -> None:
    """Space ticks an option; the focus stays on it, so that the next one is a Tab away."""
    page = open_page(until="app")
    tab_to(page, "Spain")
    page.keyboard.press("Space")
    expect(sentence(page)).to_contain_text("Spain")
    expect(option(page, "Spain")).to_be_focused()
    page.keyboard.press("Space")
    expect_query(page, "")
    expect(rows(page)).to_have_count(22)
    expect(option(page, "Spain")).to_be_focused()


def test_any_and_all_follow_the_arrows(open_page: OpenPage) -> None:
    """The two are one stop of Tab, as radio buttons are, and arrows choose."""
    page = open_page("?topic=ict&topic=urban-platforms")
    tab_to(page, "any")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="all")).to_have_attribute("aria-checked", "true")
    expect_query(page, "match=all&topic=ict&topic=urban-platforms")


def test_rows_of_the_list_follow_the_arrows(open_page: OpenPage) -> None:
    """Up and down go from city to city."""
    page = open_page(until="app")
    links = rows(page).get_by_role("rowheader").get_by_role("link")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.first).to_be_focused()


def test_focus_on_a_city_shows_its_card_on_the_map(open_page: OpenPage) -> None:
    """What a pointer on the map shows, focus in the list shows too."""
    page = open_page()
    rows(page).get_by_role("link", name="Rome", exact=True).focus()
    expect(page.locator("#map-card")).to_contain_text("Italy")


def test_map_is_no_trap(open_page: OpenPage) -> None:
    """The map takes the focus and shows it, follows the arrows, and the Tab key leads on to its buttons."""
    page = open_page()
    canvas = page.get_by_role("region", name="Map").get_by_role("img")
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if canvas.evaluate("(canvas) => canvas === document.activeElement"):
            break
    assert canvas.evaluate("(canvas) => getComputedStyle(canvas).outlineStyle") == "solid"
    before = map_view(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('view=')")
    assert map_view(page) != before
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Zoom in")).to_be_focused()


def test_map_is_moved_with_its_buttons(open_page: OpenPage) -> None:
    """World is reached and pressed without a mouse."""
    page = open_page()
    page.get_by_role("button", name="World").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('view=')")


def test_event_is_opened(open_page: OpenPage) -> None:
    """The events of the line are buttons."""
    page = open_page(until="app")
    page.get_by_role("region", name="Events").get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    expect_query(page, "event=workshop-1")
    expect_open(page, "1st Cities Network Workshop")


def test_search_is_one_stop(open_page: OpenPage) -> None:
    """Whoever passes the box of the search with Tab does not pass all that it offers too."""
    page = open_page(until="app")
    page.keyboard.press("/")
    expect(page.get_by_role("listbox", name="Hits").get_by_role("option").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox", name="Hits")).to_be_hidden()
    assert focused(page).strip() != ""
    assert page.evaluate("() => document.activeElement.closest('form#page-search')") is None


def test_late_answer_of_the_search_keeps_what_is_marked(open_page: OpenPage) -> None:
    """Who marks a hit while the answer for the last letters is on its way opens that hit with Enter."""
    page = open_page(until="app")
    page.keyboard.press("/")
    page.keyboard.type("spai")
    hits = page.get_by_role("listbox", name="Hits").get_by_role("option")
    expect(hits.nth(0)).to_have_attribute("aria-selected", "true")
    second = hits.nth(1)
    city = second.locator(".hit-name").inner_text()
    with unanswered(page, "**/view/search?*"):
        with page.expect_request(re.compile(r"/view/search\?q=spain$")) as asked:
            page.keyboard.type("n")
        page.keyboard.press("ArrowDown")
        expect(second).to_have_attribute("aria-selected", "true")
    answer = asked.value.response()
    assert answer is not None
    answer.finished()
    expect(second).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect_open(page, city)


def test_focus_can_be_seen_everywhere(open_page: OpenPage) -> None:
    """Whatever has the focus shows an outline or a ring of its own."""
    page = open_page(until="app")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        look = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (element === document.body) return null;
                const look = (node) => node ? getComputedStyle(node) : null;
                const shown = [look(element), look(element.querySelector('.box')), look(element.parentElement)];
                const outlined = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
                const seen = shown.some((style) => style && (outlined(style) || style.boxShadow !== 'none'));
                return seen ? null : element.outerHTML.slice(0, 120);
            }"""
        )
        if look:
            unseen.append(look)
    assert unseen == []


def test_changes_are_announced_to_screen_readers(open_page: OpenPage) -> None:
    """After a filter, the sentence is announced in a live region."""
    page = open_page(until="app")
    option(page, "Spain").click()
    expect(page.get_by_role("status").first).to_contain_text("Spain")
