"""Tests of tools/build_gazetteer.py: the committed database is reproducible."""

from __future__ import annotations

import csv
import importlib.util
import lzma
import sqlite3
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dashboard.geocoding.store import archive
from dashboard.reference.countries import country_codes

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("build_gazetteer", ROOT / "tools" / "build_gazetteer.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_gazetteer"] = module
    spec.loader.exec_module(module)
    return module


def supplement() -> list[dict[str, str]]:
    """The rows of the supplement."""
    path = ROOT / "dashboard" / "geocoding" / "supplement.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.no_cover
@pytest.mark.slow
def test_the_same_sources_give_the_same_database(script: ModuleType, tmp_path: Path) -> None:
    """A rebuilt database equals the committed one, table by table."""
    built = sqlite3.connect(tmp_path / "built.sqlite")
    script.build(built)
    (tmp_path / "shipped.sqlite").write_bytes(lzma.decompress(archive().read_bytes()))
    built.execute("ATTACH ? AS shipped", (str(tmp_path / "shipped.sqlite"),))
    for table in ("place", "name", "region", "about"):
        for one, other in (("main", "shipped"), ("shipped", "main")):
            query = f"SELECT * FROM {one}.{table} EXCEPT SELECT * FROM {other}.{table} LIMIT 3"  # noqa: S608 - own words
            assert built.execute(query).fetchall() == [], (one, table)
    built.close()


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["Roma", "ROM", "lo ma", "罗马"], ["Roma", "罗马"]),
        (["", "x" * 81, "Rom"], ["Rom"]),
        (["den haag", "Den Haag"], ["den haag", "Den Haag"]),
    ],
)
def test_drops_texts_that_are_not_names(script: ModuleType, names: list[str], kept: list[str]) -> None:
    """Airport codes, empty names and automatic transliterations are dropped."""
    assert list(script.useful_names(names)) == kept


def test_keys_of_a_place_have_kinds(script: ModuleType) -> None:
    """Main names, alternate names and derived spellings have their kinds."""
    keys = script.keys_of("Düsseldorf (Stadt)", ["Dusseldorf", "Düsseldorf"])
    assert keys == {
        "dusseldorf stadt": script.PRIMARY,
        "dusseldorf": script.ALTERNATE,
        "duesseldorf stadt": script.DERIVED,
        "duesseldorf": script.DERIVED,
    }


def test_rows_of_the_supplement_are_valid_and_have_a_source() -> None:
    """Each row has a name, a known country, valid coordinates or a GeoNames id, and a source."""
    for row in supplement():
        assert row["names"].strip(), row
        assert row["country"] in country_codes(), row
        assert row["source"].strip(), row
        if row["latitude"]:
            assert -90 <= float(row["latitude"]) <= 90, row
            assert -180 <= float(row["longitude"]) <= 180, row
        else:
            assert row["geonames_id"].isdigit(), row


def test_supplement_has_no_duplicates() -> None:
    """No two rows are the same place."""
    rows = [(row["names"], row["country"], row["latitude"], row["longitude"]) for row in supplement()]
    assert len(rows) == len(set(rows))
