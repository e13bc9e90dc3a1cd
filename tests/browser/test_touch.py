"""Fingers on a phone or a tablet: one scrolls the page, two move the map, and all they can touch is large enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import at_rest, details, expect_open, expect_query, go, map_view, opened, place, rows

TOUCH = {"has_touch": True, "is_mobile": True}
PHONE = {"width": 390, "height": 844, **TOUCH}
VIEWS = (
    "",
    "?city=nantes",
    "?city=nante",
    "?event=workshop-3",
    "?event=workshop-2",
    "?about=electro-mobility",
    "?compare=bydgoszcz&compare=nantes&compare=rome",
    "?country=ES&role=lighthouse&topic=ict",
    "?tab=matrix",
    "?tab=events",
    "?tab=gaps",
)
DIALOGS = ("share", "export", "about", "help")

SMALL = """(within) => {
    const shown = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
    // In running text, with letters or digits next to the link (WCAG 2.2, 2.5.8).
    const inText = (element) => element.closest('.source, .attribution, h1')
        || [...element.parentElement.childNodes]
            .some((node) => node.nodeType === 3 && /[\\p{L}\\p{N}]/u.test(node.data));
    const found = [];
    for (const element of document.querySelectorAll('a[href], button, [role=button], summary, input, label')) {
        if (!element.closest(within) || element.closest('svg, .skip, .visually-hidden') || !shown(element)) continue;
        if (element.matches('label input') || (element.matches('label') && !element.querySelector('input'))) continue;
        if (inText(element)) continue;
        element.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
        const box = element.getBoundingClientRect();
        if (!box.width || (box.width >= 44 && box.height >= 44)) continue;
        // Smaller to the eye, but perhaps not to the finger.
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const reach = (across, down) => {
            let far = 0;
            const at = () => document.elementFromPoint(x + across * (far + 0.5), y + down * (far + 0.5));
            while (far < 44 && element.contains(at())) far += 1;
            return far;
        };
        const high = box.height >= 44 || reach(0, -1) + reach(0, 1) >= 43;
        const wide = box.width >= 44 || reach(-1, 0) + reach(1, 0) >= 43;
        if (!high || !wide) {
            found.push(`${Math.round(box.width)} x ${Math.round(box.height)}: ${element.outerHTML.slice(0, 120)}`);
        }
    }
    return found;
}"""
WIDER = """() => {
    const found = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
    const root = document.querySelector('dialog[open]') || document.body;
    for (const element of root.querySelectorAll('*')) {
        if (!element.checkVisibility({visibilityProperty: true})) continue;
        if (element.closest('.visually-hidden, .skip, .word, .poster, .canvas')) continue;
        // out of sight, or the map itself
        const {overflowX, display} = getComputedStyle(element);
        if (display === 'inline' || overflowX === 'visible' || element.scrollWidth <= element.clientWidth + 1) continue;
        const meant = element.matches('.grid-box, .grid-clip, .events, .tabs, .copyable');
        if (meant && (element.tabIndex >= 0 || element.querySelector('a[href]'))) continue;
        found.push(`${element.scrollWidth - element.clientWidth} px: ${element.outerHTML.slice(0, 120)}`);
    }
    return found;
}"""


def views(page: Page) -> Iterator[str]:
    """Step through the views, the drawer and the dialogs in one page; yield what is shown."""
    for query in VIEWS:
        go(page, query)
        page.wait_for_load_state("networkidle")
        page.wait_for_function(
            """(query) => {
                const asked = new URLSearchParams(query);
                const tab = document.querySelector('[role=tab][aria-selected=true]');
                const open = document.querySelector('#page-panel [data-close]') !== null;
                return open === (/[?&](city=nantes|event|about|compare)/.test(query))
                    && (!asked.has('tab') || new URLSearchParams(tab.search).get('tab') === asked.get('tab'));
            }""",
            arg=query,
        )
        yield query
    go(page, "")
    page.wait_for_function("() => !document.documentElement.hasAttribute('data-opened')")
    opener = page.locator("[data-drawer=open]")
    if opener.is_visible():
        opener.click()
        page.evaluate("() => document.querySelectorAll('#page-filters summary').forEach((one) => one.click())")
        yield "filters"
        page.locator(".drawer-head [data-drawer=close]").click()
    for name in DIALOGS:
        page.evaluate("(name) => { location.hash = name; }", name)
        expect(page.locator(f"dialog#{name}")).to_be_visible()
        yield f"#{name}"
        page.keyboard.press("Escape")
        page.wait_for_function("() => !document.querySelector('dialog[open]')")


def _faults(page: Page, check: Callable[[str], list[str]]) -> list[str]:
    """Check every view; return each fault once, with the first view it was found in."""
    found: dict[str, str] = {}
    for view in views(page):
        for fault in check(view):
            found.setdefault(fault, view)
    return [f"{view or 'start'}: {fault}" for fault, view in found.items()]


@pytest.mark.parametrize(("width", "height"), [(360, 780), (390, 844), (768, 1024)])
def test_all_that_can_be_touched_is_as_large_as_a_finger(open_page: OpenPage, width: int, height: int) -> None:
    """In every view each target is 44 pixels high and wide, links within a line of text excepted."""
    page = open_page(width=width, height=height, until="app", **TOUCH)

    def small(view: str) -> list[str]:
        within = "dialog[open]" if view.startswith("#") else {"filters": "#page-filters"}.get(view, "body")
        found: list[str] = page.evaluate(SMALL, within)
        return found

    assert "\n".join(_faults(page, small)) == ""


@pytest.mark.parametrize(("width", "height"), [(320, 640), (360, 780), (390, 844), (768, 1024), (1024, 768)])
def test_nothing_is_wider_than_its_place(open_page: OpenPage, width: int, height: int) -> None:
    """In no view does the page, or a part not meant to, scroll sideways; what is meant to is reached by keyboard."""
    page = open_page(width=width, height=height, until="app", **TOUCH)

    def wider(_view: str) -> list[str]:
        found: list[str] = page.evaluate(WIDER)
        return found

    assert "\n".join(_faults(page, wider)) == ""


def _drag(page: Page, fingers: list[tuple[float, float]], *, across: float, down: float) -> None:
    """Put fingers on the screen, draw them some pixels across and down, and lift them."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, share: float) -> None:
        points = [
            {"x": x + across * share, "y": y + down * share, "id": number} for number, (x, y) in enumerate(fingers)
        ]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points if kind != "touchEnd" else []})

    send("touchStart", 0)
    for step in range(1, 11):
        send("touchMove", step / 10)
    send("touchEnd", 1)
    session.detach()


