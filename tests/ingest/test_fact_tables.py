"""Sources, topics, events and facts: what refers to what, in which order it comes, and what stands twice."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.ingest.fact_tables import (
    MAX_LEVELS,
    SourceRegistry,
    check_city_topics,
    check_participation,
    looks_like_data,
    read_events,
    read_sources,
    read_topics,
)
from dashboard.ingest.schema import Table
from dashboard.model.facts import SourceKind
from tests.ingest.tables import CHANGED, places, problems, table_of
from tests.networks import SOURCE


def sources(**columns: list[str]) -> Table:
    """A sources.csv whose rows differ in what is given."""
    count = len(next(iter(columns.values())))
    whole = {
        "id": [f"s{number}" for number in range(count)],
        "title": ["A page"] * count,
        "kind": ["official"] * count,
        "url": ["https://www.a.example/b"] * count,
        "accessed": ["2026-11-22"] * count,
    }
    return table_of(**{**whole, **columns})


def test_a_source_has_all_that_its_row_says() -> None:
    """Without a publisher, the host of its page stands in, without "www."."""
    table = sources(
        publisher=["", "Them"],
        kind=["Press", "secondary"],
        language=["pt-BR", ""],
        published=["2019-03", ""],
    )
    registry = read_sources(table)
    first, second = registry.sources.values()
    assert (first.id, first.title, first.publisher, first.url) == (
        "s0",
        "A page",
        "a.example",
        "https://www.a.example/b",
    )
    assert (first.kind, first.language, first.published, first.accessed) == (
        SourceKind.PRESS,
        "pt-BR",
        "2019-03",
        date(2026, 11, 22),
    )
    assert (second.publisher, second.kind) == ("Them", SourceKind.SECONDARY)
    assert registry.listed
    assert not registry.unknown


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "a b"),
        ("kind", "blog"),
        ("url", "ftp://a.example"),
        ("accessed", "2026-11"),
        ("language", "english"),
        ("published", "May"),
        ("published", "2026-11-23"),
        ("published", "2026-12"),
        ("published", "2027"),
    ],
)
def test_each_column_of_a_source_is_looked_at(column: str, value: str) -> None:
    """In its own row; no page was published after it was read. With a fault, there are no sources, only their ids."""
    table = sources(
        **{"title": ["One", "Two"], column: [{"id": "ok"}.get(column, sources(title=["x"]).values(column)[0]), value]}
    )
    registry = read_sources(table)
    assert places(table) == [(3, column.capitalize())]
    assert registry.sources == {}
    assert registry.rejected_values >= {table.values("id")[0]}


@pytest.mark.parametrize("published", ["2026-11-22", "2026-11", "2026", ""])
def test_a_page_may_be_published_on_the_day_of_reading(published: str) -> None:
    """Or in its month or year."""
    table = sources(published=[published])
    assert read_sources(table).sources["s0"].published == published


def test_a_day_of_reading_that_is_none_is_one_problem() -> None:
    """Nothing is compared with it."""
    table = sources(accessed=["soon"], published=["2026-11-23"])
    read_sources(table)
    assert places(table) == [(2, "Accessed")]


LISTED = SourceRegistry({"page": SOURCE, "other": SOURCE}, listed=True, rejected_values=frozenset({"gone"}))


@pytest.mark.parametrize(
    ("value", "several", "refused"),
    [
        ("page", False, False),
        ("gone", False, False),
        ("pag", False, True),
        ("page;other", True, False),
        ("page; gone", True, False),
        ("page;x", True, True),
        ("page;other", False, True),
        ("https://a.example/", False, True),
        ("", False, False),
    ],
)
def test_a_source_is_one_of_the_list(value: str, several: bool, refused: bool) -> None:
    """Several where a column may have several; one whose row was refused is not refused again."""
    table = table_of(source=[value])
    LISTED.check(table, several=several)
    assert len(problems(table)) == refused


def test_several_sources_are_kept_by_their_ids() -> None:
    """Without the blanks between them; the nearest is suggested for one that is not there."""
    table = table_of(source=["page ; other", "page;othr"])
    LISTED.check(table, several=True)
    assert table.values("source") == ["page;other", "page;othr"]
    assert problems(table)[0].message.endswith("'other'?")
    assert "'othr'" in problems(table)[0].message


def test_a_list_that_could_not_be_read_refuses_nothing() -> None:
    """It has its own problem."""
    table = table_of(source=["anything"])
    SourceRegistry(listed=True, unknown=True).check(table)
    assert problems(table) == []


def test_without_a_list_a_source_is_the_address_of_a_page() -> None:
    """Each address once, as a secondary source of the day on which the table was changed."""
    registry = SourceRegistry()
    table = table_of(source=["https://www.a.example/b", "https://www.a.example/b", "page", "https://c.example/"])
    registry.check(table)
    assert places(table) == [(4, "Source")]
    first, again, wrong, other = table.values("source")
    assert first == again != other
    assert wrong == "page"
    made = registry.sources[first]
    assert (made.url, made.publisher, made.kind, made.accessed) == (
        "https://www.a.example/b",
        "a.example",
        SourceKind.SECONDARY,
        CHANGED,
    )
    assert len(registry.sources) == 2


def test_addresses_are_parted_where_the_next_begins() -> None:
    """One may have a semicolon in it."""
    registry = SourceRegistry()
    table = table_of(source=["https://a.example/x;y ; http://b.example/"])
    registry.check(table, several=True)
    assert [registry.sources[key].url for key in table.values("source")[0].split(";")] == [
        "https://a.example/x;y",
        "http://b.example/",
    ]


def test_a_list_of_cities_is_the_source_of_what_it_says() -> None:
    """By its name, once, with the day of its first use."""
    registry = SourceRegistry()
    assert registry.file("towns.csv", CHANGED) == registry.file("towns.csv", date(2020, 1, 1)) == "towns.csv"
    made = registry.sources["towns.csv"]
    assert (made.title, made.publisher, made.url, made.accessed) == ("towns.csv", "", "", CHANGED)


def topics(*pairs: tuple[str, str]) -> Table:
    """A topics.csv of ids and parents."""
    ids, parents = zip(*pairs, strict=True)
    return table_of(id=list(ids), title=[one.title() for one in ids], parent=list(parents), description=[""] * len(ids))


def test_topics_come_with_those_below_them() -> None:
    """In the order of the file, on each level, however they are mixed there."""
    table = topics(("b1", "b"), ("a", ""), ("a1", "a"), ("b", ""), ("a11", "a1"), ("a2", "a"))
    assert [topic.id for topic in read_topics(table)] == ["a", "a1", "a11", "a2", "b", "b1"]
    assert [(topic.title, topic.parent) for topic in read_topics(topics(("x", "")))] == [("X", "")]


@pytest.mark.parametrize(("levels", "refused"), [(MAX_LEVELS, False), (MAX_LEVELS + 1, True)])
def test_topics_have_a_bounded_number_of_levels(levels: int, refused: bool) -> None:
    """At the limit they are read; past it the lowest is told."""
    table = topics(("t0", ""), *((f"t{n}", f"t{n - 1}") for n in range(1, levels)))
    found = read_topics(table)
    assert len(found) == (0 if refused else levels)
    assert places(table) == [(levels + 1, "Parent")] * refused


@pytest.mark.parametrize(
    ("pairs", "where"),
    [
        ([("a", "a")], [2]),
        ([("a", "b"), ("b", "a")], [2]),
        ([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")], [2]),
        ([("a", "a"), ("b", "b")], [2, 3]),
        ([("x", ""), ("a", "b"), ("b", "a"), ("c", "c")], [3, 5]),
    ],
)
def test_a_circle_is_told_once(pairs: list[tuple[str, str]], where: list[int]) -> None:
    """At the first of its topics; what hangs on it is no circle."""
    table = topics(*pairs)
    assert read_topics(table) == ()
    assert places(table) == [(line, "Parent") for line in where]


@pytest.mark.parametrize("pairs", [[("a", "z")], [("a", ""), ("a", "")], [("a b", "")]])
def test_topics_with_a_fault_are_none(pairs: list[tuple[str, str]]) -> None:
    """A parent that is not there, an id that stands twice or cannot be one."""
    table = topics(*pairs)
    assert read_topics(table) == ()
    assert len(problems(table)) == 1


def events(*starts: str, **columns: list[str]) -> Table:
    """An events.csv."""
    count = len(starts)
    whole = {
        "id": [f"e{number}" for number in range(count)],
        "title": ["An event"] * count,
        "kind": [""] * count,
        "start": list(starts),
        "end": [""] * count,
        "place": ["online"] * count,
        "summary": [""] * count,
        "source": ["page"] * count,
    }
    return table_of(**{**whole, **columns})


def test_events_come_by_start_and_then_by_end() -> None:
    """Those of one day in the order of the file; without an end, an event ends when it starts."""
    table = events(
        "2020-02", "2019", "2020-01-05", "2020-01-05", "2020-01-05", end=["", "", "2020-01-07", "", "2020-01-06"]
    )
    found = read_events(table, {}, set(), LISTED)
    assert [event.id for event in found] == ["e1", "e3", "e4", "e2", "e0"]
    assert [event.end for event in found][:2] == ["2019", "2020-01-05"]
    assert {event.source for event in found} == {SOURCE}


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        ("2020-01-05", "2020-01-05", False),
        ("2020-01-05", "2020-01-04", True),
        ("2020-01-05", "2020-01", False),
        ("2020-01-05", "2019-12", True),
        ("2020-01", "2020-01-01", False),
        ("2020", "2020-01", False),
        ("2020-02", "2020-01-31", True),
        ("2020", "2019-12-31", True),
        ("soon", "2019", True),
    ],
)
def test_an_event_does_not_end_before_it_starts(start: str, end: str, refused: bool) -> None:
    """As far as both are known; a start that is none is its own problem."""
    table = events(start, end=[end])
    found = read_events(table, {}, set(), LISTED)
    assert places(table) == [(2, "Start" if start == "soon" else "End")] * refused
    assert (found == ()) is refused


@pytest.mark.parametrize(
    ("place", "cities", "refused"),
    [
        ("alba", {"alba": "Alba"}, False),
        ("online", {}, False),
        ("gone", {}, False),
        ("x", {"alba": "A"}, True),
        ("x", None, False),
    ],
)
def test_an_event_is_in_a_city_or_online(place: str, cities: dict[str, str] | None, refused: bool) -> None:
    """Cities whose rows were refused are not refused again; a list that could not be read refuses nothing."""
    table = events("2020", place=[place])
    read_events(table, cities, {"gone"}, LISTED)
    assert places(table) == [(2, "Place")] * refused


def test_a_description_has_its_own_source_only_where_it_is_another() -> None:
    """Both are of the list."""
    own = SourceRegistry({"page": SOURCE, "other": SOURCE}, listed=True)
    table = events("2020", "2021", "2022", description=["a", "b", ""], description_source=["other", "page", ""])
    assert [event.description_source is not None for event in read_events(table, {}, set(), own)] == [
        True,
        False,
        False,
    ]
    table = events("2020", description=["a"], description_source=["nowhere"])
    assert read_events(table, {}, set(), own) == ()
    assert places(table) == [(2, "Description_source")]


def test_events_without_a_source_get_one_remark() -> None:
    """At the first of them, with their number."""
    table = events("2020", "2021", "2022", source=["page", "", ""])
    found = read_events(table, {}, set(), LISTED)
    assert [event.source for event in found] == [SOURCE, None, None]
    [remark] = problems(table)
    assert (remark.line, remark.level, remark.column) == (3, "warning", "source")
    assert "2 of 3 " in remark.message


def facts(**columns: list[str]) -> Table:
    """A city_topics.csv of two rows that say the same."""
    whole = {
        "city": ["a", "a"],
        "topic": ["t", "t"],
        "fact": ["F.", "F."],
        "year": ["", ""],
        "basis": ["stated", "stated"],
        "source": ["p", "p"],
        "due": ["", ""],
    }
    return table_of(**{**whole, **columns})


@pytest.mark.parametrize(
    ("column", "value", "where"),
    [
        ("year", "2019", [(3, "City")]),
        ("basis", "implied", [(3, "City")]),
        ("due", "2030", [(3, "City")]),
        ("city", "b", []),
        ("topic", "u", []),
        ("fact", "G.", []),
        ("source", "q", []),
        ("source", "", []),
        ("year", "19", [(3, "City"), (3, "Year")]),
        ("due", "soon", [(3, "City"), (3, "Due")]),
        ("basis", "sure", [(3, "Basis"), (3, "City")]),
    ],
)
def test_a_fact_of_a_city_on_a_page_stands_once(column: str, value: str, where: list[tuple[int, str]]) -> None:
    """Whatever its year and basis; another city, topic, text or page is another fact."""
    table = facts(**{column: [facts().values(column)[0], value]})
    check_city_topics(table)
    assert sorted(places(table)) == where
    if where == [(3, "City")]:
        assert " 2;" in problems(table)[0].message


@pytest.mark.parametrize(
    ("column", "value", "where"),
    [
        ("fact", "G.", [(3, "Event")]),
        ("event", "f", []),
        ("city", "b", []),
        ("role", "attendee", []),
        ("role", "HOST", [(3, "Event")]),
        ("role", "guest", [(3, "Role")]),
        ("basis", "sure", [(3, "Basis"), (3, "Event")]),
    ],
)
def test_a_part_of_a_city_in_an_event_stands_once(column: str, value: str, where: list[tuple[int, str]]) -> None:
    """Whatever is said of it; another role is another part."""
    whole = {
        "event": ["e", "e"],
        "city": ["a", "a"],
        "role": ["host", "host"],
        "basis": ["stated"] * 2,
        "fact": ["F.", "F."],
    }
    table = table_of(**{**whole, column: [whole[column][0], value]})
    check_participation(table)
    assert sorted(places(table)) == where


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ("2019", True),
        ("-1.5", True),
        ("2019-02-28", True),
        ("2019a", False),
        ("https://a.example", True),
        ("HOST", True),
        ("stated", True),
        ("press", True),
        ("online", True),
        ("hosts", False),
        ("x" * 60, False),
        ("x" * 61, True),
        ("A fact.", True),
        ("fact.", False),
        ("A fact", False),
        ("city", False),
    ],
)
def test_a_value_of_a_fact_is_told_from_the_name_of_a_column(value: str, data: bool) -> None:
    """A number, an address, a sentence, a long text or a known word is no name."""
    assert looks_like_data(value) is data


@pytest.mark.parametrize(
    ("url", "key", "title", "publisher"),
    [
        ("https://www.a.example/b/", "a-example-1", "www.a.example/b", "a.example"),
        ("https://a.example/x://y", "a-example-1", "a.example/x://y", "a.example"),
        ("http://b.c.example", "b-c-example-1", "b.c.example", "b.c.example"),
    ],
)
def test_a_page_is_named_by_its_host_and_its_number(url: str, key: str, title: str, publisher: str) -> None:
    """Its title is its address without the scheme and the last slash."""
    registry = SourceRegistry()
    assert registry.key(url, CHANGED) == key
    made = registry.sources[key]
    assert (made.id, made.title, made.publisher, made.url) == (key, title, publisher, url)
    assert registry.key("https://d.example/", CHANGED) == "d-example-2"


def test_a_list_as_a_source_is_a_secondary_one() -> None:
    """Its id is its name."""
    registry = SourceRegistry()
    made = registry.sources[registry.file("towns.csv", CHANGED)]
    assert (made.id, made.kind) == ("towns.csv", SourceKind.SECONDARY)
