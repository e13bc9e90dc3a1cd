"""Valid tables become the columns of a network: types, counts and order."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.ingest.build import ParsedTables, build
from dashboard.ingest.coordinates import locate
from dashboard.ingest.fact_tables import SourceRegistry
from dashboard.ingest.network_toml import About
from dashboard.ingest.schema import Table
from dashboard.model.entities import Event, Topic
from dashboard.model.network import CITY_COLUMNS, PLACE_COLUMNS, Network
from tests.ingest.tables import table_of
from tests.networks import SOURCE, event

OWN = replace(SOURCE, id="own", publisher="The network", accessed=date(2026, 11, 23))
SOURCES = {"page": SOURCE, "own": OWN}
TOPICS = (Topic("sun", "Sun"), Topic("heat", "Heat"))


def made(
    *,
    cities: Table | None = None,
    city_topics: Table | None = None,
    participation: Table | None = None,
    events: tuple[Event, ...] = (),
    listed: list[tuple[str, str, str, str]] | None = None,
    **options: Any,
) -> Network:
    """Build a network of two cities."""
    cities = cities or table_of(
        id=["a", "b"], name=["Cacak", "Rome"], local_name=["Čačak", "Roma"], country=["RS", "IT"]
    )
    parts = ParsedTables(
        cities=cities,
        located=locate(cities, {}, None),
        topics=TOPICS,
        events=events,
        city_topics=city_topics,
        listed=listed or [],
        participation=participation,
        library=options.pop("library", SourceRegistry(dict(SOURCES), listed=True)),
        about=options.pop("about", About("", "", "", (), {})),
    )
    return build(parts, **{"title": "T", "version": "v", "warnings": ("w",), **options})


def facts(*rows: tuple[str, str, str, str]) -> Table:
    """A city_topics.csv of city, topic, text and source."""
    names = ("city", "topic", "fact", "source")
    columns = {name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}
    count = len(rows)
    return table_of(
        **columns, year=["2019"] + [""] * (count - 1), due=[""] * (count - 1) + ["2030"], basis=["stated"] * count
    )


def test_cities_have_all_columns_with_their_types() -> None:
    """Texts are texts, numbers are numbers, and a column that the file lacks is empty."""
    cities = made().cities
    assert set(cities.columns) == {*CITY_COLUMNS, *PLACE_COLUMNS, "topics", "events"}
    assert list(cities["label"]) == ["Čačak", "Rome"]
    assert list(cities["website"]) == ["", ""]
    types = {name: str(kind) for name, kind in cities.dtypes.items()}
    assert {types[name] for name in ("latitude", "longitude", "population")} == {"float64"}
    assert {types[name] for name in ("topics", "events")} == {"int64"}
    assert {
        kind for name, kind in types.items() if name not in ("latitude", "longitude", "population", "topics", "events")
    } == {"str"}
    assert math.isnan(cities["latitude"][0])


def test_counts_are_of_different_topics_and_events() -> None:
    """Two facts on one topic are one topic; two parts in one event are one event."""
    parts = table_of(
        event=["e", "e", "f"],
        city=["a", "a", "a"],
        role=["host", "presenter", "host"],
        basis=["stated"] * 3,
        fact=["F."] * 3,
        source=["page"] * 3,
    )
    rows = [
        ("a", "sun", "F.", "page"),
        ("a", "sun", "G.", "page"),
        ("b", "sun", "F.", "page"),
        ("b", "heat", "F.", "page"),
    ]
    network = made(city_topics=facts(*rows), participation=parts, events=(event("e"), event("f")))
    assert list(network.cities["topics"]) == [1, 2]
    assert list(network.cities["events"]) == [2, 0]
    assert list(network.participation.columns) == ["event", "city", "part", "basis", "fact", "source"]
    assert list(network.participation["part"]) == ["host", "presenter", "host"]


def test_facts_come_by_city_and_topic_and_pages_of_the_network_first() -> None:
    """In the order of the tables of both; those of equal rank stay in the order of the file."""
    rows = [
        ("b", "sun", "1", "page"),
        ("a", "heat", "2", "page"),
        ("a", "sun", "3", "page"),
        ("a", "sun", "4", "own"),
        ("a", "sun", "5", "page"),
    ]
    own = (replace(event("e"), source=OWN), replace(event("f"), source=OWN), event("g"))
    assert list(made(city_topics=facts(*rows), events=own).city_topics["fact"]) == ["4", "3", "5", "2", "1"]
    assert list(made(city_topics=facts(*rows)).city_topics["fact"]) == ["3", "4", "5", "2", "1"]
    unsourced = (replace(event("e"), source=None),)
    assert list(made(city_topics=facts(*rows), events=unsourced).city_topics["fact"]) == ["3", "4", "5", "2", "1"]


def test_years_are_numbers_or_missing() -> None:
    """Both of them, also where there is no fact at all."""
    network = made(city_topics=facts(("a", "sun", "F.", "page"), ("b", "sun", "F.", "page")))
    assert network.city_topics["year"].tolist()[0] == 2019
    assert network.city_topics["due"].tolist()[1] == 2030
    assert network.city_topics["year"].isna().tolist() == [False, True]
    assert network.city_topics["due"].isna().tolist() == [True, False]
    for frame in (network.city_topics, made().city_topics):
        assert list(frame.columns) == ["city", "topic", "fact", "year", "basis", "source", "due"]
        assert [str(frame[name].dtype) for name in ("year", "due", "city")] == ["Int64", "Int64", "str"]


def test_topics_of_a_list_are_stated_facts_without_a_year() -> None:
    """Next to those of the table."""
    network = made(city_topics=facts(("a", "sun", "F.", "page")), listed=[("b", "heat", "Listed.", "own")])
    row = network.city_topics.iloc[1]
    assert (row["city"], row["topic"], row["fact"], row["basis"], row["source"]) == (
        "b",
        "heat",
        "Listed.",
        "stated",
        "own",
    )
    assert network.city_topics["year"].isna().tolist() == [False, True]


def test_all_else_is_handed_over() -> None:
    """Title, version, remarks, what the network says of itself, columns of the owner."""
    cities = table_of(id=["a"], name=["A"], country=["ES"], extra={"mayor": ["M"]})
    about = About("", "tagline", "https://a.example/", (), {})
    network = made(cities=cities, about=about)
    assert (network.title, network.version, network.warnings) == ("T", "v", ("w",))
    assert (network.tagline, network.url, network.notes, dict(network.role_notes)) == (
        "tagline",
        "https://a.example/",
        (),
        {},
    )
    assert network.extra.to_dict("list") == {"mayor": ["M"]}
    assert str(network.extra["mayor"].dtype) == "str"
    assert network.topics == TOPICS
    assert dict(network.sources) == SOURCES


@pytest.mark.parametrize(
    ("library", "day"), [(SourceRegistry(dict(SOURCES)), date(2026, 11, 23)), (SourceRegistry(), None)]
)
def test_the_day_of_reading_is_the_last_of_all_sources(library: SourceRegistry, day: date | None) -> None:
    """None where there are no sources."""
    assert made(library=library).accessed == day
