"""axe-core finds nothing: in every panel, tab, dialog and state, in light and dark.

A page is loaded once and walked through its states as a visitor walks; of each, only what has changed is checked. The
colours are changed by the attribute that the page itself uses, so that the map need not be drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import RULES, OpenPage, Watch
from tests.browser.screen import expect_query, go, option, rows

COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""What other colours can change; all else is the same elements with the same names."""
_AUDIT = """async ([regions, rules, colourRules]) => {
    const root = document.documentElement;
    const found = [];
    for (const theme of ['light', 'dark']) {
        root.dataset.theme = theme;
        const runOnly = theme === 'light' ? {type: 'tag', values: rules} : {type: 'rule', values: colourRules};
        const include = regions.map((region) => [region]);
        const result = await axe.run({include}, {runOnly, resultTypes: ['violations']});
        for (const fault of result.violations) {
            for (const node of fault.nodes) found.push(`${theme}: ${fault.id}: ${node.html.slice(0, 160)}`);
        }
    }
    root.removeAttribute('data-theme');
    return found;
}"""
_TOKENS = """() => {
    const probe = document.body.appendChild(document.createElement('i'));
    const flat = (rules) => [...rules].flatMap((one) => one instanceof CSSLayerBlockRule ? flat(one.cssRules) : one);
    return Object.fromEntries([...document.styleSheets].flatMap((sheet) => flat(sheet.cssRules))
        .filter((rule) => rule.selectorText === ':root').flatMap((rule) => [...rule.style])
        .filter((name) => name.startsWith('--'))
        .map((name) => {
            probe.style.color = `var(${name})`;
            return [name, getComputedStyle(probe).color];
        }));
}"""


