"""The first screen: what is seen without scrolling, the order of the Tab key, names and letters."""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import expect_query, option, rows, unfold

DESKTOPS = [(1280, 720), (1366, 768), (1440, 900), (2560, 1440)]
MOST_TABS = 400
_STOP = """() => {
    const element = document.activeElement;
    if (element === document.body || element.closest('.skip')) return null;
    const parts = '.header, .search, .sentence, .filters, .map, .panel, .events, .tables, .footer';
    const [part, shape] = [element.closest(parts), element.querySelector('circle') || element];
    if (!part) return {part: ''};  // the hint of the first visit
    const [outer, inner] = [part.getBoundingClientRect(), shape.getBoundingClientRect()];
    const box = ({x, y, width, height}, across, down) => (
        {left: x + across, right: x + across + width, top: y + down, bottom: y + down + height});
    const own = box(inner, part.scrollLeft, scrollY);
    // The head of the page is as wide as the page, and the search lies on it: there, what is reached counts.
    const whole = part.matches('.header') ? own : box(outer, 0, scrollY);
    return {part: part.classList[0], whole, own, text: element.outerHTML.slice(0, 80)};
}"""
_MISNAMED = """() => {
    const plain = (text) => text.normalize('NFKD').toLowerCase().replace(/[^\\p{L}\\p{N}]/gu, '');
    const text = (node, leaves) => [...node.childNodes].map((child) => {
        if (child.nodeType === Node.TEXT_NODE) return child.data;
        return child.nodeType === Node.ELEMENT_NODE && !leaves(child) ? text(child, leaves) : '';
    }).join(' ');
    const unseen = (node) => node.matches('.visually-hidden, [hidden]') || getComputedStyle(node).display === 'none';
    const unheard = (node) => node.getAttribute('aria-hidden') === 'true' || getComputedStyle(node).display === 'none';
    const found = [];
    for (const control of document.querySelectorAll('a[href], button, summary, input')) {
        if (!control.checkVisibility() || control.closest('.skips, [aria-hidden=true]')) continue;
        const by = document.getElementById(control.getAttribute('aria-labelledby'));
        const label = (by || control.labels?.[0])?.innerText;
        const name = control.getAttribute('aria-label') || label || text(control, unheard);
        if (!plain(name).includes(plain(text(control, unseen)))) found.push([name, control.outerHTML.slice(0, 160)]);
    }
    return found;
}"""


@pytest.mark.parametrize("size", DESKTOPS)
def test_tabs_and_first_rows_stand_in_the_first_screen(open_page: OpenPage, size: tuple[int, int]) -> None:
    """Nobody has to find out by scrolling that there are tables: the tabs and two cities are seen below the map."""
    width, height = size
    page = open_page(width=width, height=height, until="app")
    for part in (*page.get_by_role("tab").all(), rows(page).nth(0), rows(page).nth(1)):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height + 1
    area = page.get_by_role("region", name="Map").bounding_box()
    assert area is not None
    assert area["height"] >= 0.5 * height  # and the map is still what is seen first


