"""`Gazetteer`: an offline geopy geocoder that flags uncertain results."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians
from pathlib import Path
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from dashboard.geocoding.resolver import resolve
from dashboard.geocoding.result import Candidate, GeocodingResult, distance_km
from dashboard.geocoding.store import Store
from dashboard.geocoding.store_schema import DEGREE, Row
from dashboard.reference.countries import country_name

REACH_KM = 50.0
"""Maximum distance of a place from a point."""
_NAME_KEYS = ("name", "city", "town", "village", "municipality", "q")
_COUNTRY_KEYS = ("country", "country_code", "countrycode")
_REGION_KEYS = ("region", "state", "county", "province")


class NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """Adapter of an offline geocoder."""

    def get_text(self, url: str, **_: object) -> NoReturn:
        """Raise an error."""
        raise GeocoderServiceError(f"the gazetteer works offline and does not open {url}")

    get_json = get_text


class Gazetteer(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocoder over GeoNames, offline.

    Contains GeoNames places with at least 500 inhabitants and seats of government (CC BY 4.0, geonames.org), and a
    supplement with a source for each row, mostly SimpleMaps (CC BY 4.0). Attribution is required. Coordinates are
    degrees in WGS 84. Instances are thread-safe, can be pickled, and work with `RateLimiter` and as context managers.

    `Location.raw` contains `geonames_id` (None for a place of the supplement), `name`, `country` (ISO 3166-1 alpha-2),
    `region`, `population` (None if unknown), `timezone`, `feature` (a GeoNames code, or ""), `supplement` (the source
    of a row of the supplement, or ""), `status`, `flags`, `note` and `candidates` (alternative places).

    Raises:
        geopy.exc.GeocoderQueryError: invalid query or coordinates.
        geopy.exc.GeocoderServiceError: the database cannot be read.
    """

    def __init__(self, *, path: Path | None = None) -> None:
        """Create the geocoder; the first query opens the database.

        Args:
            path: an extracted database; default: find or create it in a cache folder.
        """
        super().__init__(scheme="https", timeout=None, adapter_factory=_no_network)
        self.path = path
        self.store = Store(path)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_make, (type(self), self.path))

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 - part of the geopy interface
        country: str | None = None,
        region: str | None = None,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """Find a place by its name.

        Args:
            query: "Medellin", "Medellin, Colombia", "Kartal (Istanbul)", or a mapping with `city` (or `name`),
                `country` and `state` (or `region`).
            exactly_one: return the best place; else a list of it and its alternatives.
            timeout: ignored.
            country: a name or code in any language.
            region: the first administrative level, or a larger city nearby.
            limit: maximum length of the list.

        Returns:
            A place, a list of places, or None if nothing matches. `resolve` returns the reason.
        """
        answer = self.resolve(query, country=country, region=region)
        if answer.place is None:
            return None
        first = _location(answer.place, _raw(answer))
        if exactly_one:
            return first
        _check_limit(limit)
        others = [_location(place, _record(place)) for place in answer.candidates]
        return [first, *others][:limit]

    def resolve(
        self, query: str | Mapping[str, str], *, country: str | None = None, region: str | None = None
    ) -> GeocodingResult:
        """Find a place as `geocode` does; return a result with status, flags and candidates, never None.

        Args:
            query: as for `geocode`.
            country: as for `geocode`.
            region: as for `geocode`.
        """
        if not isinstance(query, str) and isinstance(query, Mapping):
            name = _text("query", _first(query, _NAME_KEYS))
            country = country or _first(query, _COUNTRY_KEYS)
            region = region or _first(query, _REGION_KEYS)
            if not name:
                raise GeocoderQueryError(f"query: {sorted(map(str, query))} has no name; give it as 'city' or 'name'")
        else:
            name = _text("query", query)
        country = "" if country is None else _text("country", country)
        return resolve(self.store, name, country=country, region="" if region is None else _text("region", region))

    def reverse(
        self,
        query: Point | tuple[float, float] | str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 - part of the geopy interface
        limit: int = 5,
        reach_km: float = REACH_KM,
    ) -> Location | list[Location] | None:
        """Find the place nearest to a point.

        Args:
            query: latitude and longitude in degrees, WGS 84, in any form that geopy's `Point` reads.
            exactly_one: return the nearest place; else a list.
            timeout: ignored.
            limit: maximum length of the list.
            reach_km: maximum distance.

        Returns:
            A place, a list of places, or None if there is none within reach. `raw["distance_km"]` is the distance.
        """
        point = _point(query)
        _check_limit(limit)
        _check_reach(reach_km)
        found = self._around(point, reach_km)
        if not found:
            return None
        locations = []
        for distance, row in found[: 1 if exactly_one else limit]:
            place = self.store.candidate(row)
            locations.append(_location(place, {**_record(place), "distance_km": round(distance, 3)}))
        return locations[0] if exactly_one else locations

    def _around(self, point: Point, reach_km: float) -> list[tuple[float, Row]]:
        """List the places within reach with distances, nearest first; expand the search radius step by step."""
        reach = 5.0
        while True:
            reach = min(reach, reach_km)
            degrees = reach / 110.574  # minimum length of a degree of latitude
            rows = self.store.between(
                int((point.latitude - degrees) * DEGREE) - 1, int((point.latitude + degrees) * DEGREE) + 1
            )
            width = degrees / max(0.01, cos(radians(min(89.0, abs(point.latitude) + degrees))))
            near = [
                (distance_km(point, row), row)
                for row in rows
                if width > 180 or abs((row.longitude - point.longitude + 180) % 360 - 180) <= width
            ]
            found = sorted((pair for pair in near if pair[0] <= reach), key=lambda pair: (pair[0], pair[1].id))
            if found or reach >= reach_km:
                return found
            reach *= 3


