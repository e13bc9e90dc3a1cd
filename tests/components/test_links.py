"""Links own their keys and keep the rest, and open other sites safely."""

from __future__ import annotations

import pytest

from dashboard.components.links import QUERY_GROUPS, external, host, link
from dashboard.query.state import State
from tests.seen import goal, prop, text

KEYS = set(State.__dataclass_fields__) - {"embed"}


@pytest.mark.parametrize("owns", QUERY_GROUPS)
def test_link_names_the_keys_it_sets(owns: str) -> None:
    """The keys are keys of the state, and the address is the whole state."""
    state = State(country=("ES",), city="rome", tab="gaps")
    made = link("Go", state, owns, className="button", aria_label="Go there", data_step="next")
    assert set(QUERY_GROUPS[owns].split()) <= KEYS
    assert prop(made, "data-keys") == QUERY_GROUPS[owns]
    assert goal(made) == state
    assert (prop(made, "aria-label"), prop(made, "data-step")) == ("Go there", "next")


def test_link_may_lead_to_a_part_of_the_page() -> None:
    """The part stands behind the state, written so that any id can be one."""
    made = link("Go", State(city="rome"), "opened", part="topic-a b")
    assert prop(made, "href") == "?city=rome#topic-a%20b"


def test_every_key_of_the_address_is_owned_by_some_link() -> None:
    """No part of the state is out of reach of a link."""
    assert {key for keys in QUERY_GROUPS.values() for key in keys.split()} == KEYS


def test_link_out_of_the_page_is_safe_and_says_so() -> None:
    """The other page gets no hold on this one, and a reader of the screen hears that a tab opens."""
    made = external("A page", "https://www.example.org/?a=1&b=2", title="Title")
    assert (prop(made, "target"), prop(made, "href")) == ("_blank", "https://www.example.org/?a=1&b=2")
    assert {"noopener", "noreferrer"} <= set(prop(made, "rel").split())
    assert text(made) == "A page (opens in a new tab)"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://www.rome.example/x", "rome.example"),
        ("http://EXAMPLE.org:80", "example.org"),
        ("no address", "no address"),
    ],
)
def test_host_is_short(url: str, wanted: str) -> None:
    """A website is shown by the name of its host."""
    assert host(url) == wanted
