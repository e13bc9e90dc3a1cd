"""Validation of query strings: exports report all problems with suggestions."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.model.network import Network
from dashboard.query.state import DETAIL_KEYS, MAX_VALUES, State
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


LONG = "x" * 60
"""As much of a value as is shown."""


@pytest.mark.parametrize(
    "key", ["country", "role", "topic", "attended", "city", "event", "about", "match", "sort", "view"]
)
@pytest.mark.parametrize("extra", ["", "y"])
def test_a_value_is_shown_up_to_60_characters(key: str, extra: str) -> None:
    """At the limit whole, past it cut, in the value and in the message."""
    [fault] = [fault for fault in validate_query(small(), f"{key}={LONG}{extra}") if fault.key == key]
    assert fault.value == LONG
    assert repr(LONG) in fault.message
    assert "y'" not in fault.message


@pytest.mark.parametrize("extra", ["", "y"])
def test_an_unknown_key_is_shown_up_to_60_characters(extra: str) -> None:
    """As is its value."""
    [fault] = validate_query(small(), f"{LONG}{extra}={LONG}{extra}")
    assert (fault.key, fault.value, fault.nearest) == (LONG, LONG, "")
    assert repr(LONG) in fault.message


def test_an_unknown_key_is_told_the_nearest_or_all_there_are() -> None:
    """A slip has a suggestion; anything else the list, in the order of the alphabet."""
    [slip] = validate_query(small(), "contry=ES")
    assert (slip.key, slip.value, slip.nearest) == ("contry", "ES", "country")
    assert "'contry'" in slip.message
    assert slip.message.endswith("country?")
    assert "about" not in slip.message
    [other] = validate_query(small(), "xyzzy=1", extra_keys=("sheet",))
    names = sorted([*(field.name for field in fields(State)), "sheet"])
    assert ", ".join(names) in other.message
    assert (slip.message.startswith("key: "), other.message.startswith("key: ")) == (True, True)


@pytest.mark.parametrize(("count", "faults"), [(MAX_VALUES, 0), (MAX_VALUES + 1, 1)])
def test_more_values_than_are_read_are_one_fault(count: int, faults: int) -> None:
    """What is past the limit is not looked at, and the number is told."""
    query = "&".join(["country=ES"] * (count - 1) + ["country=CZ" if count == MAX_VALUES else "nonsense=1"])
    found = validate_query(small(), query)
    assert len(found) == faults
    if found:
        assert (found[0].key, found[0].value) == ("", "")
        assert re.findall(r"\d+", found[0].message) == [str(count), str(MAX_VALUES)]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("attended=nothing", "event"),
        ("event=nothing", "event"),
        ("about=nothing", "topic"),
        ("topic=nothing", "topic"),
        ("city=nothing", "city"),
        ("compare=nothing", "city"),
        ("country=nothing", "country"),
        ("role=nothing", "role"),
    ],
)
def test_what_the_network_lacks_is_called_what_it_is(query: str, kind: str) -> None:
    """The message begins with what was looked for, and not with the key of the address."""
    [fault] = validate_query(small(), query)
    assert fault.key == query.partition("=")[0]
    assert fault.message.startswith(f"{kind}: 'nothing'")
    assert not re.search(r"[;?]", fault.message)


@pytest.mark.parametrize(("query", "nearest"), [("topic=solr", "solar"), ("city=abla", "alba")])
def test_what_the_network_has_alike_stands_in_the_message(query: str, nearest: str) -> None:
    """The nearest comes last, as a question."""
    [fault] = validate_query(small(), query)
    assert fault.message.endswith(f"{nearest}?")


@pytest.mark.parametrize(
    ("key", "choices"),
    [
        ("match", "any, all"),
        ("tab", "cities, matrix, events, gaps"),
        ("theme", "auto, light, dark"),
        ("embed", "0, 1"),
        ("show", "matching"),
        ("sort", "city, country, role, topics, events"),
    ],
)
def test_a_closed_set_is_listed(key: str, choices: str) -> None:
    """Each of the choices is accepted, and an empty value is none."""
    [fault] = validate_query(small(), f"{key}=xyzzy")
    assert (fault.key, fault.value, fault.nearest) == (key, "xyzzy", "")
    assert fault.message.startswith(f"{key}: 'xyzzy'")
    assert choices in fault.message
    for choice in choices.split(", "):
        assert validate_query(small(), f"{key}={choice}") == ()
    assert validate_query(small(), f"{key}=") == ()


@pytest.mark.parametrize(
    ("page", "valid"),
    [
        ("1", True),
        ("2", True),
        ("999999", True),
        ("1000000", False),
        ("0", False),
        ("", False),
        ("²", False),
        ("1a", False),
    ],
)
def test_a_page_is_a_number_from_1_to_six_digits(page: str, valid: bool) -> None:
    """Both limits, and what only looks like a digit."""
    assert (validate_query(small(), f"page={page}") == ()) is valid


@pytest.mark.parametrize("sort", ["-city", "-events", "city"])
def test_a_column_may_be_sorted_both_ways(sort: str) -> None:
    """With a minus before it; a minus after it is nothing."""
    assert validate_query(small(), f"sort={sort}") == ()
    assert [fault.key for fault in validate_query(small(), f"sort={sort.strip('-')}-")] == ["sort"]


def test_the_second_of_two_is_named_with_the_first() -> None:
    """Both are cut to what is shown; of three, the first that differs."""
    [fault] = validate_query(small(), f"q=a{LONG}&q=a{LONG}&q=b{LONG}&q=c")
    assert (fault.key, fault.value) == ("q", ("b" + LONG)[:60])
    assert repr(("a" + LONG)[:60]) in fault.message
    assert repr(("b" + LONG)[:60]) in fault.message
    assert "'c'" not in fault.message


def test_what_is_opened_second_is_named_with_the_first() -> None:
    """And with all that can be opened."""
    [fault] = validate_query(small(), "event=meeting&city=alba")
    assert (fault.key, fault.value) == ("event", "meeting")
    assert fault.message.startswith("event: ")
    assert " city;" in fault.message
    assert ", ".join(DETAIL_KEYS) in fault.message
    [fault] = [one for one in validate_query(small(), f"city=alba&event={LONG}y") if "city, event" in one.message]
    assert fault.value == LONG


def test_too_many_compared_hide_no_other_fault() -> None:
    """The fault has no value; what comes after it is told too."""
    network = network_of([Town(name) for name in ("alba", "brno", "cork", "delft")])
    query = "&".join(f"compare={city}" for city in network.row_by_city_id)
    found = validate_query(network, f"{query}&compare=xyzzy&country=XX")
    assert sorted((fault.key, fault.value) for fault in found) == [
        ("compare", ""),
        ("compare", "xyzzy"),
        ("country", "XX"),
    ]


@pytest.mark.parametrize("mark", ["", "?"])
def test_the_question_mark_of_an_address_may_stand_before_it(mark: str) -> None:
    """For programs and for pages."""
    assert [fault.key for fault in validate_query(small(), f"{mark}tab=x")] == ["tab"]
    assert [notice.key for notice in ignored_values(f"{mark}tab=x")] == ["tab"]
    assert [fault.key for fault in validate_query(small(), "tab=x?")] == ["tab"]


def test_a_page_reads_bytes_that_are_no_text_and_no_more_values_than_it_may() -> None:
    """It says what it ignored as far as it can be shown."""
    assert [notice.value for notice in ignored_values("tab=%FF")] == ["\ufffd"]
    assert [fault.value for fault in validate_query(small(), "tab=%FF")] == ["\ufffd"]
    filler = "&".join(["x=1"] * (MAX_VALUES - 1))
    assert [notice.key for notice in ignored_values(f"{filler}&tab=x")] == ["tab"]
    assert ignored_values(f"{filler}&x=1&tab=x") == ()


@pytest.mark.parametrize(("extra", "value"), [("", LONG), ("y", LONG)])
def test_a_page_shows_an_ignored_value_up_to_60_characters(extra: str, value: str) -> None:
    """Longer ones are cut."""
    assert [(notice.value, notice.nearest) for notice in ignored_values(f"tab={LONG}{extra}")] == [(value, "")]


@pytest.mark.parametrize(
    ("query", "nearest"),
    [("sort=-TOPICS", "-topics"), ("sort=TOPICS-", "topics"), ("sort=-xyzzy", ""), ("tab=-matrx", "-matrix")],
)
def test_a_page_keeps_the_sign_of_a_column(query: str, nearest: str) -> None:
    """The nearest has the minus that was written; nothing near has none."""
    assert [notice.nearest for notice in ignored_values(query)] == [nearest]


@pytest.mark.parametrize(("value", "nearest"), [("matr", "matrix"), ("gapsxxx", "gaps"), ("gapsxxxx", "")])
def test_a_suggestion_is_alike_by_seven_tenths(value: str, nearest: str) -> None:
    """Eight of eleven letters are near, eight of twelve are not."""
    assert [notice.nearest for notice in ignored_values(f"tab={value}")] == [nearest]