def _no_network(**settings: object) -> NoNetwork:
    return NoNetwork(**settings)


def _make(kind: type[Gazetteer], path: Path | None) -> Gazetteer:
    return kind(path=path)


def _point(query: object) -> Point:
    """Parse a point; reject what geopy accepts with a warning or as 0, 0."""
    try:
        if isinstance(query, Point):
            return query
        if isinstance(query, list | tuple) and len(query) in {2, 3} and abs(float(query[0])) <= 90:
            return Point(query)
        if isinstance(query, str) and query.strip():
            return Point.from_string(query)
    except (TypeError, ValueError, OverflowError) as error:
        raise GeocoderQueryError(f"query: {query!r:.60} is not a point; give latitude and longitude") from error
    raise GeocoderQueryError(f"query: {query!r:.60} is not a point; give latitude and longitude")


def _check_limit(limit: object) -> None:
    if limit is not None and not (isinstance(limit, int) and limit >= 1):
        raise GeocoderQueryError(f"limit: {limit!r:.60} is not a whole number of 1 or more")


def _check_reach(reach_km: object) -> None:
    number = isinstance(reach_km, int | float) and not isinstance(reach_km, bool)
    if not number or not reach_km >= 0:  # type: ignore[operator]  # it is a number here
        raise GeocoderQueryError(f"reach_km: {reach_km!r:.60} is not a distance; give kilometres, 0 or more")


def _text(what: str, given: object) -> str:
    if isinstance(given, str):
        return given
    raise GeocoderQueryError(f"{what}: {given!r:.60} is not text; write the name of a place")


def _first(query: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return next((query[key] for key in keys if query.get(key)), "")


def _location(place: Candidate, raw: dict[str, Any]) -> Location:
    parts = (place.name, place.region, country_name(place.country))
    address = ", ".join(dict.fromkeys(part for part in parts if part))
    return Location(address, Point(place.latitude, place.longitude), raw)


def _record(place: Candidate) -> dict[str, Any]:
    """Convert a place to a dict for `raw`."""
    return {
        "geonames_id": place.geonames_id,
        "name": place.name,
        "country": place.country,
        "region": place.region,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "population": place.population,
        "timezone": place.timezone,
        "feature": place.feature,
        "supplement": place.supplement,
    }


def _raw(answer: GeocodingResult) -> dict[str, Any]:
    assert answer.place is not None  # noqa: S101 - for the type checker: called only for found places
    return {
        **_record(answer.place),
        "status": answer.status.value,
        "flags": [flag.value for flag in answer.flags],
        "note": answer.note,
        "candidates": [_record(place) for place in answer.candidates],
    }
