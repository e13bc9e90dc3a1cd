"""The tables of the gazetteer's database, shared by what builds it and what reads it."""

from __future__ import annotations

VERSION = "2"
"""Goes up with every change of the packed tables or of folding; what is cached is then built anew."""
EXPANDED = "2"
"""Goes up with every change of what is added when the database is expanded."""

PRIMARY = 0
"""The name GeoNames gives the place."""
ALTERNATE = 1
"""Another name of it: in another language or script, older, or short."""
DERIVED = 2
"""A spelling made by rule: umlauts written out, a name without its brackets."""

MEGACITY_POPULATION = 1_000_000
"""A city of so many inhabitants is thought of wherever its name is read."""

DEGREE = 100_000
"""Latitudes and longitudes are kept as whole parts of a degree (WGS 84), about a metre each."""

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
"""A covering index: each name with all that is known of its place, so that a look-up searches one tree, not two."""
FOUND_IN_MEMORY = f"CREATE TEMP VIEW found AS {_FOUND}"
"""The same in two trees, for a database in memory, which would take twice the room with it."""

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
"""What is quicker to compute than to store: names by their ends, for slips at their beginnings; the indexes."""
