"""A place as the gazetteer keeps it."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.geocoding.store_schema import DEGREE


class Row(NamedTuple):
    """A place as the gazetteer keeps it, with the kind of the name it was found by."""

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
        """Degrees in WGS 84."""
        return self.latitude_e5 / DEGREE

    @property
    def longitude(self) -> float:
        """Degrees in WGS 84."""
        return self.longitude_e5 / DEGREE
