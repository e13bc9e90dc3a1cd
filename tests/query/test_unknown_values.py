"""What a state names and a network does not have is dropped, and the most similar value is suggested."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import MAX_COMPARED, State
from dashboard.query.unknown_values import UnknownValue, drop_unknown
from tests.networks import Town, cases, network_of, small

SMALL = small()
REAL = load(default_data())


@given(cases(stale=True))
def test_resolve_leaves_only_what_the_network_has(case: tuple[Network, State]) -> None:
    """A resolved state selects without an error, resolves to itself, and everything dropped was said."""
    network, state = case
    resolved, notices = drop_unknown(network, state)
    assert drop_unknown(network, resolved) == (resolved, ())
    assert len(Selection(network, resolved).mask) == len(network)
    known = {
        "country": set(network.countries),
        "role": set(network.cities["role"]) - {""},
        "topic": set(network.topic_by_id),
        "attended": set(network.event_by_id),
        "compare": set(network.row_by_city_id),
    }
    for key, values in known.items():
        assert set(getattr(resolved, key)) <= values
        assert {value for value in getattr(state, key) if value in values} <= set(getattr(resolved, key))
    for notice in notices:
        assert notice.value in (*getattr(state, notice.key), getattr(state, notice.key))
        if notice.nearest:
            ids = {"city": network.row_by_city_id, "event": network.event_by_id, "about": network.topic_by_id} | known
            assert notice.nearest in ids[notice.key]


@given(st.text(max_size=200))
def test_any_address_resolves(query: str) -> None:
    """No value, however odd, breaks a page."""
    for key in ("country", "role", "topic", "attended", "city", "event", "about", "compare", "sort"):
        resolved, notices = drop_unknown(SMALL, State.from_query(f"{key}=" + query.replace("&", "%26")))
        assert len(Selection(SMALL, resolved).mask) == len(SMALL)
        assert len(notices) <= 1


@pytest.mark.parametrize(
    ("query", "canonical", "notices"),
    [
        ("city=nante", "", [UnknownValue("city", "nante", "nantes")]),
        ("city=NANTES", "city=nantes", []),
        ("city=xyzzy", "", [UnknownValue("city", "xyzzy")]),
        ("city=%C4%8Ca%C4%8Dak", "", [UnknownValue("city", "Čačak", "cacak")]),
        ("country=Spain", "country=ES", []),
        ("country=esp&country=ES", "country=ES", []),
        ("country=DK", "", [UnknownValue("country", "DK")]),
        ("country=Spian", "", [UnknownValue("country", "Spian", "ES")]),
        ("role=Member", "role=member", []),
        ("role=membre", "", [UnknownValue("role", "membre", "member")]),
        ("topic=electro-mobilty", "", [UnknownValue("topic", "electro-mobilty", "electro-mobility")]),
        ("event=workshop-33", "", [UnknownValue("event", "workshop-33", "workshop-3")]),
        ("attended=workshop-3&country=ZZ", "attended=workshop-3", [UnknownValue("country", "ZZ")]),
        ("compare=rome&compare=romme", "compare=rome", [UnknownValue("compare", "romme", "rome")]),
        ("sort=colour", "", []),
    ],
)
def test_stale_values_are_dropped_and_said(query: str, canonical: str, notices: list[UnknownValue]) -> None:
    """A value in another spelling is read, an unknown one is said with the nearest the network has."""
    resolved, said = drop_unknown(REAL, State.from_query(query))
    assert resolved.to_query() == canonical
    assert list(said) == notices


def test_page_of_the_table_survives_resolving() -> None:
    """A link to the second page leads there."""
    assert drop_unknown(SMALL, State(page=2))[0].page == 2


@pytest.mark.parametrize("sort", ["city", "country", "role", "topics", "events", "-city", "-events", ""])
def test_a_known_order_is_kept_and_another_dropped(sort: str) -> None:
    """With its sign; a sign behind it makes another word of it."""
    assert drop_unknown(SMALL, State(sort=sort))[0].sort == sort
    assert drop_unknown(SMALL, State(sort=f"{sort}-x"))[0].sort == ""
    assert drop_unknown(SMALL, State(sort=f"x{sort}-"))[0].sort == ""


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("event", "MEETING", "meeting"),
        ("about", "SOLAR", "solar"),
        ("city", "ALBA", "alba"),
        ("event", "nothing", ""),
        ("about", "nothing", ""),
        ("city", "nothing", ""),
    ],
)
def test_what_is_opened_is_brought_to_its_own_form(key: str, value: str, kept: str) -> None:
    """In another case it is the same; what is not there is closed, and said."""
    state, notices = drop_unknown(SMALL, State(**{key: value}))
    assert getattr(state, key) == kept
    assert [notice.key for notice in notices] == [key] * (not kept)


@pytest.mark.parametrize(
    ("count", "notices"), [(MAX_COMPARED, []), (MAX_COMPARED + 1, ["1"]), (MAX_COMPARED + 2, ["2"])]
)
def test_a_bounded_number_of_cities_is_compared(count: int, notices: list[str]) -> None:
    """At the limit all of them; the number of the others is said."""
    network = network_of([Town(f"c-{number}") for number in range(count)])
    state, said = drop_unknown(network, State(compare=tuple(f"c-{number}" for number in range(count))))
    assert state.compare == tuple(f"c-{number}" for number in range(MAX_COMPARED))
    assert [notice.value for notice in said] == notices


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        ("solarpower", "solar"),
        ("Solar powr", "solar"),
        ("hea", "heat"),
        ("xyzzy", ""),
        ("mobilit", "mobility"),
        ("he", ""),
    ],
)
def test_the_nearest_by_id_or_by_title_is_named(value: str, nearest: str) -> None:
    """From seven tenths alike on."""
    [notice] = drop_unknown(SMALL, State(topic=(value,)))[1]
    assert notice.nearest == nearest


def test_the_nearest_city_is_named_by_its_label() -> None:
    """Whatever its id is."""
    network = network_of([Town("x1", label="Torres Vedras"), Town("x2", label="Rome")])
    [notice] = drop_unknown(network, State(city="Tores Vedras"))[1]
    assert notice.nearest == "x1"


def test_a_filter_keeps_the_page_that_was_asked_for() -> None:
    """Nothing was changed by the visitor."""
    assert drop_unknown(SMALL, State(page=3, country=("Spain",)))[0] == State(page=3, country=("ES",))