def audit(page: Page, *regions: str) -> list[str]:
    """Return what axe-core finds in these parts of a page, the whole of it when none is named, in light and dark."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(_AUDIT, [list(regions) or ["html"], RULES, COLOUR_RULES])
    return found


@dataclass(frozen=True)
class Step:
    """A state that an address leads to, the parts of the page it changes, and what is said there once it is shown."""

    name: str
    query: str
    regions: tuple[str, ...]
    says: str


PANEL, TABLES, SENTENCE, FILTERS = "#page-panel", "#page-tables", "#page-sentence", "#page-filters"
STEPS = (
    Step("city with its peers", "?city=nantes", (PANEL, "#page-tables tr:has([aria-current])"), "Lighthouse city"),
    Step("event", "?event=workshop-1", (PANEL, "#page-events"), "1st Cities Network Workshop"),
    Step("event online", "?event=workshop-3", (PANEL,), "rings mark the cities"),
    Step("topic", "?about=electro-mobility", (PANEL,), "New electro mobility solutions"),
    Step("start of a comparison", "?compare=murcia", (PANEL,), "Compare Murcia with"),
    Step("comparison of two", "?compare=murcia&compare=nantes", (PANEL,), "Murcia and Nantes"),
    Step("comparison of three", "?compare=murcia&compare=nantes&compare=rome", (PANEL,), "Murcia, Nantes and Rome"),
    Step("unknown city", "?city=nante", (PANEL,), "did you mean Nantes"),
    Step("unknown country", "?country=XX", (SENTENCE,), "no country “XX”"),
    Step("some match", "?country=ES&match=all&topic=electro-mobility", (SENTENCE, FILTERS), "in Spain"),
    Step("none matches", "?country=ES&role=lighthouse", (SENTENCE, TABLES), "Remove one filter"),
    Step("topics and cities", "?country=FI&tab=matrix", (TABLES,), "An empty cell means"),
    Step("events and cities", "?country=FI&tab=events", (TABLES,), "Who met where"),
    Step("gaps", "?country=FI&tab=gaps", (TABLES,), "Gaps"),
)
SEARCHES = {"spain": "Spain", "zagreb": "No city, country, topic or event", "xqxqxq": "No city, country, topic"}


@pytest.fixture
def walked(open_page: OpenPage) -> Page:
    """A page for a first visit, in a browser that cannot draw the live map: the picture is drawn in both colours."""
    page = open_page(until="app")
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.get_by_role("region", name="Hint")).to_be_visible()
    expect(page.locator(".webgl-notice")).to_be_visible()
    return page


def test_nothing_is_in_the_way_of_anybody(walked: Page) -> None:
    """The first visit with its hint, then every panel and tab, and no match: WCAG 2.2 AA and the best practices."""
    found = {"first visit": audit(walked)}
    for step in STEPS:
        go(walked, step.query)
        expect(walked.locator(step.regions[0])).to_contain_text(step.says, ignore_case=True)
        walked.evaluate("document.querySelectorAll('#page-panel details, .gap').forEach((one) => { one.open = true; })")
        found[step.name] = audit(walked, *step.regions)
    assert {state: faults for state, faults in found.items() if faults} == {}


def test_what_opens_above_the_page_is_as_good(open_page: OpenPage) -> None:
    """The dialogs, the search with hits, with a near one and with none, and the drawer of filters."""
    page = open_page("?city=nantes", until="app")
    found = {}
    for name in ("Share", "Export", "About", "API", "Help"):
        if name == "Help":
            page.keyboard.press("?")
        else:
            page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
        found[name] = audit(page, "dialog[open]")
        page.keyboard.press("Escape")
        page.wait_for_function("() => !location.hash")
    for typed, wanted in SEARCHES.items():
        page.get_by_role("combobox", name="Search").fill(typed)
        expect(page.locator("#search-hits")).to_contain_text(wanted)
        page.keyboard.press("ArrowDown")
        found[typed] = audit(page, "#page-search")
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 900, "height": 1600})
    page.locator("[data-drawer=open]").click()
    expect(option(page, "Spain")).to_be_in_viewport()
    found["drawer"] = audit(page, "#page-filters", "#page-map")
    assert {state: faults for state, faults in found.items() if faults} == {}


def test_phone_is_as_good(open_page: OpenPage) -> None:
    """The whole page at the width of a phone, and the sheet of a city."""
    page = open_page(width=390, height=844, has_touch=True, is_mobile=True, until="app")
    found = audit(page)
    rows(page).get_by_role("link", name="Nantes", exact=True).tap()
    expect_query(page, "city=nantes")
    expect(page.get_by_role("complementary", name="Details")).to_contain_text("Lighthouse city")
    assert found + audit(page) == []


def test_frame_and_live_map_are_as_good(open_page: OpenPage) -> None:
    """The map as it is drawn, embedded and in the page, with the list of the cities outside its view."""
    framed = open_page("?embed=1&country=FI", until="app", width=800, height=600)
    page = open_page()
    page.get_by_text("outside this view").click()
    page.get_by_role("link", name="Rome", exact=True).first.focus()
    assert audit(framed) + audit(page, "#page-map") == []


def test_page_without_scripts_is_as_good(open_page: OpenPage, watch: Watch) -> None:
    """The first HTML stands on its own; its scripts are stopped, so that axe-core can still run."""
    page = open_page(until="app")
    watch.expect("ERR_FAILED")
    page.route("**/static/*.js", lambda route: route.abort())
    page.goto(page.url + "?city=nantes&tab=gaps")
    expect(page.locator("#first-page")).to_be_visible()
    assert audit(page) == []


def test_audit_finds_what_is_wrong(open_page: OpenPage) -> None:
    """A button without a name, and a text that fades into the dark alone, are found, each in its colours."""
    page = open_page(until="app")
    page.evaluate(
        """() => {
            const text = Object.assign(document.createElement('p'), {textContent: 'Faded'});
            text.style.color = 'light-dark(#111, #333)';
            document.querySelector('#page-panel').append(document.createElement('button'), text);
        }"""
    )
    found = [fault.split(": ")[:2] for fault in audit(page, "#page-panel")]
    assert found == [["light", "button-name"], ["dark", "color-contrast"]]


def test_chosen_and_asked_colours_are_the_same(open_page: OpenPage) -> None:
    """Dark by choice has the colours of dark by the wish of the device, each of them."""
    page = open_page(until="html", java_script_enabled=False)
    light = page.evaluate(_TOKENS)
    page.emulate_media(color_scheme="dark")
    asked = page.evaluate(_TOKENS)
    page.emulate_media(color_scheme="light")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(_TOKENS) == asked
    assert asked["--page"] != light["--page"]
