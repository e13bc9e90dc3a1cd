"""Validation of query strings: exports report all problems with suggestions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.model.network import Network
from dashboard.query.validation import ignored_values, validate_query
from tests.networks import Town, cases, network_of, small


@pytest.mark.parametrize(
    ("query", "key", "nearest"),
    [
        ("contry=ES", "contry", "country"),
        ("country=XX", "country", ""),
        ("role=member&role=lighthuose", "role", "lighthouse"),
        ("topic=solr", "topic", "solar"),
        ("city=abla", "city", "alba"),
        ("event=meting", "event", "meeting"),
        ("attended=webinr", "attended", "webinar"),
        ("compare=alba&compare=bron", "compare", "brno"),
        ("match=al", "match", "all"),
        ("tab=matrx", "tab", "matrix"),
        ("theme=drak", "theme", "dark"),
        ("sort=-name", "sort", ""),
        ("page=0", "page", ""),
        ("page=-1", "page", ""),
        ("page=²", "page", ""),
        ("view=1,2", "view", ""),
        ("view=nan,0,1", "view", ""),
        ("embed=yes", "embed", ""),
        ("sheet=poster", "sheet", ""),
    ],
)
def test_problems_have_suggestions(query: str, key: str, nearest: str) -> None:
    """Exactly one problem, with its key and a message."""
    found = validate_query(small(), query)
    assert [(fault.key, fault.nearest) for fault in found if fault.key == key] == [(key, nearest)]
    assert all(fault.key in fault.message or fault.value in fault.message for fault in found)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", []),
        ("tab=matrix&sort=-topics&match=all&country=XX", []),
        ("tab=matrx", [("tab", "matrx", "matrix")]),
        ("match=ALL", [("match", "ALL", "all")]),
        ("sort=-Topic&tab=x", [("sort", "-Topic", "-topics"), ("tab", "x", "")]),
        ("tab=matrix&tab=x", []),
        ("theme=dark&view=50,10,3&lang=en", []),
        ("theme=drak&view=north&lang=xx", [("lang", "xx", ""), ("theme", "drak", "dark"), ("view", "north", "")]),
    ],
)
def test_page_reports_ignored_display_values(query: str, said: list[tuple[str, str, str]]) -> None:
    """Invalid display values have suggestions; the first of several values counts."""
    assert [(notice.key, notice.value, notice.nearest) for notice in ignored_values(query)] == said


def test_all_problems_are_reported_at_once() -> None:
    """A client can fix the query string in one step."""
    found = validate_query(small(), "country=XX&foo=1&view=x&page=0&topic=none")
    assert {fault.key for fault in found} == {"country", "foo", "view", "page", "topic"}


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("city=alba&city=brno", ["city"]),
        ("city=alba&city=alba", []),
        ("match=any&match=all", ["match"]),
        ("city=alba&event=meeting", ["event"]),
        ("about=solar&compare=alba&compare=brno&event=meeting", ["about", "compare"]),
        ("city=&event=meeting", []),
        ("country=ES&country=FI", []),
    ],
)
def test_conflicting_values_are_reported(query: str, keys: list[str]) -> None:
    """Only one value of a key, and one detail, may be given."""
    assert [fault.key for fault in validate_query(small(), query) if "one" in fault.message] == keys


def test_too_many_compared_cities_are_reported() -> None:
    """The problem has the key `compare` and is not an unknown value."""
    network = network_of([Town(name) for name in ("alba", "brno", "cork", "delft", "evora")])
    found = validate_query(network, "&".join(f"compare={city}" for city in network.row_by_city_id))
    assert [(fault.key, fault.message) for fault in found] == [
        ("compare", "compare: 2 too many; at most 3 can be compared")
    ]


def test_extra_keys_are_accepted() -> None:
    """A key of one export is valid there."""
    assert validate_query(small(), "sheet=preview", extra_keys=("sheet",)) == ()


@given(cases())
def test_links_of_the_page_are_valid(case: tuple[Network, object]) -> None:
    """Exports never reject a link of the page."""
    network, state = case
    assert validate_query(network, state.to_query()) == ()  # type: ignore[attr-defined]  # a State


@given(st.text(max_size=400))
def test_any_query_can_be_validated(query: str) -> None:
    """Any query gives a list of short problems."""
    assert all(len(fault.value) <= 200 and len(fault.message) < 2000 for fault in validate_query(small(), query))
