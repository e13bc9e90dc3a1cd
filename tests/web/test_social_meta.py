"""A shared link has a preview of its view, with a valid address."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from dashboard.config import Settings, default_data
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.web.social_meta import base_url, social_meta_tags
from tests.networks import HOSTILE, Town, cases, network_of, small

REAL = load(default_data())
BASE = "https://maps.example/"


def tags(network: Network, state: State, base: str = BASE) -> dict[str, str]:
    """The tags by name."""
    found = re.findall(
        r'<meta (?:name|property)="([^"]*)" content="([^"]*)">', social_meta_tags(Selection.of(network, state), base)
    )
    return {name: unescape(value) for name, value in found}


def request(host: str) -> Request:
    """A request with a Host of its own."""
    builder = EnvironBuilder("/")
    environ = builder.get_environ() | {"HTTP_HOST": host}
    return Request(environ)


def test_a_shared_view_shows_its_sentence_and_its_picture() -> None:
    """Title, description, picture and address are of the view, without what is only the sender's look."""
    found = tags(REAL, State(country=("FI",), theme="dark"))
    assert found["og:title"] == found["description"] == "3 of 22 cities: in Finland"
    assert found["og:url"] == "https://maps.example/?country=FI"
    assert found["og:image"] == "https://maps.example/export/map.png?country=FI&sheet=preview"
    assert found["twitter:card"] == "summary_large_image"


def described() -> Network:
    """A network whose first event has a description."""
    network = small()
    first = replace(network.events[0], description="They met on 3. May in the U.S. pavilion, and talked. They left.")
    return replace(network, events=(first, *network.events[1:]))


@pytest.mark.parametrize(
    ("network", "state", "shared", "words"),
    [
        (REAL, State(city="rome"), "Rome", REAL.city("rome").summary),  # type: ignore[union-attr]  # Rome is there
        (REAL, State(event="workshop-1"), "1st Cities Network Workshop", ""),
        (REAL, State(about="ict"), "ICT", ""),
        (REAL, State(country=("FI",)), "3 of 22 cities: in Finland", REAL.title),
        (
            described(),
            State(event="meeting"),
            "Meeting",
            "14 Feb 2018, Alba. They met on 3. May in the U.S. pavilion, and talked.",
        ),
        (described(), State(event="webinar"), "Webinar", "Mar 2019, online. About webinar."),
        (described(), State(about="energy"), "Energy", "All about energy."),
        (described(), State(about="solar"), "Solar power", "2 cities work on this."),
        (described(), State(city="brno"), "Břno", "A city of <b>two</b> rivers."),
        (described(), State(city="alba"), "Alba", "Lighthouse, Spain"),
        (
            described(),
            State(compare=("alba", "brno")),
            "Compare Alba and Břno",
            "Topics, facts and events of Alba and Břno side by side.",
        ),
    ],
)
def test_a_link_describes_what_is_shared(network: Network, state: State, shared: str, words: str) -> None:
    """The title names it, the description says what it is: not the sentence of the whole page."""
    found = tags(network, state)
    assert found["og:title"] == shared
    assert found["og:description"] == words if words else not found["og:description"].startswith("22 cities")
    assert found["description"] in (found["og:description"], shared)


def test_a_long_description_is_cut_between_words() -> None:
    """What shows previews cuts anywhere; we cut between words."""
    network = network_of([Town("alba", summary="word " * 100)])
    found = tags(network, State(city="alba"))["og:description"]
    assert len(found) <= 300
    assert found.endswith("word …")


def test_without_an_address_nothing_claims_one() -> None:
    """Without a valid base URL there is no picture and no canonical link."""
    text = social_meta_tags(Selection.of(REAL, State()), "")
    assert "og:image" not in text
    assert "canonical" not in text
    assert "og:title" in text


@given(cases())
def test_tags_are_well_formed(case: tuple[Network, State]) -> None:
    """Nothing in a network or a state ends an attribute or begins a tag of its own."""
    network, state = case
    text = social_meta_tags(Selection.of(network, state), BASE)
    assert re.fullmatch(r'(?:<(?:meta|link)(?: [a-z]+="[^"<>]*")+>)+', text)


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_names_are_text(title: str) -> None:
    """The name of a network is never markup."""
    found = tags(network_of([Town("alba")], title=title), State())
    assert found["og:site_name"] == title


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("maps.example", "http://maps.example/"),
        ("Maps.Example:8050", "http://maps.example:8050/"),
        ("127.0.0.1:8050", "http://127.0.0.1:8050/"),
        ("[::1]:8050", "http://[::1]:8050/"),
        ('x"><script>', ""),
        ("a b", ""),
        ("user@host", ""),
        ("host/path", ""),
        ("", ""),
        ("x" * 300, ""),
    ],
)
def test_only_a_valid_host_becomes_an_address(host: str, wanted: str) -> None:
    """What a client calls this host is not believed to be more than a name."""
    assert base_url(request(host), Settings()) == wanted


def test_the_public_address_wins() -> None:
    """Behind a proxy the operator knows the address, not the request."""
    settings = Settings(public_url="https://maps.example/network")
    assert base_url(request("10.0.0.1"), settings) == "https://maps.example/network/"
