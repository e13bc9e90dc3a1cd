"""A list of cities: each has an id of its own, none stands there twice, and topics may come along in a column."""

from __future__ import annotations

import math

import pytest

from dashboard.ingest import cities as module
from dashboard.ingest.cities import check_cities, check_duplicates, label, listed_topics
from dashboard.ingest.coordinates import NEAR_DEGREES
from dashboard.ingest.schema import Table
from tests.ingest.tables import places, problems, table_of


def cities(*names: str, **columns: list[str]) -> Table:
    """A list of cities of Spain."""
    return table_of(**{"name": list(names), "country": ["ES"] * len(names), **columns})


@pytest.mark.parametrize(
    "name", ["...", "#N/A", "#n/a", "#REF!", "#NAME?", "#DIV/0!", "#VALUE!", "####", "#SPILL!", "#BEZUG!"]
)
def test_a_name_is_one(name: str) -> None:
    """Nothing that cannot be read, nothing that a spreadsheet shows in its place."""
    table = cities("Rome", name)
    check_cities(table)
    assert places(table) == [(3, "Name")]


@pytest.mark.parametrize("name", ["#1 City", "N/A", "Y", "Å", "#NAMETOWN", "REF!"])
def test_a_short_or_odd_name_is_a_name(name: str) -> None:
    """There are such places."""
    table = cities(name)
    check_cities(table)
    assert problems(table) == []


def test_names_come_back_folded_and_countries_as_codes() -> None:
    """Roles in small letters; what a country is read as is told once."""
    table = cities("Málaga", "B", "C", country=["Spain", "EL", "EL"], role=["Member", "", ""])
    assert check_cities(table) == ["malaga", "b", "c"]
    assert table.values("country") == ["ES", "GR", "GR"]
    assert table.values("role") == ["member", "", ""]
    [remark] = problems(table)
    assert (remark.line, remark.column, remark.level) == (3, "Country", "warning")
    assert "'EL'" in remark.message
    assert remark.message.endswith("Greece (GR)")


@pytest.mark.parametrize(("value", "near"), [("Spian", "Spain"), ("Atlantis", "3166")])
def test_a_country_that_is_none_is_told_the_nearest_or_what_to_write(value: str, near: str) -> None:
    """The value is empty afterwards, and its problem stands in each of its rows."""
    table = cities("A", "B", country=[value, value])
    check_cities(table)
    assert places(table) == [(2, "Country"), (3, "Country")]
    assert near in problems(table)[0].message
    assert table.values("country") == ["", ""]


def ids(*names: str, **columns: list[str]) -> list[str]:
    """The ids of a list of cities."""
    table = cities(*names, **columns)
    check_cities(table)
    assert problems(table) == []
    return table.values("id")


def test_ids_are_made_of_names_countries_and_numbers() -> None:
    """In this order, as long as there is one; those that are given come first, wherever they stand."""
    assert ids("Rome", "Rome", "Rome", "Rome", country=["IT", "US", "US", "US"]) == [
        "rome",
        "rome-us",
        "rome-us-2",
        "rome-us-3",
    ]
    assert ids("Rome", "Roma", id=["", "rome"]) == ["rome-es", "rome"]
    assert ids("Rome", "X", "Y", id=["", "rome", "rome-es"]) == ["rome-es-2", "rome", "rome-es"]
    assert ids("🚲", "Online") == ["city", "online-es"]
    table = cities("A", "A", country=["", ""])
    check_cities(table)
    assert table.values("id") == ["a", "a-2"]


def test_a_refused_id_is_not_told_again_where_others_refer_to_the_city() -> None:
    """They name it by what it should have been called."""
    table = cities("Torres Vedras", "B", id=["torres vedras", "b"])
    check_cities(table)
    assert places(table) == [(2, "Id")]
    assert "torres-vedras" in table.rejected_values
    assert "b" not in table.rejected_values


@pytest.mark.parametrize("value", ["online", "a b", "-a"])
def test_an_id_is_one_that_can_be_referred_to(value: str) -> None:
    """And not the word for an event without a place."""
    table = cities("A", id=[value])
    check_cities(table)
    assert places(table) == [(2, "Id")]


def duplicates(
    table: Table, given: list[str] | None = None, at: list[tuple[float, float]] | None = None
) -> list[tuple[int | None, str]]:
    """Level and line of what is said of cities that stand twice."""
    folded = check_cities(table)
    north, east = zip(*(at or [(math.nan, math.nan)] * len(table)), strict=True)
    check_duplicates(table, folded, given or [""] * len(table), north, east)
    return [(problem.line, problem.level) for problem in problems(table)]


