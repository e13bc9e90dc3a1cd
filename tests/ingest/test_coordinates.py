"""Where cities are: what a person wrote wins, what the geocoder found is taken over, two near each other are one."""

from __future__ import annotations

import math

import pytest

from dashboard.ingest.coordinates import NEAR_DEGREES, OVERRIDE, CityCoordinates, coordinates, locate
from dashboard.ingest.schema import Table
from tests.ingest.tables import places, problems, table_of


def cities(**columns: list[str]) -> Table:
    """Cities of Spain, or of the countries that are given."""
    count = len(next(iter(columns.values())))
    return table_of(
        file="data/cities.csv", **{"id": [f"c{n}" for n in range(count)], "country": ["ES"] * count, **columns}
    )


def located(of: Table, found: Table | None = None) -> CityCoordinates:
    """Give the cities their places."""
    return locate(of, {key: row for row, key in enumerate(of.values("id"))}, found)


def test_both_coordinates_are_read_or_none() -> None:
    """A row without both has no place; one without the other is told in the column that is empty."""
    table = cities(latitude=["40.5", "", "40", ""], longitude=["-3.25", "", "", "-3"])
    north, east = coordinates(table)
    assert (north[0], east[0]) == (40.5, -3.25)
    assert all(map(math.isnan, [*north[1:], *east[1:]]))
    assert places(table) == [(4, "Longitude"), (5, "Latitude")]


@pytest.mark.parametrize("missing", ["latitude", "longitude"])
def test_a_table_with_one_of_the_columns_has_no_places(missing: str) -> None:
    """The header is where that is told."""
    columns = {"latitude": ["40"], "longitude": ["-3"]}
    del columns[missing]
    north, east = coordinates(cities(**columns))
    assert math.isnan(north[0])
    assert math.isnan(east[0])


@pytest.mark.parametrize(
    ("latitude", "longitude", "where"),
    [
        ("91", "0", [(2, "Latitude")]),
        ("0", "181", [(2, "Longitude")]),
        ("91", "181", [(2, "Latitude"), (2, "Longitude")]),
        ("0", "0.0", [(2, "Latitude")]),
        ("0", "1", []),
        ("1", "0", []),
    ],
)
def test_each_coordinate_is_told_in_its_own_column(latitude: str, longitude: str, where: list[tuple[int, str]]) -> None:
    """A place where both are zero is a missing value; where one is, a place in Ghana."""
    table = cities(latitude=[latitude], longitude=[longitude])
    north, east = coordinates(table)
    assert places(table) == where
    assert math.isnan(north[0]) == math.isnan(east[0]) == bool(where)


@pytest.mark.parametrize(
    ("latitude", "longitude", "country", "asked"),
    [
        ("178.44", "-18.14", "FJ", True),
        ("178.44", "-18.14", "ES", False),
        ("178.44", "-18.14", "", True),
        ("178.44", "-98.14", "", False),
        ("198.44", "-18.14", "", False),
        ("178.44", "x", "", False),
    ],
)
def test_swapped_coordinates_are_asked_for_where_they_would_fit(
    latitude: str, longitude: str, country: str, asked: bool
) -> None:
    """In the country that is named, or anywhere where none is."""
    table = cities(latitude=[latitude], longitude=[longitude], country=[country])
    coordinates(table)
    assert problems(table)[0].message.endswith("?") is asked


def test_what_a_person_wrote_has_no_other_provider() -> None:
    """The id of GeoNames goes with it; a city without coordinates has neither."""
    found = located(cities(latitude=["40", ""], longitude=["-3", ""], geonames_id=["7", "8"]))
    assert found.texts["provider"] == [OVERRIDE, ""]
    assert found.texts["geonames_id"] == ["7", ""]
    assert set(found.texts) == {"geonames_id", "matched_name", "timezone", "provider", "status", "flags", "retrieved"}
    assert math.isnan(found.population[0])


@pytest.mark.parametrize(("number", "valid"), [("7", True), ("", True), ("7a", False), ("-7", False), ("７", False)])
def test_an_id_of_geonames_has_digits_alone(number: str, valid: bool) -> None:
    """In both tables."""
    table = cities(geonames_id=[number])
    located(table)
    assert (problems(table) == []) is valid
    other = table_of(city=["c0"], latitude=["40"], longitude=["-3"], geonames_id=[number])
    located(cities(name=["a"]), other)
    assert (problems(other) == []) is valid


PLACES = {
    "city": ["c1", "c0"],
    "latitude": ["40.5", "41"],
    "longitude": ["-3.5", "-4"],
    "population": ["100", ""],
    "timezone": ["Europe/Madrid", "UTC"],
    "provider": ["geonames", "geonames"],
    "status": ["exact", "alternate"],
    "flags": ["small", ""],
    "matched_name": ["One", "Zero"],
    "geonames_id": ["1", "2"],
    "retrieved": ["2026-01-01", "2026-01-02"],
}


