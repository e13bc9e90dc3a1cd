"""A list of thousands of places in a real browser: clicks on clusters zoom in, until there are cities to open."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import MAP_DRAWN, Context
from tests.serving import Dashboard, dashboard

TOWNS = 3000


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """The production server with a list of a few thousand towns in a grid over Spain; every third works on water."""
    folder = tmp_path_factory.mktemp("crowd")
    rows = []
    for number in range(TOWNS):
        line, column = divmod(number, 60)
        topic = "Water" if number % 3 == 0 else "Sun"
        rows.append(f"Town {number},ES,{36.8 + line * 0.12:.3f},{-6.5 + column * 0.12:.3f},{topic}")
    data = folder / "towns.csv"
    data.write_text("\n".join(["name,country,latitude,longitude,topics", *rows]) + "\n", "utf-8")
    with dashboard(str(data), "--workers", "1", log=folder / "log") as running:
        yield running


def drawn(page: Page) -> list[dict[str, object]]:
    """What the map shows: the place of each circle that matches, its text, and the city it opens."""
    return page.evaluate(  # type: ignore[no-any-return]  # as the script makes it
        """() => {
            const trace = document.querySelector(".js-plotly-plot").data.find((one) => one.meta === "matching");
            const plain = (array) => (array && array._inputArray) || array || [];
            const live = document.querySelector(".js-plotly-plot")._fullLayout.map._subplot.map;
            const room = live.getCanvas().getBoundingClientRect();
            return plain(trace.lat).map((lat, i) => {
                const at = live.project([plain(trace.lon)[i], lat]);
                return { x: at.x, y: at.y, text: trace.hovertext[i], city: plain(trace.customdata)[i],
                         inside: at.x > 120 && at.y > 120 && at.x < room.width - 120 && at.y < room.height - 120 };
            });
        }"""
    )


def counted(page: Page) -> int:
    """How many cities the circles stand for, each circle once."""
    texts = {(one["x"], one["y"]): str(one["text"]) for one in drawn(page)}
    numbers = [re.match(r"([\d,]+) (?:of [\d,]+ )?cit", text) for text in texts.values()]
    return sum(int(found[1].replace(",", "")) if found else 1 for found in numbers)


def test_counts_are_exact_and_lead_to_cities(crowded: Dashboard, context: Context) -> None:
    """Clusters count all towns, a filter updates them, clicks on clusters zoom in, then a click opens a town."""
    page = context().new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    asked: set[Request] = set()
    page.on("request", lambda request: asked.add(request))  # noqa: PLW0108 - Playwright takes no built-in
    page.on("requestfinished", lambda request: asked.discard(request))  # noqa: PLW0108 - as above
    page.on("requestfailed", lambda request: asked.discard(request))  # noqa: PLW0108 - as above
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(crowded.url)
    page.wait_for_function(MAP_DRAWN)
    expect(page.get_by_role("heading", level=1)).to_contain_text("3,000 cities")
    assert counted(page) == TOWNS
    page.get_by_role("checkbox", name=re.compile("^Water")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,000 of 3,000 cities")
    settle(page, asked)
    until(page, lambda: counted(page) == TOWNS // 3)
    zoom = zoom_of(page)
    for _ in range(6):
        spot = next(one for one in drawn(page) if one["inside"])
        box = page.locator("#page-map canvas").first.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + float(str(spot["x"])), box["y"] + float(str(spot["y"])))
        if spot["city"]:
            expect(page.get_by_role("complementary", name="Details")).to_contain_text("Water")
            expect(page).to_have_url(re.compile(f"city={spot['city']}"))
            break
        until(page, lambda before=zoom: zoom_of(page) > before + 1)  # type: ignore[misc]  # bound at once
        settle(page, asked)
        zoom = zoom_of(page)
        until(page, lambda: any(one["inside"] for one in drawn(page)))
    else:
        pytest.fail("no click led to a town")
    page.keyboard.press("f")
    until(page, lambda: counted(page) == TOWNS // 3)
    assert faults == []
    page.close()


def settle(page: Page, asked: set[Request]) -> None:
    """Wait until there are no requests and the map is idle, so that a click hits the measured position."""
    before: list[dict[str, object]] = []
    for _ in range(60):
        page.wait_for_timeout(500)
        if not asked and (now := drawn(page)) == before:
            return
        before = [] if asked else now
    pytest.fail("the map does not come to rest")


def zoom_of(page: Page) -> float:
    """The zoom of the map."""
    return float(page.evaluate("document.querySelector('.js-plotly-plot')._fullLayout.map._subplot.map.getZoom()"))


def until(page: Page, condition: object) -> None:
    """Wait until something holds, for as long as other tests wait."""
    for _ in range(150):
        if condition():  # type: ignore[operator]
            return
        page.wait_for_timeout(200)
    assert condition()  # type: ignore[operator]
