"""Geocoding results: status, flags and candidates."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Protocol

from dashboard.model import geodesy


class Status(StrEnum):
    """How a name matched, the most reliable first."""

    EXACT = "exact"
    """Matched the main name in GeoNames."""
    ALTERNATE = "alternate"
    """Matched an alternate name in any language, or a derived spelling."""
    SUPPLEMENT = "supplement"
    """Matched a row of the supplement, which has its own source."""
    STRIPPED = "stripped"
    """Matched after removing a part: "City of", brackets, one of two names."""
    FUZZY = "fuzzy"
    """Matched a name that differs by one or two letters."""
    OVERRIDE = "override"
    """Set manually by GeoNames id."""
    ONLINE = "online"
    """Found by an online service, the provider."""
    NOT_FOUND = "not_found"
    """No match; `GeocodingResult.nearest` contains suggestions."""


class Flag(StrEnum):
    """A reason to review a result."""

    AMBIGUOUS = "ambiguous"
    """Another place with this name is almost as likely; see `GeocodingResult.candidates`."""
    SMALL = "small"
    """The population is below 2,000 or unknown."""
    SUBURB = "suburb"
    """The place is part of a larger one."""
    COUNTRY_GUESSED = "country_guessed"
    """The query has no country."""


class Candidate(NamedTuple):
    """A candidate place. Degrees in WGS 84; `population` is None if unknown."""

    geonames_id: int | None
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int | None
    timezone: str
    feature: str
    supplement: str
    """Source of a row of the supplement, or "" for GeoNames."""
    provider: str = "geonames"
    """Provider of the coordinates: `geonames`, a source of the supplement, or an online service."""


class GeocodingResult(NamedTuple):
    """The result of a query.

    `place` is None if and only if `status` is `NOT_FOUND`. `candidates` are alternatives, the best first; `nearest` are
    suggestions if nothing was found; `note` explains the flags in words.
    """

    status: Status
    place: Candidate | None = None
    flags: tuple[Flag, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    nearest: tuple[str, ...] = ()
    note: str = ""


class Located(Protocol):
    """An object with coordinates in degrees, WGS 84."""

    @property
    def latitude(self) -> float:
        """Degrees north."""

    @property
    def longitude(self) -> float:
        """Degrees east."""


def distance_km(first: Located, second: Located) -> float:
    """Return the great-circle distance of two places in kilometres."""
    return geodesy.distance_km(first.latitude, first.longitude, second.latitude, second.longitude)
