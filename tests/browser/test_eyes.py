"""What eyes ask of the page: large text, wide spacing, forced colours, more contrast, less motion, 320 pixels."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.conftest import APP_STARTED, FLAGS, WAIT_MILLISECONDS, WITHOUT_WEBGL, OpenPage, Watch
from tests.browser.screen import opened, option, sentence
from tests.serving import Dashboard
from tools.find_browser import find

QUERIES = (
    "?city=nantes",
    "?event=workshop-1&tab=events",
    "?about=electro-mobility&tab=matrix",
    "?compare=nantes&compare=rome&tab=gaps",
    "?country=ES&role=lighthouse",
)
_CUT = """() => {
    const shown = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
    const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    const cut = [];
    for (const element of document.querySelectorAll('.page *')) {
        const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!text || !shown(element)
            || element.closest('.visually-hidden, .skip, .canvas, .poster, svg, .scale')) continue;
        const style = getComputedStyle(element);
        if (style.clipPath !== 'none') continue;
        const clips = style.overflowX !== 'visible' && !scrolls(element);
        const wider = element.scrollWidth - element.clientWidth;
        const higher = element.scrollHeight - element.clientHeight;
        if (clips && (wider > 1 || higher > 1)) {
            cut.push('cut: ' + element.outerHTML.slice(0, 120));
        }
        let around = element.parentElement;
        while (around && getComputedStyle(around).overflowX === 'visible') around = around.parentElement;
        const box = element.getBoundingClientRect();
        const room = around ? around.getBoundingClientRect() : {left: 0, right: innerWidth};
        const beside = !around || !scrolls(around);
        if (beside && (box.right > room.right + 1 || box.left < room.left - 1)) {
            cut.push('outside: ' + element.outerHTML.slice(0, 120));
        }
    }
    return cut;
}"""
_OVER = """() => {
    const names = ['.brand', '.search', '.actions', '.sentence h1', '.clear', '.tabs'];
    const boxes = names.map((name) => [name, document.querySelector(name)]).filter(([, one]) => one)
        .filter(([, one]) => one.checkVisibility({visibilityProperty: true}))
        .map(([name, one]) => {
            // Text that only a screen reader reads has no place on the screen.
            const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT, (node) =>
                node.data.trim() && getComputedStyle(node.parentElement).clipPath === 'none'
                    ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
            const box = one.getBoundingClientRect().toJSON();
            while (texts.nextNode()) {
                const inside = document.createRange();
                inside.selectNodeContents(texts.currentNode);
                const rect = inside.getBoundingClientRect();
                if (!rect.width) continue;
                for (const side of ['right', 'bottom']) box[side] = Math.max(box[side], rect[side]);
                for (const side of ['left', 'top']) box[side] = Math.min(box[side], rect[side]);
            }
            return [name, box];
        });
    const over = [];
    boxes.forEach(([name, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && high > 1) over.push(name + ' and ' + other);
    }));
    return over;
}"""
_SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture(scope="module")
def large(playwright: Playwright) -> Iterator[Browser]:
    """A browser with a text size of 200 %."""
    path = os.environ.get("CHROMIUM") or find()
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    started = playwright.chromium.launch(executable_path=path, args=flags)
    yield started
    started.close()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_text_of_twice_the_size_is_whole(large: Browser, served: Dashboard, watch: Watch, width: int) -> None:
    """At 200 % every text is twice as high, none is cut, none lies upon another, and nothing scrolls sideways."""
    page = large.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.set_default_timeout(WAIT_MILLISECONDS)
    page.add_init_script(WITHOUT_WEBGL)
    watch.follow(page)
    found = {}
    for query in QUERIES:
        page.goto(served.url + query)
        page.wait_for_function(APP_STARTED)
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "30px"
        if width >= 700 or "country" in query:
            found[query] = page.evaluate(_CUT) + page.evaluate(_OVER)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found[f"{query} sideways"] = [f"{wider} pixels"] if wider > 0 else []
    page.close()
    assert {query: faults for query, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", [1440, 320])
def test_wide_spacing_of_text_cuts_nothing(open_page: OpenPage, width: int) -> None:
    """With the spacing of WCAG 1.4.12 all text is still there, on a wide page and at 320 pixels."""
    found = {}
    page = open_page(width=width, height=800, until="app")
    for query in QUERIES:
        page.goto(page.url.partition("?")[0] + query)
        page.wait_for_function(APP_STARTED)
        page.evaluate(_SPACED)
        found[query] = page.evaluate(_CUT) + page.evaluate(_OVER)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[query].append("scrolls sideways")
    assert {query: faults for query, faults in found.items() if faults} == {}


def look(page: Page, selector: str, *properties: str, pseudo: str = "") -> list[str]:
    """Return computed properties of the first element found."""
    seen: list[str] = page.evaluate(
        """([selector, pseudo, names]) => {
            const style = getComputedStyle(document.querySelector(selector), pseudo || null);
            return names.map((name) => style.getPropertyValue(name));
        }""",
        [selector, pseudo, list(properties)],
    )
    return seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_states_are_distinct_in_forced_colours(open_page: OpenPage, scheme: str) -> None:
    """Ticks, switch, choice, tab, row, dots and pins keep a sign of their own where the system chooses all colours."""
    page = open_page(
        "?country=ES&show=matching&city=palencia&match=all",
        until="app",
        forced_colors="active",
        color_scheme=scheme,
    )
    checked, plain = '.option[aria-checked="true"] .box', '.option[aria-checked="false"] .box'
    assert look(page, checked, "background-color") != look(page, plain, "background-color")
    tick = look(page, checked, "border-bottom-color", pseudo="::after")
    assert tick != look(page, checked, "background-color")
    assert look(page, ".switch", "background-color") != look(page, ".switch", "background-color", pseudo="::after")
    chosen, other = '.match-choice [aria-checked="true"]', '.match-choice [aria-checked="false"]'
    assert look(page, chosen, "background-color") != look(page, other, "background-color")
    selected, rest = '.table-tab[aria-selected="true"]', '.table-tab[aria-selected="false"]'
    assert look(page, selected, "border-left-width") != look(page, rest, "border-left-width")
    assert look(page, "tr:has([aria-current])", "outline-style") == ["solid"]
    dots = {
        tuple(look(page, f"#page-filters .dot-{role}", "background-color", "width")) for role in ("follower", "member")
    }
    assert len({colour for colour, _width in dots}) == 2
    pins = [look(page, ".pin-webinar", "background-color"), look(page, ".pin-workshop", "background-color")]
    assert pins[0] != pins[1]
    for _press in range(4):
        page.keyboard.press("Tab")
        ring = page.evaluate("() => getComputedStyle(document.activeElement).outlineWidth")
        assert float(ring.removesuffix("px")) >= 3


def test_signs_of_a_phone_are_there_in_forced_colours(open_page: OpenPage) -> None:
    """Where signs stand for words, they do not vanish into the ground."""
    page = open_page(width=390, height=844, until="app", forced_colors="active")
    sign, ground = look(page, ".icon-share", "background-color"), look(page, ".header", "background-color")
    assert sign != ground


def test_more_contrast_is_given_to_who_asks(open_page: OpenPage) -> None:
    """Lines get as dark as signs, quiet text as dark as text, links in texts a line below them."""
    page = open_page("?city=rome", until="app", contrast="more")
    text = look(page, "body", "color")
    assert look(page, ".panel .source", "color") == text
    assert look(page, ".tables", "color") == text
    assert look(page, ".panel .topic-link", "text-decoration-line") == ["underline"]
    usual = open_page("?city=rome", until="app")
    assert look(usual, ".panel .source", "color") != look(usual, "body", "color")


def test_nothing_moves_for_who_wants_it_still(open_page: OpenPage) -> None:
    """With reduced motion nothing has a transition; without it the switch slides."""
    seconds = (
        "() => Math.max(...[...document.querySelectorAll('.page, .page *')].flatMap((one) => [null, '::after']"
        ".map((part) => parseFloat(getComputedStyle(one, part).transitionDuration))))"
    )
    assert open_page(until="app").evaluate(seconds) == 0
    assert open_page(until="app", reduced_motion="no-preference").evaluate(seconds) > 0


def test_page_ends_where_its_last_line_ends(open_page: OpenPage) -> None:
    """Visually hidden text does not make the page longer: the page ends at the footer."""
    page = open_page("?city=nantes&tab=gaps", until="app")
    expect(opened(page)).to_have_text("Nantes")
    expect(sentence(page)).to_be_visible()
    expect(option(page, "Spain")).to_be_attached()
    below = page.evaluate(
        "() => document.documentElement.scrollHeight - scrollY"
        " - Math.max(document.querySelector('footer').getBoundingClientRect().bottom, innerHeight)"
    )
    assert below <= 1
