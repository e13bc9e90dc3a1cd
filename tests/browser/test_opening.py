"""The first visit: what is there, before and after the scripts, how much is sent for it, and that nothing else is."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.config import resource
from dashboard.ingest.loader import load
from dashboard.web.security import STYLE_HASHES
from tests.browser.conftest import WITHOUT_WEBGL, OpenPage, Watch, wait_for_map
from tests.browser.screen import (
    click_on_map,
    details,
    expect_open,
    fetched_ahead,
    listed,
    map_view,
    opened,
    place,
    rows,
    sentence,
    weigh,
)
from tests.serving import Dashboard

MOST_BYTES = 1_000_000
MOST_REQUESTS = 25
NETWORK = load(resource("data"))


def test_newcomer_sees_what_this_is(open_page: OpenPage) -> None:
    """The page says in one sentence what is shown, and shows all cities on the map and in the list."""
    page = open_page()
    expect(sentence(page)).to_contain_text(f"{len(NETWORK)} cities in {len(NETWORK.countries)} countries")
    expect(page).to_have_title(re.compile(re.escape(NETWORK.title)))
    assert sorted(listed(page)) == sorted(NETWORK.cities["label"])
    for role, name in (("banner", None), ("form", "Filters"), ("region", "Map"), ("region", "Events")):
        expect(page.get_by_role(role, name=name).first).to_be_visible()  # type: ignore[arg-type]
    expect(details(page)).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_be_attached()


def test_map_is_usable_within_its_budget(browser: Browser, served: Dashboard, watch: Watch) -> None:
    """Until the map can be used, at most a megabyte in at most 25 requests has come over the wire."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    watch.follow(page)
    sizes = weigh(page, served.url)
    context.close()
    assert any("basemap" in url for url in sizes)
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert len(sizes) <= MOST_REQUESTS


def test_second_visit_asks_for_almost_nothing(browser: Browser, served: Dashboard, watch: Watch) -> None:
    """Who comes back gets the page from the own cache: a few answers 304, and no file again."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    watch.follow(page)
    page.goto(served.url)
    wait_for_map(page)
    fetched_ahead(page)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto("about:blank")
    page.goto(served.url)
    wait_for_map(page)
    context.close()
    assert 0 < sum(sizes) < 20_000


def test_policy_names_the_styles_that_libraries_insert(open_page: OpenPage) -> None:
    """The hashes of the policy are those of the style elements in the page, no more and no fewer."""
    page = open_page("?city=rome")
    texts = page.evaluate("() => [...document.querySelectorAll('style')].map((style) => style.textContent)")
    found = {"sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts}
    assert found == set(STYLE_HASHES)


def test_first_html_needs_no_script(open_page: OpenPage) -> None:
    """Without scripts there are the sentence, the list, a picture of the map with links, filters and profiles."""
    page = open_page(java_script_enabled=False, until="html")
    expect(sentence(page)).to_contain_text(f"{len(NETWORK)} cities")
    assert len(listed(page)) == len(NETWORK)
    expect(page.locator("svg a[href*='city=']")).to_have_count(len(list(picture_links(page))))
    assert len(set(picture_links(page))) >= len(NETWORK) - 2  # the picture shows Europe; two are outside it
    rows(page).get_by_role("link", name="Rome", exact=True).click()
    expect_open(page, "Rome")
    expect(details(page).get_by_role("link").first).to_be_visible()
    page.get_by_role("checkbox", name="Spain").click()
    expect(sentence(page)).to_contain_text("Spain")
    assert set(listed(page)) == set(NETWORK.cities.loc[NETWORK.cities["country"] == "ES", "label"])


def picture_links(page: Page) -> list[str]:
    """Return where the circles of the picture lead."""
    return page.locator("svg a[href*='city=']").evaluate_all(
        "(links) => links.map((link) => link.getAttribute('href'))"
    )


def test_picture_of_the_map_leads_to_cities_without_scripts(open_page: OpenPage) -> None:
    """A circle of the picture is a link to its city."""
    page = open_page(java_script_enabled=False, until="html")
    page.locator("svg a[href*='city=rome']").first.click()
    expect_open(page, "Rome")


def test_live_map_takes_over_in_place(open_page: OpenPage) -> None:
    """Where the picture had a city, the live map has it, within two pixels."""
    still = open_page(java_script_enabled=False, until="html")
    live = open_page()
    for city in ("rome", "nantes", "helsinki", "funchal"):
        box = still.locator(f"svg a[href*='city={city}'] circle").locator("visible=true").last.bounding_box()
        assert box is not None
        x, y = place(live, city)
        assert abs(box["x"] + box["width"] / 2 - x) <= 2
        assert abs(box["y"] + box["height"] / 2 - y) <= 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_follows_light_and_dark(open_page: OpenPage, scheme: str) -> None:
    """The colours are those the visitor's system asks for, on the page and on the map."""
    page = open_page(color_scheme=scheme)
    surface = page.evaluate("() => getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)")
    style = page.evaluate("() => document.querySelector('#map-graph .js-plotly-plot').layout.map.style.name")
    assert (sum(surface[:3]) > 3 * 128) == (scheme == "light")
    assert style == scheme


def test_colours_can_be_changed_and_the_view_stays(open_page: OpenPage) -> None:
    """The switch changes the colours of page and map, and neither the open city nor the view of the map."""
    page = open_page("?city=rome", color_scheme="light")
    before = map_view(page)
    page.get_by_role("link", name="Dark colours").click()
    page.wait_for_function(
        "() => document.querySelector('#map-graph .js-plotly-plot').layout.map.style.name === 'dark'"
    )
    expect_open(page, "Rome")
    assert map_view(page) == before


def test_missing_webgl_has_a_notice_and_the_rest_works(browser: Browser, served: Dashboard, watch: Watch) -> None:
    """Where the browser cannot draw the map, its picture stays, and the list opens cities all the same."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(WITHOUT_WEBGL)
    page = context.new_page()
    watch.follow(page)
    page.goto(served.url)
    rows(page).get_by_role("link", name="Rome", exact=True).click()
    expect_open(page, "Rome")
    expect(page.locator("svg a[href*='city=rome']").first).to_be_visible()
    context.close()


def test_click_shows_its_city_at_once(open_page: OpenPage) -> None:
    """Panels are fetched ahead: when the server has gone, a click still opens a city of the list."""
    page = open_page()
    fetched_ahead(page)
    page.context.set_offline(True)
    click_on_map(page, "rome")
    expect_open(page, "Rome")
    expect(opened(page)).to_be_visible()
