"""Programs are told everything that is wrong with an address, with what would do, and never get more than asked for."""

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
def test_what_is_wrong_is_named_with_the_nearest_that_would_do(query: str, key: str, nearest: str) -> None:
    """Exactly one fault, under its key, with a message that says what was found."""
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
def test_page_says_what_it_could_not_arrange(query: str, said: list[tuple[str, str, str]]) -> None:
    """Of what arranges a page, what is no value of theirs is named with the nearest; the first of several counts."""
    assert [(notice.key, notice.value, notice.nearest) for notice in ignored_values(query)] == said


def test_all_faults_come_at_once() -> None:
    """A program mends its address once, not once for each fault."""
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
def test_what_contradicts_itself_is_a_fault(query: str, keys: list[str]) -> None:
    """Where a page takes the first of two, a program is told that only one can be had."""
    assert [fault.key for fault in validate_query(small(), query) if "one" in fault.message] == keys


def test_too_many_compared_are_counted() -> None:
    """More cities than can stand beside each other are a fault of the key that has them, and no unknown value."""
    network = network_of([Town(name) for name in ("alba", "brno", "cork", "delft", "evora")])
    found = validate_query(network, "&".join(f"compare={city}" for city in network.row_by_city_id))
    assert [(fault.key, fault.message) for fault in found] == [
        ("compare", "compare: 2 too many; at most 3 can be compared")
    ]


def test_keys_of_one_export_can_be_known_too() -> None:
    """A key that only an export has is no fault there."""
    assert validate_query(small(), "sheet=preview", extra_keys=("sheet",)) == ()


@given(cases())
def test_every_address_of_the_page_is_sound(case: tuple[Network, object]) -> None:
    """What the page links to is never refused."""
    network, state = case
    assert validate_query(network, state.to_query()) == ()  # type: ignore[attr-defined]  # a State


@given(st.text(max_size=400))
def test_no_query_breaks_it(query: str) -> None:
    """Whatever is asked, the answer is a list of faults, short enough to be shown."""
    assert all(len(fault.value) <= 200 and len(fault.message) < 2000 for fault in validate_query(small(), query))
