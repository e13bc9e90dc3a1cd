"""Measure loading and interaction times in a real browser: map, panel, search.

    python bench/page.py

Serves the real data with the production server, opens the page in a Chromium of this machine (1440 x 900, software
rendering), and prints medians: bytes and requests until the map is usable, time from a click on a circle to the changed
panel and to the next frame, time from a key press in the search to the first result.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 - the checkout comes first

from tests.browser.conftest import FLAGS  # noqa: E402
from tests.browser.screen import fetched_ahead, place, weigh  # noqa: E402
from tests.serving import dashboard  # noqa: E402
from tools.find_browser import WANTED, find  # noqa: E402

OPENINGS = 5
CITIES = ("rome", "nantes", "bydgoszcz", "palencia", "helsinki", "cork", "kartal")
TYPED = ("medelin", "cacak", "e-mobility", "helsinki workshop", "rome", "spain", "waste")

_KEYS = """async (text) => {
    const [box, hits] = [document.getElementById('search-input'), document.getElementById('search-hits')];
    const times = [];
    for (let end = 1; end <= text.length; end += 1) {
        hits.replaceChildren();
        const shown = new Promise((done) => {
            const watch = new MutationObserver(() => {
                if (!hits.querySelector('[role=option]')) return;
                watch.disconnect();
                requestAnimationFrame(() => done(performance.now()));
            });
            watch.observe(hits, {childList: true});
        });
        const start = performance.now();
        box.value = text.slice(0, end);
        box.dispatchEvent(new InputEvent('input', {bubbles: true}));
        times.push(await shown - start);
    }
    return times;
}"""
_CLICK = """() => {
    window.opened = new Promise((done) => {
        let start = 0;
        addEventListener('mouseup', () => { start = performance.now(); }, {capture: true, once: true});
        const watch = new MutationObserver(() => {
            watch.disconnect();
            const changed = performance.now() - start;
            requestAnimationFrame(() => setTimeout(() => done([changed, performance.now() - start])));
        });
        watch.observe(document.getElementById('page-panel'), {childList: true, subtree: true, characterData: true});
    });
}"""


def opened(browser: Browser, url: str) -> tuple[Page, int, int]:
    """Open the page with an empty cache; return it with the bytes and requests until the map is usable."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    sizes = weigh(page, url)
    return page, sum(sizes.values()), len(sizes)


def clicks(page: Page) -> list[list[float]]:
    """Click circles; return milliseconds to the changed panel and to its frame."""
    fetched_ahead(page)
    times = []
    for city in CITIES:
        x, y = place(page, city)
        page.mouse.move(x - 4, y - 4)
        page.mouse.move(x, y, steps=3)
        page.evaluate(_CLICK)
        page.mouse.click(x, y)
        times.append(page.evaluate("() => window.opened"))
    return times


def keys(page: Page) -> list[float]:
    """Type into the search; return milliseconds from each key to the first result."""
    page.locator("#search-input").focus()
    page.wait_for_selector("#search-hits [role=option]")
    return [time for text in TYPED for time in page.evaluate(_KEYS, text)]


def summary(name: str, times: list[float]) -> str:
    """Format median and extremes."""
    middle = f"{statistics.median(times):6.0f} ms in the median"
    return f"{name:34}{middle}, {min(times):.0f} to {max(times):.0f} ms, {len(times)} times"


def main() -> int:
    """Print the measurements."""
    path = os.environ.get("CHROMIUM") or find()
    if path is None:
        print(WANTED, file=sys.stderr)
        return 1
    log = Path(tempfile.mkdtemp()) / "log"
    with dashboard("--workers", "1", log=log) as served, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        clicked: list[Any] = []
        typed: list[float] = []
        for _ in range(OPENINGS):
            page, sent, requests = opened(browser, served.url)
            clicked += clicks(page)
            typed += keys(page)
            page.context.close()
        browser.close()
    print(f"{'until the map is usable':34}{sent:,} bytes in {requests} requests")
    print(summary("click on a circle to its panel", [changed for changed, _ in clicked]))
    print(summary("click on a circle to its picture", [drawn for _, drawn in clicked]))
    print(summary("key to the first hit", typed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
