"""places.csv: one row for each city, in their order, with what decides first and nothing where nothing is known."""

from __future__ import annotations

import csv
import io

import pytest

from dashboard.geocoding.places_csv import COLUMNS, CityPlace, locate, to_csv, to_row
from dashboard.geocoding.result import Candidate, Flag, GeocodingResult, Status
from tests.geocoding.gazetteers import Spot, gazetteer

STORE = gazetteer(Spot("Altstadt", people=123_456), Spot("Neudorf", people=50_000), regions={"DE.01": "Land"})
PLACE = Candidate(7, "A", "DE", "Land", 50.123456, -1.5, None, "Europe/Berlin", "PPL", "")


def city(**cells: str) -> dict[str, str]:
    """A row of cities.csv."""
    return {"id": "c", "name": "Altstadt", "country": "DE", **cells}


def found(**cells: str) -> tuple[Status, str]:
    """Status and name of the place of one city."""
    [place] = locate(STORE, [city(**cells)])
    return place.answer.status, place.answer.place.name if place.answer.place else ""


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({}, (Status.EXACT, "Altstadt")),
        ({"geonames_id": "102"}, (Status.OVERRIDE, "Neudorf")),
        ({"geonames_id": " 102 "}, (Status.OVERRIDE, "Neudorf")),
        ({"geonames_id": "999"}, (Status.NOT_FOUND, "")),
        ({"geonames_id": "north"}, (Status.NOT_FOUND, "")),
        ({"geonames_id": "１０２"}, (Status.NOT_FOUND, "")),
        ({"name": "Qwxyz", "local_name": "Neudorf"}, (Status.EXACT, "Neudorf")),
        ({"local_name": "Neudorf"}, (Status.EXACT, "Altstadt")),
        ({"name": "Qwxyz", "local_name": "Zyxwq"}, (Status.NOT_FOUND, "")),
        ({"name": "Qwxyz", "local_name": " "}, (Status.NOT_FOUND, "")),
        ({"name": "Altstadtt", "local_name": "Neudorf"}, (Status.EXACT, "Neudorf")),
        ({"name": "Altstadtt", "local_name": "Neudorff"}, (Status.FUZZY, "Altstadt")),
    ],
)
def test_an_id_decides_before_the_name_and_the_name_before_the_local_one(
    cells: dict[str, str], wanted: tuple[Status, str]
) -> None:
    """The local name is asked where the name finds nothing, or only a slip; a slip of it decides nothing."""
    assert found(**cells) == wanted


def test_a_service_is_asked_for_what_is_not_found() -> None:
    """With name, country and region; what it does not know stays as it was."""
    asked = []

    def ask(name: str, country: str, region: str) -> GeocodingResult | None:
        asked.append((name, country, region))
        return GeocodingResult(Status.ONLINE, PLACE) if name == "Qwxyz" else None

    rows = [city(), city(name="Qwxyz", region="Land"), city(name="Zyxwq")]
    places = locate(STORE, rows, ask=ask)
    assert asked == [("Qwxyz", "DE", "Land"), ("Zyxwq", "DE", "")]
    assert [place.answer.status for place in places] == [Status.EXACT, Status.ONLINE, Status.NOT_FOUND]
    assert [place.row for place in places] == rows


def test_a_row_has_the_cells_of_its_place() -> None:
    """Coordinates with five decimals, flags between bars, "" for what is unknown."""
    answer = GeocodingResult(Status.ALTERNATE, PLACE, (Flag.SMALL, Flag.AMBIGUOUS))
    assert to_row(answer) == {
        "latitude": "50.12346",
        "longitude": "-1.50000",
        "geonames_id": "7",
        "matched_name": "A",
        "region": "Land",
        "population": "",
        "timezone": "Europe/Berlin",
        "provider": "geonames",
        "status": "alternate",
        "flags": "small|ambiguous",
    }
    bare = PLACE._replace(geonames_id=None, population=12)
    assert (to_row(answer._replace(place=bare))["geonames_id"], to_row(answer._replace(place=bare))["population"]) == (
        "",
        "12",
    )
    assert to_row(GeocodingResult(Status.NOT_FOUND)) == {"status": "not_found", "flags": ""}


def test_the_file_has_its_columns_and_a_row_for_each_city() -> None:
    """Plain ends of lines, and what is no column of it is left out."""
    text = to_csv(
        [
            CityPlace("a", GeocodingResult(Status.EXACT, PLACE), {}),
            CityPlace("b", GeocodingResult(Status.NOT_FOUND), {}),
        ],
        retrieved="2026-01-02",
    )
    assert "\r" not in text
    first, second = csv.DictReader(io.StringIO(text))
    assert tuple(first) == COLUMNS
    assert (first["city"], first["matched_name"], first["retrieved"]) == ("a", "A", "2026-01-02")
    assert (second["city"], second["latitude"], second["status"], second["retrieved"]) == (
        "b",
        "",
        "not_found",
        "2026-01-02",
    )
