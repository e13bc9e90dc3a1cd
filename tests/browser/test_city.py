"""The panel of a city: who it is, what it works on, where it took part, and where each of these was read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.config import resource
from dashboard.ingest.loader import load
from tests.browser.conftest import OpenPage
from tests.browser.screen import details, expect_open, expect_query, opened, option, unfold

NETWORK = load(resource("data"))


@pytest.mark.parametrize("city_id", ["nantes", "rome", "cacak", "mianyang"])
def test_profile_has_every_fact_with_its_source(open_page: OpenPage, city_id: str) -> None:
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


def test_name_and_ways_out_stay_in_sight(open_page: OpenPage) -> None:
    """Whatever is read of a long profile, its name, next, close and the jumps are in sight, on a phone too."""
    for width, height in ((1366, 768), (390, 844)):
        page = open_page("?city=nantes", width=width, height=height, until="app")
        expect_open(page, "Nantes")
        panel = details(page)
        panel.evaluate("(panel) => { panel.scrollTop = panel.scrollHeight; }")
        for part in (opened(page), panel.locator("[data-step=next]"), panel.locator("[data-close]")):
            expect(part).to_be_in_viewport(ratio=1)
        panel.get_by_role("link", name="Peers").click()
        heading = panel.get_by_role("heading", name="Cities worth talking to")
        expect(heading).to_be_in_viewport(ratio=1)
        expect(heading).to_be_focused()
        head, below = panel.locator(".panel-head").bounding_box(), heading.bounding_box()
        assert head is not None
        assert below is not None
        assert below["y"] >= head["y"] + head["height"], "the head lies over what was jumped to"
        expect_query(page, "city=nantes")


def test_basis_explains_itself_by_click_and_by_key(open_page: OpenPage) -> None:
    """The tag of a fact opens to what it means, which page was read and when."""
    page = open_page("?city=helsinki&topic=urban-platforms", until="app")
    fact = details(page).locator("#topic-urban-platforms .fact").first
    meaning = fact.get_by_text("The page states it about a group or in passing")
    expect(meaning).to_be_hidden()
    fact.get_by_text("implied", exact=True).click()
    expect(meaning).to_be_visible()
    expect(fact.get_by_text("read on 22 Nov 2026")).to_be_visible()
    fact.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_hidden()


def test_folded_facts_do_not_stay_open_in_the_next_city(open_page: OpenPage) -> None:
    """The next profile begins as short as this one did."""
    page = open_page("?city=nantes", until="app")
    fold = details(page).locator(".more-facts").first
    fold.locator("summary").first.click()
    expect(fold.locator(".fact").first).to_be_visible()
    details(page).locator("[data-step=next]").click()
    expect_open(page, "Hamburg")
    assert details(page).locator("details[open]").count() == 0


def test_matching_cities_are_listed_with_their_facts(open_page: OpenPage) -> None:
    """One act, the filter by a topic, shows the cities with what each does about it, and true numbers."""
    page = open_page(until="app")
    unfold(page, "Topic")
    option(page, "Urban Platforms").click()
    panel = details(page)
    expect(panel.get_by_role("heading", level=2)).to_have_text("Cities that match 12")
    rome = panel.locator(".matching > li", has=page.get_by_role("link", name="Rome"))
    expect(rome).to_contain_text("Roma Data Platform")
    assert panel.locator(".matching > li").count() == 10
    panel.get_by_role("link", name="All 12 in the table").click()
    expect(page.get_by_role("table", name="Cities")).to_be_in_viewport()


def test_derived_facts_are_one_act_away(open_page: OpenPage) -> None:
    """The count of a basis opens to the facts themselves."""
    page = open_page(until="app")
    fold = details(page).locator("#basis-derived")
    expect(fold.locator(".fact").first).to_be_hidden()
    fold.locator("summary").first.click()
    expect(fold.locator(".fact").first).to_be_visible()
    expect(fold).to_contain_text("the network has exactly 13 members")


def test_profile_is_printed_with_peers_map_and_address(open_page: OpenPage) -> None:
    """On paper: letters of 9 points and more, peers, a map that is loaded for paper alone, address and date."""
    page = open_page("?city=murcia", until="app")
    expect_open(page, "Murcia")
    maps: list[str] = []
    page.on("request", lambda request: maps.append(request.url) if "map.svg" in request.url else None)
    page.wait_for_timeout(500)
    assert maps == []
    page.evaluate("() => { window.print = () => { document.documentElement.dataset.wasPrinted = ''; }; }")
    details(page).get_by_role("button", name="Print").click()
    expect(page.locator("html[data-was-printed]")).to_be_attached()
    assert len(maps) == 1
    page.emulate_media(media="print")
    panel = details(page)
    for part in (".print-title", ".print-map", ".peer", "[data-printed]"):
        expect(panel.locator(part).first).to_be_visible()
    assert page.evaluate("document.querySelector('.print-map').naturalWidth > 0")
    expect(panel.locator("[data-printed]")).to_contain_text("?city=murcia · ")
    expect(panel.locator(".steps")).to_be_hidden()
    assert page.evaluate(SMALL_PRINT) == []


SMALL_PRINT = """() => {
    const found = new Set();
    const walker = document.createTreeWalker(document.getElementById('page-panel'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        const range = document.createRange();
        range.selectNode(walker.currentNode);
        const wide = range.getBoundingClientRect().width;
        const shown = walker.currentNode.data.trim() && element.checkVisibility() && wide;
        const points = parseFloat(getComputedStyle(element).fontSize) * 72 / 96;
        if (shown && points < 8.95) found.add(element.outerHTML.slice(0, 90));
    }
    return [...found];
}"""
