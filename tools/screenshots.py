"""Take the screenshots in docs/ with the real data at several widths.

Starts the production server on a free port and a Chromium, waits for the map, and writes one PNG for each view.
Run it from the checkout: `python -m tools.screenshots [NAME …]`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, wait_for_map
from tests.serving import dashboard
from tools.find_browser import WANTED, find

DOCS = Path(__file__).parents[1] / "docs"
VIEWS = {
    # name: query, width, height, colours
    "start-1440-light": ("", 1440, 900, "light"),
    "start-1440-dark": ("", 1440, 900, "dark"),
    "city-1440-light": ("?city=rome", 1440, 900, "light"),
    "event-1440-light": ("?event=workshop-3", 1440, 900, "light"),
    "filtered-1440-light": ("?country=ES&topic=electro-mobility", 1440, 900, "light"),
    "start-1024-light": ("", 1024, 768, "light"),
    "start-768-light": ("", 768, 1024, "light"),
    "start-390-light": ("", 390, 844, "light"),
    "city-390-dark": ("?city=rome", 390, 844, "dark"),
    "start-360-light": ("", 360, 780, "light"),
}


def main(names: list[str]) -> int:
    """Take all screenshots, or the given ones."""
    path = os.environ.get("CHROMIUM") or find()
    if path is None:
        print(WANTED, file=sys.stderr)
        return 1
    DOCS.mkdir(exist_ok=True)
    with dashboard() as served, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        for name in names or VIEWS:
            query, width, height, colours = VIEWS[name]
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=colours,  # type: ignore[arg-type]
                reduced_motion="reduce",
                locale="en-GB",
                is_mobile=width < 700,
                has_touch=width < 700,
            )
            page = context.new_page()
            page.goto(served.url + query)
            wait_for_map(page)
            for hint in page.get_by_role("button", name="Got it").all():
                hint.click()  # show the page without the hint of the first visit
            page.wait_for_load_state("networkidle")
            page.screenshot(path=DOCS / f"{name}.png")
            context.close()
            print(DOCS / f"{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
