"""The tabs below the map: two matrices and the gaps, by mouse, by keyboard, on a phone and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import details, expect_open, expect_query, focused, opened, option

TOPICS, EVENTS = "Who works on what: topics by cities", "Who met where: events by cities"


def tab(page: Page, name: str) -> Locator:
    """A tab by its name."""
    return page.get_by_role("tab", name=name)


def grid(page: Page, name: str) -> Locator:
    """A matrix by its name."""
    return page.get_by_role("table", name=name)


def test_tabs_change_the_table_and_the_address(open_page: OpenPage) -> None:
    """Each tab has an address; Back leads to the one before; the focus stays on the tab."""
    page = open_page(until="app")
    tab(page, "Who works on what").click()
    expect(grid(page, TOPICS)).to_be_visible()
    expect_query(page, "tab=matrix")
    expect(tab(page, "Who works on what")).to_be_focused()
    expect(tab(page, "Who works on what")).to_have_attribute("aria-selected", "true")
    tab(page, "Who met where").click()
    expect(grid(page, EVENTS)).to_be_visible()
    page.go_back()
    expect(grid(page, TOPICS)).to_be_visible()
    page.go_back()
    expect_query(page, "")
    expect(page.get_by_role("tabpanel", name="Cities")).to_be_visible()


def test_tabs_by_keyboard(open_page: OpenPage) -> None:
    """The tabs are one stop of Tab; arrows, Home and End move, Space and Enter choose."""
    page = open_page(until="app")
    tab(page, "Cities").focus()
    page.keyboard.press("ArrowRight")
    expect(tab(page, "Who works on what")).to_be_focused()
    page.keyboard.press("End")
    expect(tab(page, "Gaps")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tab(page, "Cities")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(page.get_by_role("tabpanel", name="Gaps")).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel", name="Cities")).to_be_visible()
    assert page.evaluate("[...document.querySelectorAll('[role=tab]')].map((tab) => tab.tabIndex)") == [0, -1, -1, -1]


def test_grid_by_keyboard(open_page: OpenPage) -> None:
    """The grid is one stop of Tab; arrows go to the next cell on record in row or column; the ends stay."""
    page = open_page("?tab=matrix", until="app")
    grid(page, TOPICS).get_by_role("link", name="Helsinki, Waste recovery systems: 1 fact, implied").focus()
    page.keyboard.press("ArrowRight")
    assert focused(page) == "Almería, Waste recovery systems: 1 fact, implied"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Almería, Process to get smarter: 1 fact"
    for key in ("Home", "ArrowLeft"):
        page.keyboard.press(key)
        assert focused(page) == "Process to get smarter"
    page.keyboard.press("End")
    assert focused(page) == "Málaga, Process to get smarter: 1 fact"
    page.keyboard.press("ArrowUp")
    assert focused(page) == "Málaga, Knowledge Integration: 1 fact"
    stops = "[...document.querySelectorAll('table[data-grid] a')].filter((link) => link.tabIndex === 0).length"
    assert page.evaluate(stops) == 1


def test_cell_opens_its_city_at_its_topic(open_page: OpenPage) -> None:
    """The panel next to the matrix shows the city at the topic of the cell; Escape returns to the cell."""
    page = open_page("?tab=matrix", until="app")
    cell = grid(page, TOPICS).get_by_role("link", name="Murcia, ICT: 2 facts")
    cell.click()
    expect_open(page, "Murcia")
    expect_query(page, "city=murcia&tab=matrix(&view=.*)?")
    topic = details(page).locator("#topic-ict")
    expect(topic).to_be_in_viewport()
    expect(topic.get_by_role("link", name="ICT", exact=True)).to_be_focused()
    expect(details(page).get_by_role("link", name="Close")).to_be_in_viewport()
    expect(cell).to_be_in_viewport()
    grid(page, TOPICS).get_by_role("link", name="Murcia, CO2 reduction: 1 fact").click()
    expect(details(page).locator("#topic-co2-reduction").get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect_query(page, "tab=matrix(&view=.*)?")
    expect(grid(page, TOPICS).get_by_role("link", name="Murcia, CO2 reduction: 1 fact")).to_be_focused()


def test_heads_open_topic_city_and_event(open_page: OpenPage) -> None:
    """What a head names is what it opens."""
    page = open_page("?tab=matrix", until="app")
    grid(page, TOPICS).get_by_role("rowheader").get_by_role("link", name="Urban Platforms").click()
    expect_open(page, "Urban Platforms")
    grid(page, TOPICS).get_by_role("columnheader").get_by_role("link", name="Funchal").click()
    expect_open(page, "Funchal")
    tab(page, "Who met where").click()
    grid(page, EVENTS).get_by_role("rowheader").get_by_role("link", name="Webinar: replication in practice").click()
    expect_open(page, "Webinar: replication in practice")
    expect(
        grid(page, EVENTS).get_by_role("link", name="Rome, 3rd Cities Network Workshop: presenter, stated")
    ).to_be_visible()


def test_row_and_column_light_up(open_page: OpenPage) -> None:
    """Hover and focus alike mark the row and the column of a cell."""
    page = open_page("?tab=events", until="app")
    cell = grid(page, EVENTS).get_by_role("link", name="Rome, 3rd Cities Network Workshop: presenter, stated")
    strip = "(link) => getComputedStyle(link.closest('td'), '::after').content"
    row = "(link) => getComputedStyle(link.closest('tr').lastElementChild).backgroundColor"
    assert cell.evaluate(strip) == "none"
    plain = cell.evaluate(row)
    cell.hover()
    assert cell.evaluate(strip) == '""'
    assert cell.evaluate(row) != plain
    page.mouse.move(0, 0)
    assert cell.evaluate(strip) == "none"
    cell.focus()
    assert cell.evaluate(strip) == '""'
    assert cell.evaluate(row) != plain


def test_columns_follow_the_filters(open_page: OpenPage) -> None:
    """A filter leaves the columns of the cities that match."""
    page = open_page("?tab=matrix", until="app")
    expect(grid(page, TOPICS).get_by_role("columnheader")).to_have_count(22)
    option(page, "Spain").click()
    expect(grid(page, TOPICS).get_by_role("columnheader")).to_have_count(4)


def test_gaps_lead_to_their_cities(open_page: OpenPage) -> None:
    """Each kind has a count and unfolds; a row opens its city at the fact, or its topic."""
    page = open_page("?tab=gaps", until="app")
    panel = page.get_by_role("tabpanel", name="Gaps")
    panel.get_by_role("link", name="Knowledge Integration").first.click()
    expect_open(page, "Knowledge Integration")
    panel.locator("summary", has_text="Cities with no event on record").click()
    panel.get_by_role("link", name="Cork").first.click()
    expect_open(page, "Cork")
    option(page, "Spain").click()
    expect(panel.locator("summary", has_text="Cities with no event on record")).to_contain_text("0")


@pytest.mark.parametrize("query", ["?tab=matrix", "?tab=events", "?tab=gaps", "?event=workshop-1", "?about=ict"])
@pytest.mark.parametrize("width", [320, 390])
def test_phone_never_scrolls_sideways(open_page: OpenPage, query: str, width: int) -> None:
    """The page stays as wide as the screen; a matrix scrolls in its own box, its row heads stay in sight."""
    page = open_page(query, width=width, height=740, has_touch=True, until="app")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    box = page.locator(".grid-box")
    if box.count():
        head = box.get_by_role("rowheader").first
        before = head.bounding_box()
        assert box.evaluate("(box) => { box.scrollLeft = 400; return box.scrollLeft }") == 400
        after = head.bounding_box()
        assert before is not None
        assert after is not None
        assert after["x"] == before["x"]
        assert after["width"] < width / 2


def test_tables_without_scripts(open_page: OpenPage) -> None:
    """Tabs, cells and gaps are links that work before any script."""
    page = open_page(until="html", java_script_enabled=False)
    tab(page, "Who works on what").click()
    grid(page, TOPICS).get_by_role("link", name="Murcia, ICT: 2 facts").click()
    expect(opened(page)).to_have_text("Murcia")
    expect(details(page).locator("#topic-ict")).to_be_in_viewport()
    tab(page, "Gaps").click()
    expect(page.get_by_role("tabpanel", name="Gaps")).to_be_visible()
