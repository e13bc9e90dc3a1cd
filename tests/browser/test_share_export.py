"""Share and export: the link, the frame and the files are of what is on the screen; printed, a profile is one page."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.screen import expect_open, option, sentence
from tests.census import numbers
from tests.serving import Dashboard


def dialog(page: Page, name: str) -> None:
    """Open a dialog from the header."""
    page.get_by_role("navigation", name="Page").get_by_role("link", name=name).click()
    expect(page.get_by_role("dialog", name=name)).to_be_visible()


def test_link_of_the_view_leads_back_to_it(open_page: OpenPage) -> None:
    """What is filtered after the page was opened is in the link, and the link shows the same."""
    page = open_page("?country=FI", until="app")
    option(page, "Follower").click()
    expect(sentence(page)).to_contain_text("Follower")
    option(page, "Lighthouse").click()
    expect(sentence(page)).to_contain_text("Lighthouse")
    said = sentence(page).inner_text()
    dialog(page, "Share")
    link = page.locator("#share-link")
    expect(link).to_contain_text("role=follower&role=lighthouse")
    other = open_page("?" + link.inner_text().partition("?")[2], until="app")
    assert sentence(other).inner_text() == said


def test_link_is_copied(open_page: OpenPage) -> None:
    """The button puts the link on the clipboard and says so."""
    page = open_page("?city=rome", permissions=["clipboard-read", "clipboard-write"], until="app")
    dialog(page, "Share")
    expect(page.locator("#share-link")).to_contain_text("city=rome")
    page.get_by_role("dialog").get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url.partition("#")[0]


def test_share_offers_nothing_that_a_visitor_cannot_use(open_page: OpenPage) -> None:
    """If no site may embed the page, Share shows the link only."""
    page = open_page(until="app")
    dialog(page, "Share")
    shown = page.get_by_role("dialog", name="Share")
    expect(shown).to_contain_text("Link to this view")
    expect(shown).not_to_contain_text(re.compile("frame", re.IGNORECASE))


@pytest.mark.parametrize("query", ["country=FI", "country=ES&event=workshop-3", "q=member&city=rome"])
def test_export_says_what_the_files_hold(open_page: OpenPage, served: Dashboard, query: str) -> None:
    """The counts next to the links add up to the rows of the linked files: facts and summaries."""
    page = open_page(f"?{query}", until="app")
    dialog(page, "Export")
    for name in ("cities.csv", "facts.csv", "events.csv"):
        count = page.locator(f"[data-export-count='{name}']").inner_text()
        address = page.locator(f"a[data-export='{name}']").get_attribute("href") or ""
        _status, _headers, body = served.get("/" + address.removeprefix(served.url))
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
        assert sum(numbers(count)) == len(rows), name


def test_a_wrong_address_looks_like_the_page_and_leads_on(open_page: OpenPage, served: Dashboard, watch: Watch) -> None:
    """In light and dark, on a phone, without scripts: styled, no wider than the screen, a way to what was meant."""
    watch.expect("404")
    for scheme in ("light", "dark"):
        page = open_page(width=390, color_scheme=scheme, java_script_enabled=False, until="html")
        home = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        page.goto(f"{served.url}nante")
        expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
        assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == home
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("link", name="Nantes").click()
        expect_open(page, "Nantes")


def test_escape_and_back_close_a_dialog_and_focus_returns(open_page: OpenPage) -> None:
    """Focus goes into the dialog and back to its button; the view stays, and Back closes too."""
    page = open_page("?city=rome", until="app")
    dialog(page, "Share")
    assert page.url.endswith("#share")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("link", name="Share")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?city=rome$"))
    expect_open(page, "Rome")
    dialog(page, "Export")
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect_open(page, "Rome")


def test_focus_stays_inside(open_page: OpenPage) -> None:
    """Tab never leads to the page behind an open dialog."""
    page = open_page(until="app")
    dialog(page, "Export")
    for _press in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")


def test_csv_of_the_finnish_cities_with_sources_takes_three_acts(open_page: OpenPage) -> None:
    """Tick Finland, Export, CSV: a file with three cities, each with the pages its facts were read on."""
    page = open_page(until="app")
    option(page, "Finland").click()
    expect(sentence(page)).to_contain_text("3 of 22 cities")
    dialog(page, "Export")
    expect(page.locator("#export-sentence")).to_have_text("3 of 22 cities: in Finland")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Cities as a table").click()
    saved = coming.value
    assert saved.suggested_filename == "mysmartlife-cities-network-cities-finland.csv"
    rows = list(csv.DictReader(io.StringIO(saved.path().read_text("utf-8-sig"), newline="")))
    assert {row["name"] for row in rows} == {"Helsinki", "Joensuu", "Lappeenranta"}
    assert all(row["sources"].startswith("https://") for row in rows)


def test_profile_is_offered_for_an_opened_city_alone(open_page: OpenPage) -> None:
    """Without a city there is no profile to save; with one it is that city's."""
    page = open_page(until="app")
    dialog(page, "Export")
    expect(page.get_by_role("link", name="Profile as text")).to_be_hidden()
    other = open_page("?city=rome", until="app")
    dialog(other, "Export")
    with other.expect_download() as coming:
        other.get_by_role("link", name="Profile as text").click()
    assert coming.value.path().read_text("utf-8").startswith("# Rome\n")


