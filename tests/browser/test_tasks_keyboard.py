"""The six tasks of a visitor, each with the keyboard alone: from the top of the fresh page, never a click, never lost.

`Walker` presses keys and after each looks where the focus is: on something, in sight, with a ring, covered by nothing.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import expect_open, expect_query, opened, option, rows, sentence

MOST_TABS = 160
_FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return {name: '', fault: 'the focus is on nothing'};
    const labelled = document.getElementById(element.getAttribute('aria-labelledby'));
    const label = element.labels && element.labels[0];
    const name = element.getAttribute('aria-label') || (labelled || label || element).innerText || element.id;
    const said = name.replace(/\\s+/g, ' ').trim();
    const fault = (text) => ({name: said, fault: text, of: element.outerHTML.slice(0, 200)});
    element.scrollIntoView({block: 'nearest', inline: 'nearest', behavior: 'instant'});
    const shape = element.querySelector('circle') || element;
    const box = shape.getBoundingClientRect();
    if (getComputedStyle(element).clipPath !== 'none') return fault('it is cut away');
    if (!element.checkVisibility({visibilityProperty: true})) return fault('it is not shown');
    if (box.right < 0 || box.bottom < 0 || box.left > innerWidth || box.top > innerHeight) return fault('out of sight');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const inside = (node) => node && (element.contains(node) || node.contains(element));
    const points = [[x, y], [box.left + 3, box.top + 3], [box.right - 3, box.bottom - 3]];
    const within = points.filter(([left, top]) => left > 0 && top > 0 && left < innerWidth && top < innerHeight);
    if (within.length && !within.some(([left, top]) => inside(document.elementFromPoint(left, top)))) {
        return fault('it is covered by ' + document.elementFromPoint(...within[0]).outerHTML.slice(0, 80));
    }
    // A title that the focus is led to needs no ring: nothing can be done with it.
    if (element.tabIndex < 0 && !element.matches('a, button, input')) return {name: said, fault: ''};
    const rings = [element, element.querySelector('circle')].filter(Boolean).map((one) => getComputedStyle(one));
    const ringed = (look) => (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2)
        || (look.stroke !== 'none' && parseFloat(look.strokeWidth) >= 3);
    return rings.some(ringed) ? {name: said, fault: ''} : fault('it has no ring');
}"""


class Walker:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> str:
        """Press a key; return the name of what has the focus then."""
        self.page.keyboard.press(key)
        return self.look()

    def look(self) -> str:
        """Return the name of what has the focus; it is seen, and nothing covers it."""
        seen = self.page.evaluate(_FOCUS)
        assert seen["fault"] == "", seen
        return str(seen["name"])

    def tab_to(self, pattern: str, *, key: str = "Tab") -> None:
        """Press Tab until what is named so has the focus."""
        passed = []
        for _press in range(MOST_TABS):
            passed.append(self.press(key))
            if re.match(pattern, passed[-1]):
                return
        raise AssertionError(f"{pattern!r} is not reached; passed: {passed}")


@pytest.fixture
def walker(open_page: OpenPage) -> Walker:
    """A fresh page and a keyboard."""
    return Walker(open_page(until="app"))


def test_open_a_city(walker: Walker) -> None:
    """The first Tab offers the list; Enter on a city leads into its panel, Escape back to where one came from."""
    page = walker.page
    assert walker.press("Tab") == "Skip to the list"
    page.keyboard.press("Enter")
    walker.tab_to("Nantes$")
    assert walker.press("ArrowDown") == "Hamburg"
    page.keyboard.press("Enter")
    expect_open(page, "Hamburg")
    expect(opened(page)).to_be_focused()
    walker.tab_to(r"hamburg\.")
    page.keyboard.press("Escape")
    expect_query(page, "")
    expect(rows(page).get_by_role("link", name="Hamburg", exact=True)).to_be_focused()
    assert walker.look() == "Hamburg"