def test_topics_stand_in_the_first_screen(open_page: OpenPage) -> None:
    """On a small laptop the filter by topic is seen without scrolling."""
    page = open_page(width=1366, height=768, until="app")
    for topic in ("Energy and Mobility sectors", "Advanced Urban Planning", "Very efficient districts"):
        expect(option(page, topic)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scripts", [True, False])
def test_address_of_a_table_shows_it_at_once(open_page: OpenPage, *, scripts: bool) -> None:
    """Who follows a link to a table sees its tab and its first ten rows, below the head of the page."""
    options = {"until": "app"} if scripts else {"until": "html", "java_script_enabled": False}
    page = open_page("?tab=matrix", width=1280, height=720, **options)  # type: ignore[arg-type]  # as above
    expect(page.get_by_role("table").get_by_role("row").nth(10)).to_be_in_viewport()
    tab, head = (
        page.get_by_role("tab", name="Who works on what").bounding_box(),
        page.locator("header.header").bounding_box(),
    )
    assert tab is not None
    assert head is not None
    assert head["y"] + head["height"] <= tab["y"] <= 200


@pytest.mark.parametrize("scripts", [True, False])
def test_long_lists_of_options_fold(open_page: OpenPage, *, scripts: bool) -> None:
    """Eight countries are seen, the others on request; what is checked is seen in any case."""
    options = {"until": "app"} if scripts else {"until": "html", "java_script_enabled": False}
    page = open_page("?country=IT", **options)  # type: ignore[arg-type]  # as above
    countries = page.get_by_role("group", name="Country")
    expect(countries.get_by_role("checkbox")).to_have_count(9)
    expect(option(page, "Italy")).to_be_visible()
    countries.get_by_text("6 more").click()
    expect(countries.get_by_role("checkbox")).to_have_count(14)
    countries.get_by_text("Show fewer").click()
    expect(countries.get_by_role("checkbox")).to_have_count(9)


def test_groups_stay_as_they_were_left(open_page: OpenPage) -> None:
    """A group that was folded, and a list that was unfolded, are so after the next filter too."""
    page = open_page(until="app")
    unfold(page, "Country")
    page.get_by_role("group", name="Role").get_by_role("heading", name="Role").click()
    expect(option(page, "Lighthouse")).to_have_count(0)
    option(page, "Türkiye").click()
    expect_query(page, "country=TR")
    expect(rows(page)).to_have_count(1)
    expect(option(page, "Lighthouse")).to_have_count(0)
    expect(page.get_by_role("group", name="Country").get_by_role("checkbox")).to_have_count(14)


def test_home_link_is_as_wide_as_its_text(open_page: OpenPage) -> None:
    """A click on the empty head of the page does not throw the filters away."""
    page = open_page(until="app")
    wide = page.locator(".brand").evaluate(
        """(brand) => {
            const text = document.createRange();
            text.selectNodeContents(brand);
            return brand.getBoundingClientRect().width - text.getBoundingClientRect().width;
        }"""
    )
    assert abs(wide) <= 1


def stops(page: Page) -> list[dict[str, Any]]:
    """What the Tab key leads to, from the top of the page to its end, with the place of each on the page."""
    found: list[dict[str, Any]] = []
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None and found:
            return found
        if stop is not None and stop["part"]:
            found.append(stop)
    raise AssertionError("the Tab key leads to no end")


def misplaced(stops_in_order: list[dict[str, Any]], box: str) -> list[tuple[str, str]]:
    """Which neighbours are not read one after the other: below, or to the right on the same lines."""
    return [
        (one["text"], two["text"])
        for one, two in pairwise(stops_in_order)
        if two[box]["top"] < one[box]["bottom"] - 4 and two[box]["left"] < one[box]["right"] - 4
    ]


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (768, 1024), (390, 844)])
def test_order_of_focus_is_order_on_screen(open_page: OpenPage, size: tuple[int, int]) -> None:
    """At every width the Tab key goes from part to part as the eye does, and so within the head and the events."""
    width, height = size
    found = stops(open_page(width=width, height=height, until="app"))
    names = [name for name, _stops in groupby(found, key=itemgetter("part"))]
    assert len(names) == len(set(names)), names
    assert {"header", "search", "map", "panel", "events", "tables", "footer"} <= set(names)
    last = [list(stops_of_part)[-1] for _name, stops_of_part in groupby(found, key=itemgetter("part"))]
    assert misplaced(last, "whole") == []
    for part in ("header", "events"):
        assert misplaced([stop for stop in found if stop["part"] == part], "own") == []
    of_map = [stop["text"] for stop in found if stop["part"] == "map"]
    legend = [row for row, stop in enumerate(of_map) if "checkbox" in stop]
    assert legend == (
        list(range(len(of_map)))[-4:-1] if width < 1100 else []
    )  # with what the roles mean, below the map


@pytest.mark.parametrize(("name", "part"), [("list", "page-tables"), ("map", "page-map"), ("details", "page-panel")])
def test_skip_links_lead_to_their_parts(open_page: OpenPage, name: str, part: str) -> None:
    """Each is seen when it has the focus, and leads the focus to its part."""
    page = open_page(until="app")
    link = page.get_by_role("link", name=f"Skip to the {name}", exact=True)
    link.focus()
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("(part) => Boolean(document.activeElement.closest('#' + part))", part)


@pytest.mark.parametrize(
    "query", ["?country=ES", "?tab=matrix", "?tab=events", "?tab=gaps", "?city=rome", "?event=workshop-1"]
)
def test_names_contain_what_is_seen(open_page: OpenPage, query: str) -> None:
    """Who speaks to the page can say what stands on a control (WCAG 2.5.3)."""
    page = open_page(query, until="app")
    assert page.evaluate(_MISNAMED) == []


def test_names_that_do_not_contain_what_is_seen_are_found(open_page: OpenPage) -> None:
    """The check above sees a label that says something else."""
    page = open_page(until="app")
    page.locator(".brand").evaluate("(brand) => brand.setAttribute('aria-label', 'Home')")
    assert len(page.evaluate(_MISNAMED)) == 1


def test_letters_are_the_same_for_everybody(open_page: OpenPage) -> None:
    """The shipped font is there and used, in regular and bold, for the letters of all languages of the network."""
    page = open_page(until="app")
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    assert page.evaluate("() => [...document.fonts].map((font) => font.status)") == ["loaded"]
    family = page.evaluate("() => getComputedStyle(document.body).fontFamily.split(',')[0]")
    assert family == '"Noto Sans Page"'
    differ = """(texts) => {
        const pen = document.createElement('canvas').getContext('2d');
        const width = (font, text) => { pen.font = font; return pen.measureText(text).width; };
        return texts.map((text) => [400, 700].map((weight) => width(`${weight} 40px "Noto Sans Page", monospace`, text))
            .concat(width('40px monospace', text)));
    }"""
    for regular, bold, other in page.evaluate(differ, ["Čačak Đorđe", "Málaga Iñigo", "Łódź Ş ğ İ ı", "Țară Ș ß œ"]):
        assert regular < bold
        assert regular != other