def test_what_the_address_got_wrong_is_not_passed_on(open_page: OpenPage, served: Dashboard) -> None:
    """The page is polite about a stale value; its export links leave it out and are answered."""
    page = open_page("?country=XX&country=FI&city=nowhere", until="app")
    dialog(page, "Export")
    link = page.get_by_role("link", name="Cities for programs")
    expect(link).to_have_attribute("href", re.compile(r"\?country=FI$"))
    status, _headers, body = served.get("/" + (link.get_attribute("href") or "").removeprefix(served.url))
    assert (status, json.loads(body)["count"]) == (200, 3)


@pytest.mark.parametrize("name", ["share", "export", "about", "help"])
def test_dialogs_open_without_scripts(open_page: OpenPage, name: str) -> None:
    """Each has an address, and a link in it leads out."""
    page = open_page(f"?country=FI#{name}", until="html", java_script_enabled=False)
    shown = page.locator(f"dialog#{name}")
    expect(shown).to_be_visible()
    shown.get_by_role("link", name="Close").click()
    expect(shown).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390, 768])
def test_dialogs_fit_small_screens(open_page: OpenPage, width: int) -> None:
    """Nothing reaches beyond the side of the screen."""
    page = open_page("#share", width=width, height=720, until="app")
    expect(page.get_by_role("dialog", name="Share")).to_be_visible()
    expect(page.locator("#share-link")).to_contain_text("http")
    wide = """() => [...document.querySelectorAll('dialog[open], dialog[open] *')]
        .filter((node) => node.getBoundingClientRect().right > innerWidth + 1).map((node) => node.outerHTML)"""
    assert page.evaluate(wide) == []


def pages_of(pdf: bytes) -> int:
    """Count the pages of a PDF as Chromium writes it."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("city", ["rome", "nantes", "hamburg", "helsinki", "cork"])
def test_printed_profile_is_four_pages_at_most(open_page: OpenPage, city: str) -> None:
    """Also the longest profile, at 9 points and with its peers, fits on four pages of A4, from a dark screen too."""
    page = open_page(f"?city={city}", until="html", java_script_enabled=False, color_scheme="dark")
    assert 1 <= pages_of(page.pdf(prefer_css_page_size=True)) <= 4
    page.emulate_media(media="print")
    expect(page.get_by_role("table", name="Cities")).to_be_hidden()
    written = page.evaluate(
        "getComputedStyle(document.querySelector('#page-panel .source a[href^=http]'), '::after').content"
    )
    assert "http" in written


@pytest.mark.parametrize("tab", ["matrix", "events"])
def test_printed_matrix_has_every_city(open_page: OpenPage, tab: str) -> None:
    """All columns stand on the width of an A4 page, and nothing scrolls."""
    page = open_page(f"?tab={tab}", until="app", width=695, height=1000)  # 210 mm less the margins
    page.emulate_media(media="print")
    cities = page.locator("table.grid thead .city-link")
    assert cities.count() == 22
    right = max(box["x"] + box["width"] for box in (one.bounding_box() for one in cities.all()) if box)
    assert right <= 695


def test_printed_gaps_and_comparisons_are_unfolded(open_page: OpenPage) -> None:
    """Paper cannot be unfolded: every gap and every fact that is compared is printed, and no button is."""
    page = open_page("?tab=gaps", until="app")
    page.emulate_media(media="print")
    for gap in page.locator(".gap:not(.gap-none) > ul").all():
        expect(gap).to_be_visible()
    page = open_page("?compare=nantes&compare=rome", until="app")
    page.emulate_media(media="print")
    assert page.locator(".compare-line .fact").count() > 10
    expect(page.locator(".compare-line .fact").last).to_be_visible()
    expect(page.locator(".out").first).to_be_hidden()


def test_printed_list_is_a_table(open_page: OpenPage) -> None:
    """With nothing opened, the sentence and the table are printed, and neither map nor panel."""
    page = open_page(until="app")
    page.emulate_media(media="print")
    expect(page.get_by_role("table", name="Cities")).to_be_visible()
    expect(sentence(page)).to_be_visible()
    expect(page.locator("#page-map")).to_be_hidden()
    expect(page.locator("#page-panel")).to_be_hidden()
