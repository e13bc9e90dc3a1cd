"""The layouts: from a small phone to a wall, nothing scrolls sideways or covers anything, and a way back is seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import at_rest, details, expect_open, expect_query, opened, option, rows

SIZES = [(320, 640), (360, 780), (390, 844), (768, 1024), (1024, 768), (1440, 900), (2560, 1440)]
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("query", ["", "?city=nantes", "?event=workshop-3", "?country=ES&role=lighthouse"])
def test_nothing_scrolls_sideways(open_page: OpenPage, query: str) -> None:
    """At no width is the page wider than the window."""
    page = open_page(query, until="app")
    wider = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"() => innerWidth === {width}")
        wider[width] = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert {width: pixels for width, pixels in wider.items() if pixels > 0} == {}


def test_head_and_panel_stay_while_the_list_is_read(open_page: OpenPage) -> None:
    """Scrolled to the list, the search is whole at the top, and a city opens with its name and its cross in sight."""
    page = open_page(until="app")
    page.evaluate("scrollTo(0, 260)")
    box = page.get_by_role("search", name="Search").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 16
    page.get_by_role("table", name="Cities").get_by_role("link", name="Nantes", exact=True).click()
    expect_open(page, "Nantes")
    head = page.get_by_role("banner").bounding_box()
    assert head is not None
    for part in (opened(page), details(page).locator("[data-close]").first):
        seen = part.bounding_box()
        assert seen is not None
        assert seen["y"] >= head["y"] + head["height"]
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_selector("html:not([data-aside])", state="attached")


def test_phone_has_sentence_map_and_list_in_this_order(open_page: OpenPage) -> None:
    """On a phone the sentence comes first, then the map, which takes about half of the height, then the list."""
    page = open_page(**PHONE)
    tops = [page.locator(selector).bounding_box() for selector in ("#page-sentence", "#page-map", "#page-tables")]
    assert all(tops)
    ys = [box["y"] for box in tops if box]
    assert ys == sorted(ys)
    assert tops[1] is not None
    assert 0.4 <= tops[1]["height"] / 844 <= 0.65


def test_phone_opens_a_city_and_comes_back(open_page: OpenPage) -> None:
    """A city opens over the whole screen, with a way back that is seen."""
    page = open_page(**PHONE)
    rows(page).get_by_role("link", name="Rome", exact=True).tap()
    expect_open(page, "Rome")
    expect(opened(page)).to_be_in_viewport()
    box = details(page).bounding_box()
    assert box is not None
    assert box["width"] >= 380
    details(page).locator("[data-close]").first.tap()
    expect_query(page, "")
    expect(rows(page).first).to_be_visible()


def test_phone_opens_its_filters(open_page: OpenPage) -> None:
    """The filters are a drawer: opened, used, closed."""
    page = open_page(**PHONE)
    page.locator("[data-drawer=open]").tap()
    spain = page.get_by_role("checkbox", name="Spain")
    expect(option(page, "Lighthouse")).to_be_in_viewport()
    spain.tap()
    expect_query(page, "country=ES")
    page.locator(".drawer-head [data-drawer=close]").tap()
    expect(spain).not_to_be_in_viewport()
    expect(rows(page)).to_have_count(4)


@pytest.mark.parametrize("query", ["", "?city=nantes"])
def test_targets_are_large_enough_for_a_finger(open_page: OpenPage, query: str) -> None:
    """What can be tapped is at least 24 pixels high and wide, or stands in a line of text (WCAG 2.2, 2.5.8)."""
    page = open_page(query, **PHONE)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, [role=button], summary, input')]
            .filter((element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true}))
            .filter((element) => getComputedStyle(element).display !== 'inline'
                && !element.closest('svg,.skip,.visually-hidden'))
            .map((element) => [element.getBoundingClientRect(), element])
            .filter(([box]) => box.width > 0 && (box.width < 24 || box.height < 24))
            .map(([box, element]) => [Math.round(box.width), Math.round(box.height), element.outerHTML.slice(0, 99)])"""
    )
    assert small == []


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)])
def test_cities_lie_under_no_button_and_no_scale(open_page: OpenPage, size: tuple[int, int]) -> None:
    """In the first view no circle of a city lies under a button, the scale or the credits of the map."""
    width, height = size
    page = open_page(width=width, height=height)
    at_rest(page)
    covered = page.evaluate(
        """() => {
            const figure = document.querySelector('#map-graph .js-plotly-plot');
            const map = figure._fullLayout.map._subplot.map;
            const canvas = map.getCanvas().getBoundingClientRect();
            const numbers = (array) => (array && array._inputArray ? array._inputArray : array) || [];
            const boxOf = (element) => element.getBoundingClientRect();
            const shown = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
            const things = document.querySelectorAll('#page-map :is(.button, .scale, .attribution)');
            const boxes = [...things].filter(shown).map(boxOf);
            const covered = [];
            for (const trace of figure.data) {
                Array.from(numbers(trace.customdata)).forEach((city, row) => {
                    const at = map.project([numbers(trace.lon)[row], numbers(trace.lat)[row]]);
                    const [x, y] = [canvas.x + at.x, canvas.y + at.y];
                    const under = ({left, right, top, bottom}) =>
                        x > left - 5 && x < right + 5 && y > top - 5 && y < bottom + 5;
                    if (boxes.some(under)) covered.push(city);
                });
            }
            return covered;
        }"""
    )
    assert covered == []


@pytest.mark.parametrize("size", [(320, 640), (390, 844), (1024, 768)])
def test_list_of_cities_outside_the_view_is_whole(open_page: OpenPage, size: tuple[int, int]) -> None:
    """What opens below its button is not cut by the edge of the window."""
    width, height = size
    page = open_page(width=width, height=height)
    page.locator("#map-outside summary").first.click()
    box = page.locator("#map-outside .list").first.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
