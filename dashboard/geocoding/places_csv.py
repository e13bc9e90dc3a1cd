"""Write places.csv: the geocoded places of the cities of a network.

The file works like a lock file: the same cities and gazetteer give the same bytes, and it is not edited manually.
Manual decisions are in cities.csv (latitude, longitude or geonames_id) and take precedence.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashboard.geocoding.resolver import resolve
from dashboard.geocoding.result import GeocodingResult, Status
from dashboard.geocoding.store import Store
from dashboard.ingest import coordinates

COLUMNS = tuple(column.name for column in coordinates.COLUMNS)


@dataclass(frozen=True, slots=True)
class CityPlace:
    """A city of the network with its geocoding result."""

    city: str
    answer: GeocodingResult
    row: Mapping[str, str]


def locate(
    store: Store,
    cities: Iterable[Mapping[str, str]],
    *,
    ask: Callable[[str, str, str], GeocodingResult | None] | None = None,
) -> list[CityPlace]:
    """Geocode every row of cities.csv.

    Args:
        store: the gazetteer's database.
        cities: rows with at least `id`, `name` and `country`. `local_name` is used if `name` finds nothing; a number in
            `geonames_id` overrides both.
        ask: queries a service for places that are not in the gazetteer.
    """
    places = []
    for city in cities:
        answer = _answer(store, city)
        if answer.status is Status.NOT_FOUND and ask is not None:
            answer = ask(city["name"], city["country"], city.get("region") or "") or answer
        places.append(CityPlace(city["id"], answer, city))
    return places


def _answer(store: Store, city: Mapping[str, str]) -> GeocodingResult:
    if number := (city.get("geonames_id") or "").strip():
        place = store.by_geonames_id(int(number)) if number.isascii() and number.isdigit() else None
        if place is None:
            return GeocodingResult(Status.NOT_FOUND, note=f"geonames_id: {number[:20]!r} is not in the gazetteer")
        return GeocodingResult(Status.OVERRIDE, place)
    region = city.get("region") or ""
    answer = resolve(store, city["name"], country=city["country"], region=region)
    local_name = (city.get("local_name") or "").strip()
    if answer.status in {Status.NOT_FOUND, Status.FUZZY} and local_name:
        other = resolve(store, local_name, country=city["country"], region=region)
        if other.status not in {Status.NOT_FOUND, Status.FUZZY}:
            return other
    return answer


def to_row(answer: GeocodingResult) -> dict[str, str]:
    """Convert a result to the cells of a row; "" for unknown values."""
    place = answer.place
    if place is None:
        return {"status": answer.status.value, "flags": ""}
    return {
        "latitude": f"{place.latitude:.5f}",
        "longitude": f"{place.longitude:.5f}",
        "geonames_id": str(place.geonames_id or ""),
        "matched_name": place.name,
        "region": place.region,
        "population": str(place.population or ""),
        "timezone": place.timezone,
        "provider": place.provider,
        "status": answer.status.value,
        "flags": "|".join(flag.value for flag in answer.flags),
    }


def to_csv(places: Iterable[CityPlace], *, retrieved: str) -> str:
    """Return the content of places.csv.

    Args:
        places: in the order of cities.csv.
        retrieved: date of the gazetteer data, for reproducible output.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for place in places:
        writer.writerow({"city": place.city, "retrieved": retrieved, **to_row(place.answer)})
    return text.getvalue()
