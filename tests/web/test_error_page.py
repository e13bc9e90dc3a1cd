"""The error page has the style of the page, a link to the map, and suggestions for a wrong path."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config import Settings, default_data
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.state import State
from dashboard.web.app import create_app
from dashboard.web.error_page import Frame, error_page, nearest
from tests.networks import HOSTILE, Town, network_of, networks
from tests.seen import Page

REAL = load(default_data())
APP = create_app(Settings())
HTML = {"Accept": "text/html"}


@pytest.fixture(name="client")
def _client() -> FlaskClient:
    return APP.test_client()


def test_a_wrong_address_gets_a_page_in_the_style_of_the_page(client: FlaskClient) -> None:
    """Style and icon are served, the name of the network and a button lead home, and there is no script."""
    answer = client.get("/nowhere", headers=HTML)
    assert answer.status_code == 404
    page = Page(answer.text)
    assert page.faults == []
    assert [one.text for one in page.all("h1")] == ["Page not found"]
    for link in page.all("link"):
        assert client.get(link.attributes["href"]).status_code == 200
    home = [one for one in page.all("a") if one.attributes["href"] == "/"]
    assert [one.text for one in home] == [REAL.title, "Go to the map"]
    assert page.all("script") == page.all("style") == []
    assert "Content-Security-Policy" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/rome", State(city="rome")),
        ("/city/Rome.html", State(city="rome")),
        ("/M%C3%A1laga/", State(city="malaga")),
        ("/nante", State(city="nantes")),
        ("/torres%20vedras", State(city="torres-vedras")),
        ("/events/workshop-1", State(event="workshop-1")),
        ("/ict", State(about="ict")),
    ],
)
def test_a_path_that_looks_like_something_known_offers_it(client: FlaskClient, path: str, wanted: State) -> None:
    """A city, an event or a topic by its id, whatever its case, accents and small typing errors."""
    text = client.get(path, headers=HTML).text
    assert "Did you mean" in text
    offered = re.findall(r'<li><a href="/([^"]*)"', text)
    assert State.from_query(offered[0]) == wanted


@pytest.mark.parametrize("path", ["/wp-login.php", "/xyzzy", "/a", "/" + "rome" * 100, "/.git/config"])
def test_a_path_that_is_nothing_known_offers_nothing(client: FlaskClient, path: str) -> None:
    """A wrong guess would help nobody."""
    assert "Did you mean" not in client.get(path, headers=HTML).text


def test_other_errors_offer_nothing(client: FlaskClient) -> None:
    """An address that cannot be read is not a city that is spelled wrongly."""
    assert "Did you mean" not in client.get("/?" + "a" * 9000, headers=HTML).text


def test_a_large_network_has_no_fuzzy_suggestions() -> None:
    """Robots ask for wrong addresses all the time: there only an exact id is found."""
    network = network_of([Town(f"city-{number}") for number in range(5001)])
    assert nearest(network, "/city-77") == [("City-77", State(city="city-77"))]
    assert nearest(network, "/cty-77") == []


@given(networks(), st.sampled_from(["/city-0", "/topic-0", "/event-0", *HOSTILE]))
def test_hostile_names_and_paths_are_text(network: Network, path: str) -> None:
    """No name and no path becomes markup."""
    frame = Frame("/static/style.css", "/static/icon.svg", lambda: network)
    text = error_page("Title", "Advice", path=path, missing=True, frame=frame)
    assert Page(text).faults == []
    assert not Page(text).all("script")
    assert not Page(text).all("img")
