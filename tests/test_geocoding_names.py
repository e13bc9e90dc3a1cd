"""Tests of dashboard.geocoding.names: it answers as the database does, whatever the name, and says when it cannot."""

from __future__ import annotations

import random
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from geopy.exc import GeocoderServiceError
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.geocoding import names as module
from dashboard.geocoding.names import Names, write_names
from dashboard.geocoding.rows import Row
from dashboard.geocoding.schema import SCHEMA
from dashboard.geocoding.store import Store, expanded, names_beside

Place = tuple[str, str, list[str]]
"""Own key, country, other keys."""


@pytest.fixture(scope="session")
def world() -> tuple[Names, Store]:
    """The names of the world, and the database that has no names beside it and so answers by itself."""
    path = expanded()
    assert path is not None
    database = Store(path)
    database.find("nantes")
    database._names = None
    return Names(names_beside(path)), database


def same(first: list[Row], second: list[Row]) -> bool:
    """Say whether two answers are the same, in whatever order."""
    return sorted(first) == sorted(second)


def test_the_world_is_found_as_in_the_database(world: tuple[Names, Store]) -> None:
    """A sample of all names, and the most frequent ones, whose lines fill many blocks."""
    names, database = world
    keys = [key for (key,) in database.database.execute("SELECT DISTINCT key FROM name")]
    frequent = "san jose", "santa rosa", "san antonio", "santa cruz", "san miguel", "san juan", "victoria", "centro"
    for key in (*frequent, keys[0], keys[-1], *random.Random(7).sample(keys, 2_000)):  # noqa: S311 - a sample
        assert same(names.find(key), database.find(key)), key
        for countries in (("FR",), ("US", "PR", "GU"), ("MX", "PH")):
            assert same(names.find(key, countries), database.find(key, countries)), key


def test_what_nobody_is_called_is_not_found(world: tuple[Names, Store]) -> None:
    """Before the first key, behind the last, and between two."""
    names, _ = world
    for key in ("", " ", "0", "zzzzzz", "nantesnantes", "nantez", "\U0010ffff"):
        assert names.find(key) == []


@pytest.mark.parametrize(
    ("start", "country"), [("reggio ", "IT"), ("saint ", "FR"), ("san ", "ES"), ("prag ", "CZ"), ("zz", "VA")]
)
def test_longer_names_are_those_of_the_database(world: tuple[Names, Store], start: str, country: str) -> None:
    """In the same order, as many as are asked for."""
    names, database = world
    for people in (0, 20_000):
        found = names.longer(start, country, people=people, limit=50)
        assert found == database.longer(start, country, people=people)
        assert names.longer(start, country, people=people, limit=2) == found[:2]


def test_threads_share_one_file(world: tuple[Names, Store]) -> None:
    """A read at a position moves nothing that another thread uses."""
    names, _ = world
    keys = ["dresden", "nantes", "porto", "varna"]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(names.find, keys * 500))
    assert found == [names.find(key) for key in keys] * 500


WORDS = st.text("abc \u00e9\u4e2d", min_size=1, max_size=3)
PLACES = st.lists(st.tuples(WORDS, st.sampled_from(["FR", "DE"]), st.lists(WORDS, max_size=4)), min_size=1, max_size=30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for many small files."""
    return tmp_path_factory.mktemp("names")


@settings(max_examples=60, deadline=None)
@given(places=PLACES, lines=st.integers(1, 4))
def test_any_names_are_found_as_in_the_database(
    folder: Path, places: list[tuple[str, str, list[str]]], lines: int
) -> None:
    """Keys that begin with one another, in many blocks or one, in any script."""
    path = folder / "some.names"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(":memory:")) as database, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_LINES", lines)
        database.executescript(SCHEMA)
        keys = set()
        for number, (key, country, others) in enumerate(places, 3):
            row = (number, number, key.upper(), country, "", 1, -2, number, "", "", "")
            database.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", row)
            for kind, each in enumerate([key, *others]):
                keys.add(each)
                database.execute("INSERT OR IGNORE INTO name VALUES (?,?,?,?)", (each, country, number, min(kind, 1)))
        write_names(database, path)
        names = Names(path)
        query = "SELECT place, kind FROM name WHERE key = ? AND instr(?, country)"
        for key in (*keys, "a", "b ", "\u4e2d\u4e2d"):
            for countries in (("FR", "DE"), ("FR",)):
                wanted = sorted(database.execute(query, (key, " ".join(countries))).fetchall())
                assert sorted((row.id, row.kind) for row in names.find(key, countries)) == wanted


@pytest.mark.parametrize("change", [b"", b"x", b"\x00" * 300, b"\xff" * 300])
def test_a_damaged_file_is_named(folder: Path, change: bytes) -> None:
    """Empty, cut, overwritten: the error says which file to delete."""
    path = folder / "damaged.names"
    path.write_bytes(change)
    with pytest.raises(GeocoderServiceError, match=r"cannot be read.*delete .*damaged\.names"):
        Names(path)


def test_a_missing_file_is_named(folder: Path) -> None:
    """Nothing but geopy's errors leave the geocoder."""
    with pytest.raises(GeocoderServiceError, match=r"delete .*missing\.names"):
        Names(folder / "missing.names")


def test_damage_within_is_told_when_it_is_met(folder: Path) -> None:
    """The lines are not looked at when the file is opened; a wrong one says so when it is read."""
    path = folder / "within.names"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA)
        place = (0, 2990969, "Nantes", "FR", "52", 4721725, -155336, 325070, "Europe/Paris", "PPLA", "")
        database.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", place)
        database.execute("INSERT INTO name VALUES ('nantes', 'FR', 0, 0)")
        write_names(database, path)
    assert [row.name for row in Names(path).find("nantes")] == ["Nantes"]
    path.write_bytes(path.read_bytes().replace(b"2990969", b"299096x", 1))
    with pytest.raises(GeocoderServiceError, match="delete"):
        Names(path).find("nantes")
