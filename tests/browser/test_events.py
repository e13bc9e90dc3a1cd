"""Events: opened from the line of time or by key, drawn on the map by how we know of each city, stepped through."""

from __future__ import annotations

from collections import Counter

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import at_rest, details, expect_open, expect_query, listed, option, sentence

_LINES = """() => {
    const map = document.querySelector('#map-graph .js-plotly-plot')._fullLayout.map._subplot.map;
    const layers = ['lines-stated', 'lines-implied', 'lines-derived'];
    const drawn = map.queryRenderedFeatures({layers});
    return [...new Set(drawn.map((line) => line.properties.city + ' ' + line.properties.basis))].sort();
}"""
_LINES_DRAWN = f"(wanted) => JSON.stringify(({_LINES})()) === JSON.stringify(wanted)"
_COUNTED = f"(wanted) => ({_LINES})().length === wanted"
_RINGS = """() => {
    const figure = document.querySelector('#map-graph .js-plotly-plot');
    const found = figure.data.find((trace) => trace.meta === 'opened').customdata || [];
    return [...new Set(found)].sort();
}"""


def event_button(page: Page, title: str) -> None:
    """Open an event on the line of time."""
    page.get_by_role("region", name="Events").get_by_role("button", name=title).click()


def lines(page: Page) -> Counter[str]:
    """How many lines of which basis are drawn now."""
    at_rest(page)
    return Counter(line.split()[-1] for line in page.evaluate(_LINES))


def test_event_is_drawn_by_how_we_know(open_page: OpenPage) -> None:
    """The first workshop: five cities implied, thirteen derived, one line each to Helsinki; closing takes them away."""
    page = open_page()
    event_button(page, "1st Cities Network Workshop")
    expect_open(page, "1st Cities Network Workshop")
    expect_query(page, "event=workshop-1(&view=.*)?")
    page.wait_for_function(_COUNTED, arg=18)
    assert lines(page) == {"implied": 5, "derived": 13}
    expect(details(page)).to_contain_text("3 cities have no record here")
    page.keyboard.press("Escape")
    page.wait_for_function(_LINES_DRAWN, arg=[])


def test_lines_are_there_from_the_address_and_in_other_colours(open_page: OpenPage) -> None:
    """A link to an event draws its lines at once; dark colours keep them."""
    page = open_page("?event=workshop-4")
    wanted = [f"{city} implied" for city in ("bydgoszcz", "helsinki", "nantes", "palencia", "rijeka")]
    page.wait_for_function(_LINES_DRAWN, arg=wanted)
    page.get_by_role("link", name="Dark colours").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.wait_for_function(_LINES_DRAWN, arg=wanted)


def test_online_event_has_rings_and_no_lines(open_page: OpenPage) -> None:
    """The third workshop was online: seven cities are ringed, nothing is drawn between them."""
    page = open_page("?event=workshop-3")
    assert page.evaluate(_RINGS) == ["bydgoszcz", "hamburg", "helsinki", "nantes", "palencia", "rijeka", "rome"]
    assert lines(page) == {}
    expect(details(page)).to_contain_text("rings mark the cities on record")


def test_brackets_step_through_the_events(open_page: OpenPage) -> None:
    """From nothing, ] opens the first and [ the last; then they lead on in time, around the end."""
    page = open_page("?country=ES", until="app")
    page.keyboard.press("]")
    expect_open(page, "1st Cities Network Workshop")
    page.keyboard.press("]")
    expect_open(page, "Study visit: buildings and energy")
    page.keyboard.press("[")
    expect_open(page, "1st Cities Network Workshop")
    page.keyboard.press("[")
    expect_open(page, "4th Knowledge Transfer Workshop")
    expect_query(page, "country=ES&event=workshop-4(&view=.*)?")
    page.keyboard.press("Escape")
    expect_query(page, "country=ES(&view=.*)?")
    # The focus is back where the first of them was opened, and that is where the keys go on from.
    events = page.get_by_role("region", name="Events")
    expect(events.get_by_role("button", name="1st Cities Network Workshop")).to_be_focused()
    page.keyboard.press("[")
    expect_open(page, "4th Knowledge Transfer Workshop")


def test_steps_and_history_lead_through_events(open_page: OpenPage) -> None:
    """Next and previous of the panel go on in time; Back leads to the one before."""
    page = open_page("?event=workshop-2", until="app")
    details(page).get_by_role("link", name="Next: Study visit: ICT services").click()
    expect_open(page, "Study visit: ICT services")
    details(page).get_by_role("link", name="Previous: 2nd Cities Network Workshop").click()
    expect_open(page, "2nd Cities Network Workshop")
    page.go_back()
    expect_open(page, "Study visit: ICT services")


def test_only_the_cities_of_an_event(open_page: OpenPage) -> None:
    """The panel leads to a list of these cities; the filter says so, and the same place leads back."""
    page = open_page("?event=workshop-2", until="app")
    details(page).get_by_role("link", name="Show only these 3 cities").click()
    expect(sentence(page)).to_contain_text("2nd Cities Network Workshop")
    expect(option(page, "2nd Cities Network Workshop")).to_have_attribute("aria-checked", "true")
    assert listed(page) == ["Nantes", "Hamburg", "Helsinki"]
    details(page).get_by_role("link", name="Show all cities again").click()
    expect(sentence(page)).to_contain_text("22 cities")


def test_reasoning_can_be_read_and_followed(open_page: OpenPage) -> None:
    """Everyone who was in Helsinki and how we know: one act from the page, reasoning once, a source to open."""
    page = open_page(until="app")
    event_button(page, "1st Cities Network Workshop")
    fact = details(page).locator(".fact", has_text="the network has exactly 13 members in these countries")
    expect(fact).to_have_count(1)
    expect(fact.locator(".names-list").get_by_role("link")).to_have_count(13)
    expect(fact.get_by_role("link", name="mysmartlife.eu")).to_have_attribute("target", "_blank")
    expect(fact).to_contain_text("derived")


def test_event_without_scripts(open_page: OpenPage) -> None:
    """The first HTML holds the whole panel, with links to the next event and to the cities."""
    page = open_page("?event=workshop-1", until="html", java_script_enabled=False)
    expect_open(page, "1st Cities Network Workshop")
    details(page).get_by_role("link", name="Next: Study visit: buildings and energy").click()
    expect_open(page, "Study visit: buildings and energy")
    details(page).get_by_role("link", name="Nantes").first.click()
    expect_open(page, "Nantes")


def test_event_goes_into_a_calendar(open_page: OpenPage) -> None:
    """Two acts from the page: the event as a file; the calendar of all events has an address to subscribe to."""
    page = open_page(until="app")
    event_button(page, "1st Cities Network Workshop")
    expect_open(page, "1st Cities Network Workshop")
    with page.expect_download() as saving:
        details(page).get_by_role("link", name="Add to calendar").click()
    written = saving.value.path().read_text("utf-8")
    assert written.count("BEGIN:VEVENT") == 1
    assert "1st Cities Network Workshop" in written
    address = details(page).get_by_role("link", name="Subscribe").get_attribute("href") or ""
    assert address.startswith("webcal://")
    answer = page.request.get(address.replace("webcal:", "http:"))
    assert answer.text().count("BEGIN:VEVENT") == 8
