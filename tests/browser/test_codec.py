"""The browser writes an address as the server does, so that both ask for the same view under the same name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

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


@pytest.fixture(scope="module")
def spelled(browser: Browser, root: Path) -> object:
    """Spell many addresses in the browser at once, by the module that the page uses."""
    page = browser.new_page()
    module = (root / "assets" / "src" / "address.js").read_text("utf-8")
    page.add_script_tag(type="module", content=f"{module}\nObject.assign(window, {{ canonicalQuery }});")
    page.wait_for_function("() => window.canonicalQuery")
    spell = "([names, queries]) => queries.map((query) => window.canonicalQuery(names, query))"
    yield lambda queries: page.evaluate(spell, [KEYS, queries])
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
