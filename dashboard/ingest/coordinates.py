"""Join the coordinates of places.csv with those of cities.csv, which take precedence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from dashboard.ingest.report import quote_value
from dashboard.ingest.schema import Column, Table
from dashboard.ingest.validators import coordinate
from dashboard.reference.country_bounds import is_near, location_warning

OVERRIDE = "override"
"""Provider of coordinates that were entered manually in cities.csv."""
NEAR_DEGREES = 0.25
"""Maximum distance at which an override corrects the geocoded place; beyond it, it is another place."""

COLUMNS = (
    Column("city", required=True, filled=True, limit=100),
    Column("latitude", required=True),
    Column("longitude", required=True),
    Column("geonames_id"),
    Column("matched_name", prose=True),
    Column("population"),
    Column("timezone"),
    Column("provider"),
    Column("status"),
    Column("flags", limit=2000),
    Column("retrieved"),
)
_TEXTS = ("geonames_id", "matched_name", "timezone", "provider", "status", "flags", "retrieved")


@dataclass(frozen=True, slots=True)
class CityCoordinates:
    """Columns of places, one value per city; NaN and "" if unknown."""

    latitude: list[float]
    longitude: list[float]
    population: list[float]
    texts: dict[str, list[str]]


def coordinates(table: Table) -> tuple[list[float], list[float]]:
    """Read the coordinates of a table in degrees; NaN for rows without coordinates."""
    count = len(table)
    latitudes, longitudes = [math.nan] * count, [math.nan] * count
    if "latitude" not in table.columns or "longitude" not in table.columns:
        return latitudes, longitudes
    countries = table.values("country")
    pairs = zip(table.columns["latitude"], table.columns["longitude"], strict=True)
    for row, (latitude, longitude) in enumerate(pairs):
        if not latitude and not longitude:
            continue
        if not latitude or not longitude:
            empty = "longitude" if latitude else "latitude"
            table.error(row, empty, "is empty but the other coordinate is not; write both or neither")
            continue
        north, north_fault = coordinate(latitude, limit=90)
        east, east_fault = coordinate(longitude, limit=180)
        if north_fault:
            swapped = _swapped(latitude, longitude, country=countries[row])
            table.error(row, "latitude", north_fault + swapped)
        if east_fault:
            table.error(row, "longitude", east_fault)
        if north_fault or east_fault:
            continue
        if north == 0 and east == 0:
            table.error(row, "latitude", "0,0 is a missing value; leave both coordinates empty")
            continue
        latitudes[row], longitudes[row] = north, east
    return latitudes, longitudes


def _swapped(latitude: str, longitude: str, *, country: str) -> str:
    """Return a hint if swapping the coordinates gives a valid place in the country, else ""."""
    north, north_fault = coordinate(longitude, limit=90)
    east, east_fault = coordinate(latitude, limit=180)
    if north_fault or east_fault or (country and not is_near(country, north, east)):
        return ""
    return "; were latitude and longitude swapped?"


def locate(cities: Table, ids: Mapping[str, int], places: Table | None) -> CityCoordinates:
    """Assign a place to every city.

    Args:
        cities: the table of the cities.
        ids: the row of each city by its id.
        places: places.csv, or None if the file is missing.
    """
    count = len(cities)
    latitude, longitude = coordinates(cities)
    found = CityCoordinates(
        latitude=list(latitude),
        longitude=list(longitude),
        population=[math.nan] * count,
        texts={name: [""] * count for name in _TEXTS},
    )
    cities.check("geonames_id", _validate_id)
    for row, value in cities.valid_cells("geonames_id"):
        if not math.isnan(latitude[row]):
            found.texts["geonames_id"][row] = value
    countries = cities.values("country")
    for row, north in enumerate(latitude):
        if not math.isnan(north):
            found.texts["provider"][row] = OVERRIDE
            code, east = countries[row], longitude[row]
            if code and not is_near(code, north, east):
                warning = partial(location_warning, code, north, east)
                cities.report.warning(cities.lines[row], cities.original_names["longitude"], warning)
    if places is not None:
        _join(places, cities, ids, found)
    return found


def _join(places: Table, cities: Table, ids: Mapping[str, int], found: CityCoordinates) -> None:
    """Copy the rows of places.csv to their cities."""
    latitude, longitude = coordinates(places)
    countries = cities.values("country")
    places.check_unique("city")
    stale = []
    for row, value in places.valid_cells("population"):
        if not (value.isascii() and value.isdigit() and len(value) < 12):
            places.error(row, "population", f"{quote_value(value)} is not a population; write digits only")
    places.check("geonames_id", _validate_id)
    for row, city in places.valid_cells("city"):
        target = ids.get(city)
        if target is None:
            if city not in cities.rejected_values:
                stale.append((places.lines[row], city))
            continue
        if math.isnan(latitude[row]):
            continue
        code = countries[target]
        if code and not is_near(code, latitude[row], longitude[row]):
            warning = partial(location_warning, code, latitude[row], longitude[row])
            places.report.warning(places.lines[row], places.original_names["longitude"], warning)
        population = places.values("population")[row] if ("population", row) not in places.rejected_cells else ""
        if found.texts["provider"][target] == OVERRIDE:
            if not _near(latitude[row], longitude[row], found.latitude[target], found.longitude[target]):
                continue
            names: tuple[str, ...] = ("timezone",)
        else:
            found.latitude[target], found.longitude[target] = latitude[row], longitude[row]
            names = _TEXTS
        found.population[target] = float(population) if population else math.nan
        for name in names:
            found.texts[name][target] = places.columns[name][row] if name in places.columns else ""
    for line, city in stale:
        places.report.warning(
            line, "city", f"{quote_value(city)} is not in {_base(cities)}; run the geocode command again"
        )


def _validate_id(value: str) -> str:
    """Return an error if a text is not a GeoNames id, else ""."""
    digits = value.isascii() and value.isdigit()
    return "" if digits else f"{quote_value(value)} is not a GeoNames id; write digits only"


def _near(north: float, east: float, other_north: float, other_east: float) -> bool:
    turn = abs(east - other_east) % 360
    width = min(turn, 360 - turn) * math.cos(math.radians(other_north))
    return math.hypot(north - other_north, width) <= NEAR_DEGREES


def _base(table: Table) -> str:
    return table.report.file.replace("\\", "/").rpartition("/")[2]
