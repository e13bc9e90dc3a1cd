"""The browser writes an address as the server does, so that both ask for the same view under the same name."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from dashboard.config import resource
from dashboard.query.state import MapView, State

BATCH = 40
KEYS = sorted(State.__dataclass_fields__)
IDS = st.lists(st.from_regex(r"[a-z0-9][a-z0-9_.~-]{0,12}", fullmatch=True), max_size=3).map(tuple)
STATES = st.builds(
    State,
    country=st.lists(st.sampled_from(["ES", "FI", "NA"]), max_size=3).map(tuple),
    topic=IDS,
    attended=IDS,
    compare=IDS,
    match=st.sampled_from(["any", "all"]),
    q=st.text(max_size=40)
    | st.sampled_from(["it's (all) *new*!", "a,b:c", "100 % & more", "ć + č = ?", "#1", "💡 灯"]),
    city=st.just("") | st.text(max_size=10),
    tab=st.sampled_from(["cities", "matrix", "events", "gaps"]),
    sort=st.sampled_from(["", "-city", "topics"]),
    page=st.integers(1, 30),
    view=st.none() | st.builds(MapView, st.floats(-85, 85), st.floats(-180, 180), st.floats(0, 11)),
    theme=st.sampled_from(["auto", "dark"]),
    embed=st.booleans(),
)


def function_of_the_page() -> str:
    """The function of clientside.js that brings an address to its one spelling, with what it stands on."""
    script = (resource("assets") / "clientside.js").read_text("utf-8")
    found = [
        re.search(pattern, script, re.DOTALL | re.MULTILINE)
        for pattern in (
            r"^  const params = .*?;$",
            r"^  const encodeValue = .*?;$",
            r"^  function canonicalQuery\(.*?^  }$",
        )
    ]
    assert all(found), "clientside.js has no `params` and `canonicalQuery` any more"
    body = "\n".join(match.group() for match in found if match)
    return f"([names, queries]) => {{ {body}\nreturn queries.map((query) => canonicalQuery(names, query)); }}"


@pytest.fixture(scope="module")
def spelled(browser: Browser) -> object:
    """Spell many addresses in the browser at once."""
    page = browser.new_page()
    function = function_of_the_page()
    yield lambda queries: page.evaluate(function, [KEYS, queries])
    page.close()


@given(states=st.lists(STATES, min_size=BATCH, max_size=BATCH))
@settings(max_examples=3, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_browser_spells_an_address_as_the_server_does(spelled, states: list[State]) -> None:  # type: ignore[no-untyped-def]  # a function of the page
    """What the server writes, the browser leaves as it is, whatever the order in which it comes."""
    canonical = [state.to_query() for state in states]
    assert spelled(canonical) == canonical
    shuffled = ["&".join(reversed(query.split("&"))) for query in canonical]
    assert spelled(shuffled) == canonical


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("?q=caf%C3%A9+bar&city=rome", "city=rome&q=caf%C3%A9%20bar"),
        ("q=it's (here)!*", "q=it%27s%20%28here%29%21%2A"),
        ("view=48%2E1%2C11%2C4", "view=48.1,11,4"),
        ("city=&q=x", "q=x"),
        ("utm_source=mail&city=rome", "city=rome"),
        ("", ""),
    ],
)
def test_browser_reads_addresses_as_people_write_them(spelled, written: str, wanted: str) -> None:  # type: ignore[no-untyped-def]  # a function of the page
    """Both sides come to the same spelling from any other."""
    assert spelled([written]) == [wanted] == [State.from_query(written).to_query()]