def test_one_finger_scrolls_the_page_and_two_move_the_map(open_page: OpenPage) -> None:
    """A finger drawn over the map scrolls the page and says what two would do; two move the map; a tap opens a city."""
    page = open_page(**PHONE)
    told = page.locator("#map-fingers")
    expect(told).to_be_hidden()
    before = map_view(page)
    x, y = place(page, "nantes")
    _drag(page, [(x + 30, y + 60)], across=0, down=-200)
    page.wait_for_function("() => scrollY > 100")
    expect(told).to_be_visible()
    expect(page.locator("#page-status")).to_have_text("Use two fingers to move the map")
    assert map_view(page) == before
    expect(told).to_be_hidden()

    page.evaluate("() => scrollTo({top: 0, behavior: 'instant'})")
    _drag(page, [(x + 30, y), (x + 110, y)], across=-60, down=0)
    page.wait_for_function("() => location.search.includes('view=')")
    assert map_view(page)[1] > before[1] + 2
    assert page.evaluate("() => scrollY") == 0

    x, y = place(page, "palencia")
    page.touchscreen.tap(x - 8, y + 8)
    expect_open(page, "Palencia")


def test_phone_has_zoom_buttons_and_a_double_tap_zooms(open_page: OpenPage) -> None:
    """The buttons are as large as a finger, and two taps on the sea come closer."""
    page = open_page(**PHONE)
    before = map_view(page)
    button = page.get_by_role("button", name="Zoom in")
    assert min(button.bounding_box()[key] for key in ("width", "height")) >= 44  # type: ignore[index]  # it is visible
    button.tap()
    page.wait_for_function("() => location.search.includes('view=')")
    closer = map_view(page)
    assert closer[2] == pytest.approx(before[2] + 1, abs=0.05)
    x, y = place(page, "nantes")
    for _ in range(2):
        page.touchscreen.tap(x + 70, y + 10)
    page.wait_for_function(f"() => Number(location.search.split(',')[2]) > {closer[2] + 0.5}")


def test_two_circles_under_one_finger_offer_a_choice(open_page: OpenPage) -> None:
    """A tap that covers two cities asks which, and the answer opens it."""
    page = open_page(**PHONE)
    menu = page.get_by_role("menu", name="Cities at this place")
    x, y = place(page, "cacak")
    page.touchscreen.tap(x - 8, y)
    expect(menu.get_by_role("menuitem")).to_have_count(2)
    menu.get_by_role("menuitem", name="Kragujevac").tap()
    expect_open(page, "Kragujevac")


