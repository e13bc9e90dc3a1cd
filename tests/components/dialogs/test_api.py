"""The API dialog names every address and only keys that filter."""

from __future__ import annotations

import re
from html import unescape

from dashboard.exports.formats import FORMATS
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.query.validation import validate_query
from tests.components.dialogs.reading import BASE, REAL, inside, shown
from tests.networks import Town, network_of


def test_api_names_every_address_and_only_keys_that_filter() -> None:
    """Each format that the server knows stands there, and each example of a key leaves some cities, but not all."""
    text = inside(shown(), "api")
    files = {unescape(link).partition("?")[0] for link in re.findall(r'href="export/([^"]*)"', text)}
    assert files == set(FORMATS)
    examples = [unescape(code) for code in re.findall(r"<code>(\w+=[^<…]+)</code>", text)]
    assert [example.partition("=")[0] for example in examples] == ["country", "role", "topic", "attended"]
    for example in examples:
        assert not list(validate_query(REAL, example))
        assert 0 < len(Selection(REAL, State.from_query(example)).ids) < len(REAL)
    assert f"{BASE}export/cities.json?country=" in text


def test_api_offers_nothing_that_a_network_has_not() -> None:
    """A bare list has no roles, topics or events to ask for; a list without any city still has the addresses."""
    text = inside(shown(network_of([Town("alba")])), "api")
    assert "events.ics" not in text
    assert "attended=" not in text
    assert "topic=" not in text
    assert "export/cities.csv" in inside(shown(network_of([])), "api")