def test_a_city_of_one_name_and_country_stands_once() -> None:
    """In any spelling; the first is named by its line. Another country is another city."""
    table = cities("Córdoba", "CORDOBA", "Córdoba", "Cordoba", country=["ES", "ES", "AR", "ES"])
    assert duplicates(table) == [(3, "error"), (5, "error")]
    assert [problem.message.count(" 2;") for problem in problems(table)] == [1, 1]
    assert "Spain" in problems(table)[0].message


def test_a_region_tells_two_cities_apart() -> None:
    """By any of its names as a column of the owner's."""
    table = cities("Portland", "Portland", "Portland", country=["US"] * 3)
    table.extra = {"State": ["Maine", "Oregon", "maine"], "mayor": ["x", "y", "z"]}
    assert duplicates(table) == [(4, "error")]


@pytest.mark.parametrize(
    ("given", "refused"), [(["a", "b"], False), (["a", ""], True), (["", "b"], True), (["", ""], True)]
)
def test_two_ids_tell_two_cities_apart(given: list[str], refused: bool) -> None:
    """Both must be given; that there are two gets a remark."""
    found = duplicates(cities("A", "A"), given)
    assert found == [(3, "error" if refused else "warning")]


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        ((40 + NEAR_DEGREES, 10.0), False),
        ((40 + NEAR_DEGREES + 0.01, 10.0), True),
        ((40.0, 10 + NEAR_DEGREES), False),
        ((40.0, 10.01 + NEAR_DEGREES), True),
        ((40.0, 370.0), False),
        ((math.nan, math.nan), False),
    ],
)
def test_places_that_lie_apart_are_two_cities(other: tuple[float, float], apart: bool) -> None:
    """At the limit they are one; a place that is not known is no other."""
    found = duplicates(cities("A", "A"), at=[(40.0, 10.0), other])
    assert found == [(3, "warning" if apart else "error")]


def test_cities_beside_the_antimeridian_lie_together() -> None:
    """A tenth of a degree, whichever way round."""
    assert duplicates(cities("A", "A"), at=[(0.0, 179.95), (0.0, -179.95)]) == [(3, "error")]


def test_names_without_letters_are_compared_as_they_are() -> None:
    """Two signs are two cities."""
    assert duplicates(cities("🚲", "🚌", "🚲")) == [(4, "error")]


def test_a_city_without_a_country_is_not_compared() -> None:
    """The country is its problem."""
    table = cities("A", "A", country=["Atlantis", "Atlantis"])
    assert [level for _, level in duplicates(table)] == ["error", "error"]
    assert {column for _, column in places(table)} == {"Country"}


@pytest.mark.parametrize(
    ("name", "local", "shown"),
    [("Cacak", "Čačak", "Čačak"), ("Rome", "Roma", "Rome"), ("Rome", "", "Rome"), ("ROME", "Rome", "Rome")],
)
def test_the_local_spelling_is_shown_and_no_other_name(name: str, local: str, shown: str) -> None:
    """Accents are; a translation is not."""
    assert label(name, local) == shown


def test_topics_of_a_column_are_parted_at_semicolons_and_bars() -> None:
    """Each once for a city, by its first spelling, in the order of first use."""
    table = cities("A", "B", "C", topics=["E-Buses; heat|", "HEAT | e-buses;e buses", ""])
    titles, listed = listed_topics(table)
    assert titles == {"e-buses": "E-Buses", "heat": "heat"}
    assert listed == [(0, "e-buses"), (0, "heat"), (1, "heat"), (1, "e-buses")]
    assert listed_topics(cities("A", topics=[" ; | "])) == ({}, [])
    assert listed_topics(cities("A", topics=["🚲"])) == ({"🚲": "🚲"}, [(0, "🚲")])


@pytest.mark.parametrize(("limit", "where"), [(3, []), (2, [(3, "Topics")])])
def test_a_list_names_a_bounded_number_of_different_topics(
    monkeypatch: pytest.MonkeyPatch, limit: int, where: list[tuple[int, str]]
) -> None:
    """At the limit it is read; past it the row is told, and no row after it is read."""
    monkeypatch.setattr(module, "MAX_TOPICS", limit)
    table = cities("A", "B", "C", topics=["a;b", "c", "a"])
    listed = listed_topics(table)[1]
    assert places(table) == where
    assert len(listed) == (3 if where else 4)


@pytest.mark.parametrize(("limit", "where"), [(4, []), (3, [(4, "Topics")])])
def test_a_list_names_a_bounded_number_of_topics_of_cities(
    monkeypatch: pytest.MonkeyPatch, limit: int, where: list[tuple[int, str]]
) -> None:
    """All rows together."""
    monkeypatch.setattr(module, "MAX_LISTED", limit)
    table = cities("A", "B", "C", topics=["a;b", "a", "b"])
    listed_topics(table)
    assert places(table) == where