def test_sheet_covers_the_page_and_gives_it_back(open_page: OpenPage) -> None:
    """On a phone the way back stays in sight, nothing behind takes the focus, and Back leads to where one was."""
    page = open_page(until="app", **PHONE)
    link = rows(page).get_by_role("link", name="Rome", exact=True)
    link.tap()
    expect_open(page, "Rome")
    expect(opened(page)).to_be_focused()
    scrolled = page.evaluate("() => scrollY")
    page.evaluate("() => document.querySelector('#page-panel').scrollTo({top: 1500, behavior: 'instant'})")
    back = details(page).locator("[data-close]").first
    expect(back).to_contain_text("Back to the map")
    expect(back).to_be_in_viewport(ratio=1)
    behind = page.evaluate(
        """() => [...document.querySelectorAll('.page a[href], .page button, .page input')]
            .filter((one) => !one.closest('#page-panel') && one.checkVisibility({visibilityProperty: true})).length"""
    )
    assert behind == 0
    page.go_back()
    expect_query(page, "")
    expect(link).to_be_focused()
    assert abs(page.evaluate("() => scrollY") - scrolled) < 2


def test_drawer_closes_on_an_outside_tap_and_traps_the_focus(open_page: OpenPage) -> None:
    """A tap outside the open filters closes them, and so does tabbing out."""
    page = open_page(until="app", **PHONE)
    shown = page.get_by_role("form", name="Filters")
    page.locator("[data-drawer=open]").tap()
    expect(shown).to_be_visible()
    page.touchscreen.tap(380, 500)
    expect(shown).to_be_hidden()
    page.locator("[data-drawer=open]").tap()
    shown.get_by_role("checkbox", name="Spain").tap()
    shown.get_by_role("link", name="Show 4 cities").tap()
    expect(shown).to_be_hidden()
    expect(rows(page)).to_have_count(4)
    page.locator("[data-drawer=open]").tap()
    expect(shown).to_be_visible()
    page.locator(".drawer-head [data-drawer=close]").focus()
    page.keyboard.press("Shift+Tab")
    expect(shown).to_be_hidden()


NAMES = """() => {
    const map = document.querySelector('#map-graph .js-plotly-plot')._fullLayout.map._subplot.map;
    const room = map.getCanvas().getBoundingClientRect();
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = 'bold 12px "Noto Sans Page", system-ui';
    const names = map.getSource('cities')._data.geojson.features;
    const shown = names.filter(({id, properties}) => properties.zoom <= map.getZoom()
        && !map.getFeatureState({source: 'cities', id}).cut);
    return shown.map(({geometry, properties}) => {
        const width = pen.measureText(properties.name).width;
        const x = map.project(geometry.coordinates).x + properties.offset[0] * 12;
        const left = x - width * (/left/.test(properties.anchor) ? 0 : /right/.test(properties.anchor) ? 1 : 0.5);
        return [properties.name, Math.round(left), Math.round(room.width - left - width)];
    });
}"""


def test_no_name_is_cut_at_the_edge_of_the_map(open_page: OpenPage) -> None:
    """At every width the names on the map are shown whole or not at all, and most are shown."""
    page = open_page(**PHONE)
    for width, height in ((390, 844), (360, 780), (320, 640), (768, 1024), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"() => innerWidth === {width}")
        at_rest(page)
        page.wait_for_function(NAMES.replace("return shown.map", "return shown.length > 9 && shown.map"))
        found = page.evaluate(NAMES)
        assert [name for name in found if name[1] < -1 or name[2] < -1] == [], width


def test_picture_of_the_map_cuts_no_name(open_page: OpenPage) -> None:
    """Before scripts, and without WebGL2, the picture too shows names whole or not at all."""
    page = open_page(until="app", **PHONE)
    for width in (320, 390, 768, 1024):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function(f"() => innerWidth === {width}")
        found = page.evaluate(
            """() => {
                const room = document.querySelector('#map-poster').getBoundingClientRect();
                return [...document.querySelectorAll('#map-poster text')]
                    .filter((text) => text.checkVisibility())
                    .map((text) => [text.textContent, text.getBoundingClientRect()])
                    .filter(([, box]) => box.right > room.left && box.left < room.right)
                    .map(([text, box]) => [text, box.left >= room.left - 1 && box.right <= room.right + 1]);
            }"""
        )
        assert len(found) > 7
        assert [text for text, whole in found if not whole] == [], width
