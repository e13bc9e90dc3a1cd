"""The six tasks of a visitor by the tree of accessibility alone: what a screen reader finds, is told, and hears.

Nothing here is found by its place or look: each thing by its role and name, its state by what the tree says of it.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import expect_query

_LISTEN = """() => {
    window.heard = [];
    const status = document.querySelector('.page [role=status]');
    new MutationObserver(() => status.textContent && heard.push(status.textContent))
        .observe(status, {childList: true, characterData: true, subtree: true});
}"""


class Reader:
    """Somebody who has a screen reader: the tree, and what is announced."""

    def __init__(self, page: Page) -> None:
        self.page = page
        assert page.get_by_role("status").all_inner_texts() == [""]  # nothing is announced by arriving
        page.evaluate(_LISTEN)

    def heard(self) -> list[str]:
        """Return what was announced since the last time."""
        told: list[str] = self.page.evaluate("() => heard.splice(0)")
        return told

    @property
    def panel(self) -> Locator:
        """What is opened."""
        return self.page.get_by_role("complementary", name="Details")

    @property
    def filters(self) -> Locator:
        """The filters."""
        return self.page.get_by_role("form", name="Filters")

    def follow(self, place: Locator, role: str, name: str | re.Pattern[str], *, exact: bool = True) -> None:
        """Press the one thing of this role and name."""
        place.get_by_role(role, name=name, exact=exact).press("Enter")  # type: ignore[arg-type]  # of the closed set

    def expect_opened(self, name: str) -> None:
        """The panel shows this, the reader stands at its title, and the document is called by it."""
        title = self.panel.get_by_role("heading", level=2, name=name)
        expect(title).to_be_focused()
        expect(self.page).to_have_title(re.compile(re.escape(name.removesuffix(" with…"))))


@pytest.fixture
def reader(open_page: OpenPage) -> Reader:
    """A fresh page and a screen reader."""
    return Reader(open_page(until="app"))


def test_page_has_landmarks(reader: Reader) -> None:
    """Banner, search, main, details, events, tables and footer, each once and by name; headings without a gap."""
    page = reader.page
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)  # type: ignore[arg-type]  # of the closed set
    named = {
        "search": "Search",
        "form": "Filters",
        "complementary": "Details",
        "navigation": "Page",
        "tablist": "Tables",
        "table": "Cities",
    }
    for role, name in named.items():
        expect(page.get_by_role(role, name=name, exact=True)).to_have_count(1)  # type: ignore[arg-type]  # as above
    for name in ("Map", "Events", "Tables"):
        expect(page.get_by_role("region", name=name, exact=True)).to_have_count(1)
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_contain_text("22 cities in 14 countries")
    expect(page.get_by_role("tab", selected=True)).to_have_text("Cities")


def test_map_is_one_picture_with_the_sentence_as_its_alternative(open_page: OpenPage) -> None:
    """The live map is an image that says the sentence, before and after a filter."""
    page = open_page()
    picture = page.get_by_role("region", name="Map").get_by_role("img")
    expect(picture).to_have_count(1)
    expect(picture).to_have_accessible_name(re.compile("22 cities in 14 countries"))
    page.get_by_role("checkbox", name="Spain (4)").press("Space")
    expect(picture).to_have_accessible_name(re.compile("4 of 22 cities: in Spain"))


def test_open_a_city(reader: Reader) -> None:
    """The row of the table leads to it; what is open is marked as current; close leads back to the row."""
    page = reader.page
    row = page.get_by_role("table", name="Cities").get_by_role("row", name=re.compile("^Rome Italy Member .+ 6 2$"))
    reader.follow(row.get_by_role("rowheader"), "link", "Rome")
    reader.expect_opened("Rome")
    expect(row.get_by_role("link", name="Rome")).to_have_attribute("aria-current", "true")
    tree = reader.panel.aria_snapshot()
    for told in ("Member city", "Coordinates", r"41\.89°\sN, 12\.51°\sE", "Local time", "Topics"):
        assert re.search(told, tree), told
    for name in ("Topics 6", "Events 2", "Cities worth talking to"):
        expect(reader.panel.get_by_role("region", name=name, exact=True)).to_have_count(1)
    panel_steps = reader.panel.get_by_role("navigation", name="Panel")
    expect(panel_steps.get_by_role("link", name=re.compile("^Previous: "))).to_have_count(1)
    expect(panel_steps.get_by_role("link", name=re.compile("^Next: "))).to_have_count(1)
    reader.follow(panel_steps, "link", "Close")
    expect_query(page, "")
    expect(row.get_by_role("link", name="Rome")).to_be_focused()
    assert reader.heard() in ([], ["22 cities in 14 countries share what they learn about smart, sustainable energy"])


def test_filter_by_topic(reader: Reader) -> None:
    """A box with its count in a group with a name; ticking says the sentence once, and so does taking it away."""
    page = reader.page
    topics = reader.filters.get_by_role("group", name="Topic", exact=True)
    topics.locator(".more-options summary").press("Enter")
    box = topics.get_by_role("checkbox", name=re.compile(r"^ICT \(\d+\)$"))
    expect(box).not_to_be_checked()
    box.press("Space")
    expect(box).to_be_checked()
    expect(page.get_by_role("heading", level=1)).to_contain_text("13 of 22 cities: working on ICT")
    expect(page.get_by_role("status")).to_have_text("13 of 22 cities: working on ICT")
    assert reader.heard() == ["13 of 22 cities: working on ICT"]
    choice = topics.get_by_role("radiogroup", name="Cities must work on any or all of the topics")
    expect(choice.get_by_role("radio", name="any")).to_be_checked()
    choice.get_by_role("radio", name="any").press("ArrowRight")
    expect(choice.get_by_role("radio", name="all")).to_be_checked()
    expect_query(page, "match=all&topic=ict")
    reader.heard()
    reader.follow(page.get_by_role("heading", level=1), "link", "ICT (remove this filter)")
    expect(box).not_to_be_checked()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert reader.heard() == []  # the sentence has the focus, and is read for that
    hide = reader.filters.get_by_role("switch", name="Hide cities that do not match")
    expect(hide).not_to_be_checked()
    hide.press("Space")
    expect(hide).to_be_checked()


def test_read_a_source(reader: Reader) -> None:
    """Age, publisher, kind of source and basis stand with the fact, which opens to the day of reading."""
    reader.follow(reader.page.get_by_role("table", name="Cities"), "link", "Nantes")
    reader.expect_opened("Nantes")
    topics = reader.panel.get_by_role("region", name=re.compile("^Topics"))
    fact = topics.get_by_role("listitem").filter(has_text="temporary and single axial bus lanes").first
    tree = fact.aria_snapshot()
    assert re.search(r'link "mysmartlife\.eu \(opens in a new tab\)"', tree), tree
    for words in (r"2020 ·", r"· official page", r"group: stated"):
        assert re.search(words, tree), tree
    fact.get_by_text("stated", exact=True).click()
    assert re.search(r"· read on 22\sNov\s2026", fact.aria_snapshot()), fact.aria_snapshot()
    for link in reader.panel.get_by_role("link").all():
        if link.get_attribute("target") == "_blank":
            expect(link).to_have_accessible_name(re.compile(r"\(opens in a new tab\)$"))


def test_step_through_events(reader: Reader) -> None:
    """Each event is a button with title and date; an opened one is current, says where it stands, and leads on."""
    page = reader.page
    events = page.get_by_role("region", name="Events", exact=True)
    expect(events.get_by_role("button")).to_have_count(8)
    first = events.get_by_role("button", name=re.compile(r"^1st Cities Network Workshop 14\sFeb\s2018$"))
    first.press("Enter")
    reader.expect_opened("1st Cities Network Workshop")
    expect(first).to_have_attribute("aria-current", "true")
    steps = reader.panel.get_by_role("navigation", name="Panel")
    expect(reader.panel).to_contain_text("1 of 8")
    reader.follow(steps, "link", "Next: Study visit: buildings and energy")
    reader.expect_opened("Study visit: buildings and energy")
    expect(reader.panel).to_contain_text("2 of 8")
    expect(first).not_to_have_attribute("aria-current", "true")
    expect(
        reader.panel.get_by_role("region", name=re.compile(r"^(Hosted|Presented|Attended)\b")).first
    ).to_be_attached()
    page.keyboard.press("[")
    reader.expect_opened("1st Cities Network Workshop")


def test_compare_two_cities(reader: Reader) -> None:
    """The comparison is a table with a heading for each city and each line; what takes one out names it."""
    reader.follow(reader.page.get_by_role("table", name="Cities"), "link", "Rome")
    reader.expect_opened("Rome")
    reader.follow(reader.panel, "link", "Compare with…")
    reader.expect_opened("Compare Rome with…")
    summary = reader.panel.get_by_text(re.compile(r"^\d+ other cities$"))
    summary.press("Enter")
    reader.follow(reader.panel, "link", "Compare Rome and Cork")
    reader.expect_opened("Cork and Rome")
    table = reader.panel.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(2)
    expect(table.get_by_role("columnheader", name=re.compile("Cork"))).to_have_count(1)
    assert len(table.get_by_role("rowheader").all()) >= 4
    reader.follow(reader.panel, "link", "Remove Rome from the comparison")
    reader.expect_opened("Compare Cork with…")


def test_export_what_is_selected(reader: Reader) -> None:
    """A dialog with a name says what it exports, and each link what is in its file; closing leads back."""
    page = reader.page
    reader.filters.get_by_role("checkbox", name="Finland (3)").press("Space")
    expect(page.get_by_role("status")).to_have_text("3 of 22 cities: in Finland")
    way = page.get_by_role("navigation", name="Page").get_by_role("link", name="Export")
    way.press("Enter")
    dialog = page.get_by_role("dialog", name="Export", exact=True)
    expect(dialog.get_by_role("heading", level=2, name="Export")).to_be_focused()
    expect(dialog.get_by_text("3 of 22 cities: in Finland")).to_be_visible()
    link = dialog.get_by_role("link", name=re.compile(r"^Cities as a table \(CSV\) 3 cities One row per city"))
    with page.expect_download() as coming:
        link.press("Enter")
    assert coming.value.suggested_filename.endswith("finland.csv")
    reader.follow(dialog, "link", "Close")
    expect(dialog).to_be_hidden()
    expect(way).to_be_focused()


def test_search_tells_what_it_finds(reader: Reader) -> None:
    """A combobox that opens a list of named groups; the number of hits is announced once, after the typing."""
    page = reader.page
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("helsinki")
    expect(page.get_by_role("listbox", name="Hits").get_by_role("option").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"\d+ hits"))
    assert len(reader.heard()) == 1
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text("Enter opens Helsinki.")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_drawer_says_whether_it_is_open(open_page: OpenPage) -> None:
    """What opens the filters of a narrow page says if they are open; closed, nothing of them is in the tree."""
    page = open_page(width=900, height=700, until="app")
    way = page.get_by_role("link", name="Filters", exact=True)
    expect(way).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("checkbox", name="Spain (4)")).to_have_count(0)
    way.press("Enter")
    expect(way).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("checkbox", name="Spain (4)")).to_be_visible()
    page.keyboard.press("Escape")
    expect(way).to_be_focused()
    expect(way).to_have_attribute("aria-expanded", "false")
