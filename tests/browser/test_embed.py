"""The page in the frame of another site: map, sentence and legend, and only where the operator allows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import sentence
from tests.serving import Dashboard, dashboard


def test_frame_shows_map_sentence_and_legend_alone(open_page: OpenPage) -> None:
    """Nothing else takes room, nothing scrolls, and the legend is there at every width."""
    for width, height in ((480, 420), (1100, 720)):
        page = open_page("?embed=1&country=FI", width=width, height=height)
        expect(sentence(page)).to_have_text(re.compile("3 of 22 cities: in Finland"))
        expect(page.get_by_role("region", name="Map")).to_be_visible()
        expect(page.get_by_role("group", name="Legend")).to_be_visible()
        for role in ("banner", "contentinfo", "complementary", "table", "search", "form"):
            expect(page.get_by_role(role).locator("visible=true")).to_have_count(0)  # type: ignore[arg-type]  # of the closed set
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_small_frame_shows_the_map_of_what_is_opened(open_page: OpenPage) -> None:
    """A frame has no sheet: with a city, an event or a comparison its map, sentence and legend are there as ever."""
    for opened in ("city=rome", "event=workshop-1", "compare=nantes&compare=rome"):
        page = open_page(f"?embed=1&country=ES&{opened}", width=480, height=420)
        expect(page.get_by_role("region", name="Map")).to_be_visible()
        expect(page.get_by_role("group", name="Legend")).to_be_visible()
        expect(sentence(page).locator(".chip")).to_be_visible()
        expect(page.locator("#map-scale")).to_be_hidden()  # the sources need its room


def test_links_open_the_whole_page_in_a_new_tab(open_page: OpenPage) -> None:
    """The frame stays unchanged; the page opens in a new tab with the same view."""
    page = open_page("?embed=1&country=FI&role=member")
    with page.expect_popup() as coming:
        page.get_by_role("link", name="Open the whole page").click()
    opened = coming.value
    expect(sentence(opened)).to_contain_text("in Finland")
    assert "embed" not in opened.url
    expect(opened.get_by_role("banner")).to_be_visible()
    assert "embed=1" in page.url


def test_frame_without_scripts_shows_the_picture(open_page: OpenPage) -> None:
    """Links lead to the whole page in a new tab also without scripts."""
    page = open_page("?embed=1", until="html", java_script_enabled=False, width=800, height=600)
    expect(page.locator("#map-poster svg").locator("visible=true")).to_have_count(1)
    assert page.locator("base").get_attribute("target") == "_blank"
    assert not [link for link in page.locator("a").all() if "embed" in (link.get_attribute("href") or "")]


@pytest.fixture
def site() -> Iterator[Callable[[str], str]]:
    """Another site with one page that frames an address."""
    framed = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!DOCTYPE html><title>Other</title><iframe src="{framed[0]}" width="800" height="600"></iframe>'
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode() if self.path == "/" else b"")

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()

    def frame(address: str) -> str:
        framed[:] = [address]
        return f"http://127.0.0.1:{server.server_port}/"

    yield frame
    server.shutdown()
    server.server_close()


def test_page_is_framed_by_sites_the_operator_names(browser: object, site: Callable[[str], str]) -> None:
    """A named site shows the map in its frame."""
    with dashboard("--workers", "1", "--frame-ancestors", "http://127.0.0.1:*") as running:
        page = browser.new_context().new_page()  # type: ignore[attr-defined]  # a Browser
        page.goto(site(f"{running.url}?embed=1&country=FI"))
        expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_contain_text("3 of 22 cities")
        page.context.close()


def test_page_is_framed_by_nobody_else(browser: object, served: Dashboard, site: Callable[[str], str]) -> None:
    """Without a name the browser refuses to show it in a frame."""
    page = browser.new_context().new_page()  # type: ignore[attr-defined]  # a Browser
    with page.expect_console_message(lambda message: "frame" in message.text.lower()):
        page.goto(site(f"{served.url}?embed=1"))
    assert page.frame_locator("iframe").get_by_role("heading", level=1).count() == 0
    page.context.close()
