"""The application that is made: our routes and guards, and Dash for layout and callbacks alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.config import Settings
from dashboard.errors import DataError
from dashboard.web.app import create_app
from dashboard.web.watcher import DataWatcher
from tests.networks import BROKEN


def test_routes_are_ours_and_not_those_of_dash(file: Path) -> None:
    """Dash has routes that answer 200 to any path; of them only the two that its renderer needs can be asked."""
    app = create_app(Settings(data=file))
    paths = {str(rule) for rule in app.url_map.iter_rules()}
    assert {"/", "/healthz", "/robots.txt"} <= paths
    assert {path for path in paths if path.startswith("/_dash")} == {"/_dash-layout", "/_dash-dependencies"}
    assert "/<path:path>" not in paths
    assert app.test_client().get("/nowhere").status_code == 404


def test_every_answer_is_guarded_and_errors_are_of_the_page(file: Path) -> None:
    """The policy names the scripts of the page; an error has its style sheet."""
    client = create_app(Settings(data=file)).test_client()
    assert "'sha256-" in client.get("/").headers["Content-Security-Policy"]
    shown = client.get("/nowhere", headers={"Accept": "text/html"}).text
    [sheet] = re.findall(r'<link rel="stylesheet" href="/([^"]+)"', shown)
    assert client.get(f"/{sheet}").mimetype == "text/css"


@pytest.mark.slow
def test_two_applications_of_one_process_show_their_own_networks(tmp_path: Path) -> None:
    """Nothing is global: neither the callbacks nor the data."""
    clients = []
    for name, city in (("one", "Rome,IT"), ("two", "Nantes,FR")):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"name,country\n{city}\n", "utf-8")
        clients.append((create_app(Settings(data=path, title=name)).test_client(), city.partition(",")[0]))
    for client, city in clients:
        shown = client.get("/").text
        assert [other for _, other in clients if other in shown] == [city]


def test_the_watcher_can_follow_the_tables(file: Path) -> None:
    """The server starts it; an update is what the next answer shows."""
    app = create_app(Settings(data=file, title="Mine"))
    watch = app.extensions["watch"]
    assert isinstance(watch, DataWatcher)
    assert watch.dataset.network.title == "Mine"


def test_invalid_tables_are_an_error_with_every_problem(tmp_path: Path) -> None:
    """Without a snapshot there is nothing to show."""
    path = tmp_path / "towns.csv"
    path.write_text(BROKEN, "utf-8")
    with pytest.raises(DataError) as caught:
        create_app(Settings(data=path))
    assert [problem.line for problem in caught.value.problems] == [2]
