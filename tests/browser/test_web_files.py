"""What browsers and phones draw around the page follows it: its icons and the colour of its bars."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage


def test_the_colour_of_the_bars_follows_the_theme(open_page: OpenPage) -> None:
    """Whoever chooses dark colours on a light device gets dark bars too, and light ones back."""
    page = open_page("?city=rome", until="app", color_scheme="light")
    bar = page.locator("meta[name=theme-color]").first
    light = bar.get_attribute("content")
    switch = page.locator("a.theme")
    switch.click()
    expect(bar).to_have_attribute("content", "rgb(22, 30, 36)")
    switch.click()
    expect(bar).to_have_attribute("content", "rgb(255, 255, 255)")
    assert light in ("#ffffff", "rgb(255, 255, 255)")


def test_the_manifest_is_allowed_and_read(open_page: OpenPage) -> None:
    """The policy of the page lets the browser fetch manifest and icons, and none of them is missing."""
    page = open_page(until="app")
    statuses = page.evaluate(
        """async () => Promise.all(
            [...document.querySelectorAll('link[rel=icon], link[rel=apple-touch-icon], link[rel=manifest]')]
            .map(async (link) => (await fetch(link.href)).status))"""
    )
    assert statuses == [200, 200, 200, 200]
