"""An open page follows changes of the tables, and shows a notice if they are invalid."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.config import default_data
from tests.browser.conftest import Context
from tests.browser.screen import option
from tests.serving import Dashboard, dashboard


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The real tables, to be changed."""
    return Path(shutil.copytree(default_data(), tmp_path / "network"))


@pytest.fixture
def changing(folder: Path, tmp_path: Path) -> Iterator[Dashboard]:
    """The production server with these tables."""
    with dashboard(str(folder), "--workers", "1", log=tmp_path / "log") as running:
        yield running


def until_health(changing: Dashboard, word: str) -> None:
    """Wait until the server says so of itself."""
    end = time.monotonic() + 20
    while word not in changing.get("/healthz")[2].decode():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_open_page_follows_the_tables(folder: Path, changing: Dashboard, context: Context) -> None:
    """The next action reloads the same address with one more city; then it reports an error."""
    page = context(webgl=False).new_page()
    page.goto(changing.url + "?role=member")
    page.wait_for_selector("html[data-app]", state="attached")
    expect(page.get_by_role("heading", level=1)).to_contain_text("16 of 22 cities")
    cities = folder / "cities.csv"
    header, *rows = cities.read_text("utf-8").splitlines()
    columns = header.split(",")
    new = dict.fromkeys(columns, "") | {"id": "graz", "name": "Graz", "country": "Austria", "role": "member"}
    cities.write_text("\n".join([header, *rows, ",".join(new[column] for column in columns)]) + "\n", "utf-8")
    until_health(changing, '"cities":23')
    page.wait_for_function("() => performance.now() > 5000")
    option(page, "Poland").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 23 cities")
    expect(page).to_have_url(changing.url + "?country=PL&role=member")
    cities.write_text("\n".join([header, *rows]).replace("Spain", "Spian") + "\n", "utf-8")
    until_health(changing, '"old data"')
    option(page, "Austria").click()
    expect(page.locator(".stale")).to_contain_text("cities.csv:")
    expect(page.locator(".stale")).to_contain_text("did you mean Spain")
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 23 cities")
    page.close()
