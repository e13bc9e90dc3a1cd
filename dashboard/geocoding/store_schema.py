"""Schema of the gazetteer database, its rows and connections, for the build script and the reader."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import NamedTuple

VERSION = "2"
"""Increment after every change of the archived tables or of normalization; cached databases are then rebuilt."""
EXPANDED = "2"
"""Increment after every change of the tables and indexes that are added on extraction."""

PRIMARY = 0
"""The main name in GeoNames."""
ALTERNATE = 1
"""An alternate name: in another language or script, older, or shorter."""
DERIVED = 2
"""A derived spelling: transliterated umlauts, a name without brackets."""

MEGACITY_POPULATION = 1_000_000
"""Minimum population of a city that people expect in any country."""

DEGREE = 100_000
"""Latitudes and longitudes are integers in units of 1/100,000 degree (WGS 84), about a metre."""

SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, geonames_id INTEGER NOT NULL,
    name TEXT NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL,
    latitude INTEGER NOT NULL, longitude INTEGER NOT NULL, population INTEGER NOT NULL, timezone TEXT NOT NULL,
    feature TEXT NOT NULL, supplement TEXT NOT NULL
);
CREATE TABLE name (
    key TEXT NOT NULL, country TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL,
    PRIMARY KEY (key, country, place)
) WITHOUT ROWID;
CREATE TABLE region (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

_FOUND = """
SELECT n.key, n.country, n.kind, p.id, p.geonames_id, p.name, p.country AS place_country, p.region, p.latitude,
    p.longitude, p.population, p.timezone, p.feature, p.supplement
FROM name n JOIN place p ON p.id = n.place
"""
FOUND = f"""
CREATE TABLE found (
    key TEXT, country TEXT, kind INTEGER, id INTEGER, geonames_id INTEGER, name TEXT, place_country TEXT, region TEXT,
    latitude INTEGER, longitude INTEGER, population INTEGER, timezone TEXT, feature TEXT, supplement TEXT,
    PRIMARY KEY (key, country, id)
) WITHOUT ROWID;
INSERT INTO found {_FOUND} ORDER BY n.key, n.country, p.id;
"""
"""A covering index: names with all columns of their places, so that a look-up searches one B-tree, not two."""
FOUND_IN_MEMORY = f"CREATE TEMP VIEW found AS {_FOUND}"
"""The same as a view, for a database in memory, where the covering index would double the size."""

INDEXES = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE tail (key TEXT, country TEXT, place INTEGER, PRIMARY KEY (key, country, place)) WITHOUT ROWID;
INSERT OR IGNORE INTO tail SELECT reversed(n.key) AS back, n.country, n.place FROM name n
    JOIN place p ON p.id = n.place
    WHERE n.kind = {PRIMARY} OR p.population >= 15000 ORDER BY back, n.country, n.place;
CREATE INDEX place_latitude ON place (latitude);
CREATE INDEX place_geonames ON place (geonames_id);
CREATE INDEX place_great ON place (name) WHERE population >= {MEGACITY_POPULATION};
"""  # noqa: S608 - made of constants
"""Data that are faster to compute than to store: reversed names, for typos at the start of a name; the indexes."""


class Row(NamedTuple):
    """A place in the database, with the kind of the matched name. Coordinates are in units of 1 / `DEGREE`."""

    id: int
    geonames_id: int
    name: str
    country: str
    region: str
    latitude_e5: int
    longitude_e5: int
    population: int
    timezone: str
    feature: str
    supplement: str
    kind: int

    @property
    def latitude(self) -> float:
        """Degrees, WGS 84."""
        return self.latitude_e5 / DEGREE

    @property
    def longitude(self) -> float:
        """Degrees, WGS 84."""
        return self.longitude_e5 / DEGREE


class Connection(sqlite3.Connection):
    """A connection that closes itself when it is released; Python 3.13 warns about unclosed connections."""

    def __del__(self) -> None:
        with suppress(sqlite3.Error):  # opening failed
            self.close()
