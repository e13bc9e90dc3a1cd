"""Where things are on the screen, by role and name as assistive technology finds them, and on the map by city."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, Request, Route, expect

_PLACE = """(city) => {
    const figure = document.querySelector('#map-graph .js-plotly-plot');
    const map = figure._fullLayout.map._subplot.map;
    const numbers = (array) => (array && array._inputArray ? array._inputArray : array) || [];
    for (const trace of figure.data) {
        const row = Array.from(numbers(trace.customdata)).indexOf(city);
        if (row < 0) continue;
        const at = map.project([numbers(trace.lon)[row], numbers(trace.lat)[row]]);
        const box = map.getCanvas().getBoundingClientRect();
        return {x: box.x + at.x, y: box.y + at.y};
    }
    return null;
}"""
_VIEW = """() => {
    const map = document.querySelector('#map-graph .js-plotly-plot')._fullLayout.map._subplot.map;
    const centre = map.getCenter();
    return [centre.lat, centre.lng, map.getZoom()].map((number) => Math.round(number * 100) / 100);
}"""
_AT_REST = """() => {
    const figure = document.querySelector('#map-graph .js-plotly-plot');
    const subplot = figure && figure._fullLayout && figure._fullLayout.map && figure._fullLayout.map._subplot;
    return Boolean(subplot && subplot.map.loaded() && !subplot.map.isMoving());
}"""
_TELL_WHEN_USABLE = """new MutationObserver((_, watch) => {
    if (document.documentElement.dataset.mapReady === undefined) return;
    window.usableAt = Date.now();
    watch.disconnect();
}).observe(document, {attributes: true, subtree: true, attributeFilter: ['data-map-ready']})"""
_GO = """(query) => {
    history.pushState({}, '', query || location.pathname);
    dispatchEvent(new PopStateEvent('popstate'));
}"""


def go(page: Page, query: str) -> None:
    """Navigate an open page to another address like Back and Forward, without a reload."""
    page.evaluate(_GO, query)


def sentence(page: Page) -> Locator:
    """The sentence that says what is shown."""
    return page.get_by_role("heading", level=1)


def details(page: Page) -> Locator:
    """The panel."""
    return page.get_by_role("complementary", name="Details")


def opened(page: Page) -> Locator:
    """The title of what is open in the panel."""
    return details(page).get_by_role("heading", level=2).first


def option(page: Page, name: str) -> Locator:
    """A checkbox of the filters, by its name without the count."""
    pattern = re.compile(rf"^{re.escape(name)} \(\d+\)$")
    return page.get_by_role("form", name="Filters").get_by_role("checkbox", name=pattern)


def unfold(page: Page, facet: str) -> None:
    """Show all options of a long facet."""
    page.get_by_role("group", name=facet).locator(".more-options:not([open]) summary").click()


def count(checkbox: Locator) -> int:
    """How many cities an option says it would leave."""
    name = checkbox.get_attribute("aria-label") or checkbox.inner_text()
    return int(re.findall(r"\d+", name)[-1])


def rows(page: Page) -> Locator:
    """The rows of the table of cities."""
    return page.get_by_role("table", name="Cities", exact=True).locator("tbody").get_by_role("row")


def listed(page: Page) -> list[str]:
    """The names of the cities in the table, in its order."""
    return [name.strip() for name in rows(page).get_by_role("rowheader").all_inner_texts()]


def at_rest(page: Page) -> None:
    """Wait until the map neither moves nor loads."""
    page.wait_for_function(_AT_REST)


def place(page: Page, city: str) -> tuple[float, float]:
    """Where the circle of a city is in the window, in pixels."""
    at_rest(page)
    found = page.evaluate(_PLACE, city)
    assert found is not None, f"{city} is not on the map"
    return found["x"], found["y"]


def click_on_map(page: Page, city: str, *, right: float = 0) -> None:
    """Point at the circle of a city on the map itself, or some pixels to the right of its middle, and click."""
    x, y = place(page, city)
    x += right
    page.mouse.move(x - 6, y - 6)
    page.mouse.move(x, y, steps=3)
    page.mouse.click(x, y)


def map_view(page: Page) -> list[float]:
    """Latitude, longitude and zoom of the map at rest."""
    at_rest(page)
    view: list[float] = page.evaluate(_VIEW)
    return view


def query(page: Page) -> str:
    """The query string of the address, without the question mark."""
    return page.url.partition("?")[2].partition("#")[0]


def expect_query(page: Page, pattern: str) -> None:
    """Wait until the query string of the address is as wanted; a pattern of the whole of it."""
    page.wait_for_function(
        "(wanted) => new RegExp('^' + wanted + '$').test(location.search.replace(/^[?]/, ''))", arg=pattern
    )


def focused(page: Page) -> Any:
    """The name of what has the focus, as far as it can be read off."""
    return page.evaluate(
        "() => (document.activeElement.getAttribute('aria-label') || document.activeElement.innerText)"
    )


def expect_open(page: Page, name: str) -> None:
    """Wait until the panel shows what has this name."""
    expect(opened(page)).to_contain_text(name)


def fetched_ahead(page: Page) -> None:
    """Wait until the panels of the list are there, so that opening one asks for nothing."""
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some("
        "(entry) => entry.name.includes('/view/panels') && entry.responseEnd)"
    )


def weigh(page: Page, url: str) -> dict[str, int]:
    """Open an address in a page that has seen nothing yet.

    Returns:
        Bytes on the wire, heads included, of each answer that was asked for until the map could be used. What the page
        fetches ahead from then on is not waited for by anybody, and comes sooner or later by the pace of the machine.
    """
    finished: list[Request] = []
    # Those of the map's worker too. Playwright takes no builtin as a listener.
    page.on("requestfinished", lambda request: finished.append(request))  # noqa: PLW0108 - see above
    page.add_init_script(_TELL_WHEN_USABLE)
    page.goto(url)
    usable = page.wait_for_function("() => window.usableAt").json_value()
    asked = [each for each in finished if each.url.startswith("http") and each.timing["startTime"] <= usable]
    sizes = {each.url: each.sizes() for each in asked}
    return {url: size["responseBodySize"] + size["responseHeadersSize"] for url, size in sizes.items()}


@contextmanager
def unanswered(page: Page, pattern: str) -> Iterator[None]:
    """Let what is asked for wait for its answer until the block is left."""
    held: list[Route] = []
    holding = True

    def handle(route: Route) -> None:
        if holding:
            held.append(route)
        else:
            route.continue_()

    page.route(pattern, handle)
    yield
    holding = False
    for route in held:
        route.continue_()
