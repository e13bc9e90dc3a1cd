"""The columns of a list of cities; without pandas, because `geocode` reads lists too."""

from __future__ import annotations

from dashboard.ingest.schema import Column
from dashboard.reference.countries import country_code

COLUMNS = (
    Column("name", required=True, filled=True, prose=True),
    Column("country", required=True, filled=True),
    Column("id", limit=100),
    Column("local_name", prose=True),
    Column("role"),
    Column("website", limit=2000),
    Column("summary", limit=10_000, multiline=True, prose=True),
    Column("source", limit=2000),
    Column("latitude"),
    Column("longitude"),
    Column("geonames_id"),
    Column("topics", limit=2000, prose=True),
)


def looks_like_data(value: str) -> bool:
    """Check if a header cell looks like data of a list of cities: a number, a URL, a country."""
    number = value.replace(",", ".").lstrip("+-").replace(".", "", 1)
    return number.isdigit() or "://" in value or country_code(value) is not None