def test_filter_by_topic(walker: Walker) -> None:
    """A topic is ticked with the space bar, a second one, "all" with an arrow; the way back is one key each."""
    page = walker.page
    walker.tab_to("6 more")
    page.keyboard.press("Enter")
    walker.tab_to("ICT")
    assert walker.press("Space").startswith("ICT")
    expect(option(page, "ICT")).to_have_attribute("aria-checked", "true")
    expect(sentence(page)).to_contain_text("working on ICT")
    walker.tab_to("Urban Platforms")
    walker.press("Space")
    expect_query(page, "topic=ict&topic=urban-platforms")
    expect(option(page, "Urban Platforms")).to_be_focused()
    walker.tab_to("any$", key="Shift+Tab")
    walker.press("ArrowRight")
    expect_query(page, "match=all&topic=ict&topic=urban-platforms")
    expect(page.get_by_role("radio", name="all")).to_be_focused()
    walker.tab_to("Clear all", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect_query(page, "")
    expect(rows(page)).to_have_count(22)
    expect(sentence(page)).to_be_focused()


def test_read_a_source(walker: Walker) -> None:
    """From the search into a city, and on to the page where its first fact was read."""
    page = walker.page
    walker.press("/")
    page.keyboard.type("palencia")
    expect(page.get_by_role("option", name="Palencia").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect_open(page, "Palencia")
    expect(opened(page)).to_be_focused()
    walker.tab_to(r".*\(opens in a new tab\)")
    page.context.route(re.compile("^https://"), lambda route: route.fulfill(body="A source"))
    with page.context.expect_page() as coming:
        page.keyboard.press("Enter")
    assert coming.value.url.startswith("https://")
    coming.value.close()
    page.context.unroute_all()
    walker.look()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()


def test_step_through_events(walker: Walker) -> None:
    """] opens the first, ] and [ go on and back, the links of the panel do the same; focus is in the panel."""
    page = walker.page
    page.keyboard.press("]")
    expect_open(page, "1st Cities Network Workshop")
    expect(opened(page)).to_be_focused()
    page.keyboard.press("]")
    expect_open(page, "Study visit: buildings and energy")
    expect(opened(page)).to_be_focused()
    page.keyboard.press("[")
    expect_open(page, "1st Cities Network Workshop")
    expect(opened(page)).to_be_focused()
    walker.tab_to("Next: Study visit")
    page.keyboard.press("Enter")
    expect_open(page, "Study visit: buildings and energy")
    expect(opened(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect_query(page, "")
    expect(page.get_by_role("complementary", name="Details")).to_contain_text("at a glance")
    page.wait_for_function("() => document.activeElement !== document.body")
    walker.look()


def test_event_of_the_line_gives_the_focus_back(walker: Walker) -> None:
    """An event opened on the line of time leads back to its place on the line."""
    page = walker.page
    walker.tab_to("2nd Cities Network Workshop 6")
    page.keyboard.press("Space")
    expect_open(page, "2nd Cities Network Workshop")
    expect(opened(page)).to_be_focused()
    page.keyboard.press("Escape")
    events = page.get_by_role("region", name="Events", exact=True)
    expect(events.get_by_role("button", name="2nd Cities Network Workshop")).to_be_focused()
    walker.look()


def test_compare_two_cities(walker: Walker) -> None:
    """Open one, "Compare with…", choose the second, take it out again, close."""
    page = walker.page
    walker.tab_to("Rome$")
    page.keyboard.press("Enter")
    expect_open(page, "Rome")
    expect(opened(page)).to_be_focused()
    walker.tab_to("Compare with…")
    page.keyboard.press("Enter")
    expect_open(page, "Compare Rome with")
    expect(opened(page)).to_be_focused()
    walker.tab_to("Compare Rome and|Compare .* and Rome")
    page.keyboard.press("Enter")
    expect_query(page, "compare=.*&compare=.*")
    expect(page.get_by_role("complementary", name="Details").get_by_role("columnheader")).to_have_count(2)
    expect(opened(page)).to_be_focused()
    walker.tab_to("Remove Rome")
    page.keyboard.press("Enter")
    expect_open(page, "with…")
    expect(opened(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect_query(page, "")
    expect(rows(page).get_by_role("link", name="Rome", exact=True)).to_be_focused()
    walker.look()


def test_export_what_is_selected(walker: Walker) -> None:
    """Tick Finland, go up to Export, save the CSV; the dialog keeps the focus and gives it back."""
    page = walker.page
    walker.tab_to("Finland")
    walker.press("Space")
    expect(sentence(page)).to_contain_text("in Finland")
    walker.tab_to("Export$", key="Shift+Tab")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Export")
    expect(dialog.get_by_role("heading", level=2)).to_be_focused()
    expect(dialog).to_contain_text("3 of 22 cities: in Finland")
    walker.tab_to(r"Cities as a table \(CSV\)")
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    assert coming.value.suggested_filename.endswith("finland.csv")
    walker.look()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert walker.look() == "Export"


def test_focus_is_never_lost_nor_covered(walker: Walker) -> None:
    """Every stop of the Tab key on the page with a city open is seen, ringed and covered by nothing, to the end."""
    page = walker.page
    walker.tab_to("Cork$")
    page.keyboard.press("Enter")
    expect(opened(page)).to_be_focused()
    walker.tab_to("Places: SimpleMaps")


def test_drawer_and_sheet_hide_nothing_that_has_the_focus(open_page: OpenPage) -> None:
    """At the width of a page zoomed to 400 %, drawer and sheet are left by keys; nothing behind them gets the focus."""
    walker = Walker(open_page(width=320, height=640, until="app"))
    page = walker.page
    walker.tab_to("Filters$")
    page.keyboard.press("Enter")
    walker.tab_to("Spain")
    walker.press("Space")
    expect_query(page, "country=ES")
    walker.press("Escape")
    assert walker.look() == "Filters"
    walker.tab_to("Palencia$")
    opener = page.evaluate("() => document.activeElement.closest('#page-panel, #page-tables').id")
    page.keyboard.press("Enter")
    expect_open(page, "Palencia")
    expect(opened(page)).to_be_focused()
    for _press in range(20):
        page.keyboard.press("Shift+Tab")
        inside = "() => document.activeElement === document.body || !!document.activeElement.closest('#page-panel')"
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    expect_query(page, "country=ES")
    expect(page.locator(f"#{opener}").get_by_role("link", name="Palencia", exact=True)).to_be_focused()
    walker.look()