def test_what_the_geocoder_found_goes_to_its_city() -> None:
    """By id, in whatever order; all that it knows comes along."""
    found = located(cities(name=["a", "b", "c"]), table_of(file="places.csv", **PLACES))
    assert found.latitude[:2] == [41.0, 40.5]
    assert found.longitude[:2] == [-4.0, -3.5]
    assert math.isnan(found.latitude[2])
    assert found.population[1] == 100.0
    assert math.isnan(found.population[0])
    for name in ("timezone", "provider", "status", "flags", "matched_name", "geonames_id", "retrieved"):
        assert found.texts[name] == [*reversed(PLACES[name]), ""]


def test_columns_that_the_geocoder_did_not_write_are_empty() -> None:
    """Coordinates alone are enough."""
    columns = {key: PLACES[key] for key in ("city", "latitude", "longitude")}
    found = located(cities(name=["a", "b"]), table_of(**columns))
    assert found.texts["timezone"] == ["", ""]
    assert found.latitude == [41.0, 40.5]


@pytest.mark.parametrize(
    ("population", "valid"),
    [("1", True), ("9" * 11, True), ("9" * 12, False), ("1,000", False), ("-1", False), ("１", False)],
)
def test_a_population_has_at_most_eleven_digits(population: str, valid: bool) -> None:
    """A city keeps its place without it."""
    table = table_of(city=["c0"], latitude=["40"], longitude=["-3"], population=[population])
    found = located(cities(name=["a"]), table)
    assert places(table) == [] if valid else [(2, "Population")]
    assert found.latitude == [40.0]
    assert found.population[0] == float(population) if valid else math.isnan(found.population[0])


@pytest.mark.parametrize(
    ("north", "east", "same"),
    [
        (NEAR_DEGREES, 0.0, True),
        (NEAR_DEGREES + 0.001, 0.0, False),
        (-NEAR_DEGREES, 0.0, True),
        (0.0, 0.49, True),
        (0.0, 0.51, False),
        (0.0, -0.49, True),
        (0.17, 0.34, True),
        (0.19, 0.38, False),
    ],
)
def test_a_correction_keeps_population_and_time_zone_of_what_is_near(north: float, east: float, same: bool) -> None:
    """Degrees of longitude are half as long at 60° north; what lies farther is another place."""
    of = cities(country=["FI"], latitude=["60"], longitude=["25"])
    other = table_of(
        city=["c0"],
        latitude=[f"{60 + north}"],
        longitude=[f"{25 + east}"],
        population=["7"],
        timezone=["Z"],
        status=["exact"],
    )
    found = located(of, other)
    assert (found.latitude, found.longitude, found.texts["provider"]) == ([60.0], [25.0], [OVERRIDE])
    assert found.texts["status"] == [""]
    assert (found.texts["timezone"], found.population[0] == 7) == ((["Z"], True) if same else ([""], False))


def test_two_places_beside_the_antimeridian_are_near() -> None:
    """A tenth of a degree apart, whichever side the degrees are counted from."""
    of = cities(country=["FJ"], latitude=["-17"], longitude=["179.95"])
    found = located(of, table_of(city=["c0"], latitude=["-17"], longitude=["-179.95"], timezone=["Z"]))
    assert found.texts["timezone"] == ["Z"]


def test_a_place_outside_its_country_gets_a_remark() -> None:
    """In the table where it stands, in the column of the longitude; without a country there is none."""
    of = cities(latitude=["40", "-40"], longitude=["-3", "3"], country=["ES", ""])
    far = cities(latitude=["40", "41"], longitude=["3.9", "93"])
    located(of)
    located(far)
    assert problems(of) == []
    assert places(far) == [(3, "Longitude")]
    other = table_of(city=["c0", "c1"], latitude=["41", "40"], longitude=["93", "-3"])
    located(cities(name=["a", "b"]), other)
    assert places(other) == [(2, "Longitude")]
    assert problems(other)[0].level == "warning"


def test_a_place_of_a_city_that_is_gone_is_told_and_of_one_that_was_refused_is_not() -> None:
    """The table of the cities is named without its folder."""
    of = table_of(file="C:\\data\\cities.csv", id=["c0"], country=["ES"], rejected={"refused"})
    other = table_of(city=["gone", "refused", "c0"], latitude=["40"] * 3, longitude=["-3"] * 3)
    located(of, other)
    assert places(other) == [(2, "city")]
    assert "'gone'" in problems(other)[0].message
    assert " cities.csv" in problems(other)[0].message
    assert problems(other)[0].level == "warning"


def test_a_city_stands_once_in_the_places() -> None:
    """The second is refused and not taken; a row without a place is passed over."""
    other = table_of(city=["c0", "c0", "c1"], latitude=["40", "41", ""], longitude=["-3", "-4", ""])
    found = located(cities(name=["a", "b"]), other)
    assert places(other) == [(3, "City")]
    assert found.latitude[0] == 40.0
    assert math.isnan(found.latitude[1])
