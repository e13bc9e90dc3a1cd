"""Small gazetteers made in a test: a few places whose names, inhabitants and distances are all known."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dashboard.geocoding.store import Store
from dashboard.geocoding.store_schema import ALTERNATE, DERIVED, FOUND, INDEXES, PRIMARY, SCHEMA
from dashboard.text.normalize import normalize

KM = 1 / 111.195
"""Degrees of latitude in a kilometre."""


@dataclass(frozen=True)
class Spot:
    """A place of a made-up gazetteer; `north` is its distance in kilometres from the middle of its world."""

    name: str
    country: str = "DE"
    region: str = "01"
    north: float = 0.0
    people: int = 10_000
    feature: str = "PPL"
    supplement: str = ""
    also: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()


def gazetteer(*spots: Spot, regions: Mapping[str, str] | None = None) -> Store:
    """Make a database of these places, whose ids count from 1 and whose GeoNames ids from 101."""
    folder = Path(tempfile.mkdtemp(prefix="gazetteer-test-"))
    path = folder / "small.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(SCHEMA)
        for number, spot in enumerate(spots, 1):
            latitude = round((50 + spot.north * KM) * 100_000)
            place = (number, 100 + number, spot.name, spot.country, spot.region, latitude, 1_000_000, spot.people)
            database.execute(
                "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                (*place, "Europe/Berlin", spot.feature, spot.supplement),
            )
            names = [
                (spot.name, PRIMARY),
                *((one, ALTERNATE) for one in spot.also),
                *((one, DERIVED) for one in spot.derived),
            ]
            for name, kind in names:
                database.execute("INSERT INTO name VALUES (?,?,?,?)", (normalize(name), spot.country, number, kind))
        database.executemany("INSERT INTO region VALUES (?,?)", (regions or {}).items())
        database.create_function("reversed", 1, lambda text: text[::-1], deterministic=True)
        database.executescript(INDEXES)
        database.executescript(FOUND)
        database.commit()
    return Store(path)
