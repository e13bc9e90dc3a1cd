"""The real thing in a real browser: the production server with the real data, and a Chromium that is watched.

Every page that a test opens is watched to the end: a message of the console, an uncaught error, a breach of the
Content-Security-Policy, a request to another host, or a request that failed fails the test that caused it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)

from tests.serving import Dashboard, dashboard
from tools.find_browser import WANTED, find

FLAGS = (
    # WebGL without a graphics card, drawn by the processor.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    # Everything else renders faster on the CPU than with an emulated graphics card.
    "--disable-gpu-rasterization",
    "--disable-gpu-compositing",
    # A browser that asks for nothing by itself.
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-sandbox",  # a container has no user namespaces, and all pages are our own
)
WAIT_MILLISECONDS = 30_000
"""How long an expectation may take: far longer than on an idle machine, and far shorter than a hang."""
WITHOUT_WEBGL = (
    "HTMLCanvasElement.prototype.getContext = ((old) => function (kind, ...rest) {"
    " return /webgl/.test(kind) ? null : old.call(this, kind, ...rest); })(HTMLCanvasElement.prototype.getContext);"
)
APP_STARTED = "() => document.documentElement.hasAttribute('data-app')"
MAP_DRAWN = "() => document.documentElement.hasAttribute('data-map-ready')"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KNOWN_MESSAGES = (
    # Chromium's warning about the speed of an emulated graphics card.
    re.compile(r"GPU stall due to ReadPixels"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a failed test of this folder once more; the summary names each that needed it.

    Maps drawn by the processor, two browsers and two servers share two cores: now and then one of them
    is not given its turn for half a minute. What is broken fails twice.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@dataclass
class Watch:
    """What went wrong in a page, and what it asked for."""

    origin: str
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    expected: list[re.Pattern[str]] = field(default_factory=lambda: list(KNOWN_MESSAGES))

    def follow(self, page: Page) -> None:
        """Watch a page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._fault(f"uncaught: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)

    def expect(self, pattern: str) -> None:
        """Let a fault pass that the test causes on purpose."""
        self.expected.append(re.compile(pattern))

    def _fault(self, text: str) -> None:
        self.faults.append(text)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self._fault(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self._fault(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        # Leaving a page aborts its requests.
        if "ERR_ABORTED" not in (request.failure or ""):
            self._fault(f"request failed: {request.url}: {request.failure}")

    @property
    def unexpected(self) -> list[str]:
        """The faults that no test has caused on purpose."""
        return [fault for fault in self.faults if not any(pattern.search(fault) for pattern in self.expected)]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """The production server with the real data."""
    with dashboard("--workers", "1", log=tmp_path_factory.mktemp("served") / "log") as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of the browser."""
    expect.set_options(timeout=WAIT_MILLISECONDS)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium of this machine; without one, the tests fail and say what to install."""
    path = os.environ.get("CHROMIUM") or find()
    if path is None:
        pytest.fail(WANTED)
    started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
    yield started
    started.close()


@pytest.fixture
def watch(served: Dashboard) -> Iterator[Watch]:
    """The watch over all pages of a test; its faults fail the test at its end."""
    watching = Watch(served.url)
    yield watching
    assert watching.unexpected == []


OpenPage = Callable[..., Page]
Context = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[Context]:
    """Browsers with what a visitor's system asks for; tests that ask for the same share one, and its cache."""
    contexts: dict[str, BrowserContext] = {}

    def get(*, webgl: bool = True, **options: object) -> BrowserContext:
        # Reduced motion: what moves for the eye alone would only make the tests wait.
        settings = {"reduced_motion": "reduce", "locale": "en-GB", "timezone_id": "Europe/Rome", **options}
        key = repr((webgl, sorted(settings.items())))
        if key not in contexts:
            contexts[key] = browser.new_context(**settings)  # type: ignore[arg-type]
            contexts[key].set_default_timeout(WAIT_MILLISECONDS)
            if not webgl:
                contexts[key].add_init_script(WITHOUT_WEBGL)
        return contexts[key]

    yield get
    for each in contexts.values():
        each.close()


def new_tab(context: BrowserContext) -> Page:
    """Open a page as a tab of the first window of a context: a window of its own takes half a second more."""
    if not context.pages:
        context.new_page()
    with context.expect_page() as opened:
        context.pages[0].evaluate("() => void open('about:blank', '_blank', 'noopener')")
    return opened.value


@pytest.fixture
def open_page(context: Context, served: Dashboard, watch: Watch) -> Iterator[OpenPage]:
    """Open addresses, each in a window of its own, by a visitor who has left no traces but files in the cache.

    The function takes the query (`?city=rome`), `width`, `height`, what it waits for and what else
    `Browser.new_context` takes. `until` is "map"; or "app", in a browser without WebGL, where the picture of the map
    stays and what is not about the map is tested in a third of the time; or "html", the first HTML alone.
    """
    pages: list[Page] = []

    def open_one(
        query: str = "", *, width: int = 1440, height: int = 900, until: str = "map", **options: object
    ) -> Page:
        page = new_tab(context(webgl=until != "app", **options))
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        watch.follow(page)
        page.goto(served.url + query.lstrip("/"))
        if until != "html":
            page.wait_for_function({"app": APP_STARTED, "map": MAP_DRAWN}[until])
        return page

    yield open_one
    for page in pages:
        page.context.set_offline(offline=False)
        page.context.clear_cookies()
        page.close()


def wait_for_map(page: Page) -> None:
    """Wait until the map is drawn and can be used."""
    page.wait_for_function(MAP_DRAWN)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Check a page as it is now with axe-core: WCAG 2.2 AA and its best practices."""

    def check(page: Page) -> None:
        rules = {
            "runOnly": {"type": "tag", "values": RULES},
            "resultTypes": ["violations"],
        }  # the rest takes twice as long
        found = Axe().run(page, options=rules)
        faults = [
            f"{fault['id']}: {fault['help']}: " + "; ".join(node["html"][:160] for node in fault["nodes"][:5])
            for fault in found.response["violations"]
        ]
        assert faults == []

    return check


@pytest.fixture(scope="session")
def pictures(root: Path) -> Path:
    """A folder for pictures of what a test saw, kept out of version control."""
    folder = root / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
