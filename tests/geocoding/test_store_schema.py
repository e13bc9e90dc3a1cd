"""The tables of the gazetteer: what is packed, what is added when it is expanded, and a place as it is read."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from dashboard.geocoding.store_schema import DEGREE, FOUND, FOUND_IN_MEMORY, INDEXES, PRIMARY, SCHEMA, Row

PLACE = (1, 7, "Köln", "DE", "07", 5_093_333, -695_000, 900_000, "Europe/Berlin", "PPLA2", "")


def database(*, expanded: str) -> sqlite3.Connection:
    """A database of one place with two names, expanded in one of two ways."""
    made = sqlite3.connect(":memory:")
    made.executescript(SCHEMA)
    made.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", PLACE)
    made.executemany("INSERT INTO name VALUES (?,?,?,?)", [("koln", "DE", 1, PRIMARY), ("cologne", "DE", 1, 1)])
    made.create_function("reversed", 1, lambda text: text[::-1], deterministic=True)
    made.executescript(INDEXES)
    made.executescript(expanded)
    return made


@pytest.mark.parametrize("expanded", [FOUND, FOUND_IN_MEMORY])
def test_a_name_is_found_with_all_that_is_known_of_its_place(expanded: str) -> None:
    """In a table of its own, or in a view where the database is held in memory."""
    with closing(database(expanded=expanded)) as made:
        names = "id, geonames_id, name, place_country, region, latitude, longitude, population, timezone, feature"
        found = made.execute(f"SELECT {names}, supplement, kind, key FROM found ORDER BY key").fetchall()  # noqa: S608 - own words
    assert found == [(*PLACE, 1, "cologne"), (*PLACE, PRIMARY, "koln")]


def test_names_stand_by_their_ends_too() -> None:
    """Those of a large place all, of a small one the primary alone."""
    with closing(database(expanded=FOUND)) as made:
        assert made.execute("SELECT key FROM tail ORDER BY key").fetchall() == [("engoloc",), ("nlok",)]


def test_a_name_stands_once_for_each_place() -> None:
    """In one country."""
    with closing(database(expanded=FOUND)) as made, pytest.raises(sqlite3.IntegrityError):
        made.execute("INSERT INTO name VALUES ('koln', 'DE', 1, 1)")


def test_a_row_is_in_degrees() -> None:
    """Kept as whole parts of them."""
    row = Row(*PLACE, PRIMARY)
    assert (row.latitude, row.longitude) == (50.93333, -6.95)
    assert row.latitude_e5 == round(row.latitude * DEGREE)
