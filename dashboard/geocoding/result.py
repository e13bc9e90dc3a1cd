"""What the gazetteer says of a place, and how sure it is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Protocol

from dashboard.model import geodesy


class Status(StrEnum):
    """How a name led to a place, the surest first."""

    EXACT = "exact"
    """By the name GeoNames gives the place."""
    ALTERNATE = "alternate"
    """By another name of it, in any language, or a spelling made by rule."""
    SUPPLEMENT = "supplement"
    """By a row of our own supplement, which names its source."""
    STRIPPED = "stripped"
    """After leaving something out: "City of", brackets, one of two names."""
    FUZZY = "fuzzy"
    """By a name that differs in a letter or two."""
    OVERRIDE = "override"
    """By the GeoNames id that a person wrote down."""
    ONLINE = "online"
    """By an online service, named as the provider."""
    NOT_FOUND = "not_found"
    """No place is named; the nearest names stand in `GeocodingResult.nearest`."""


class Flag(StrEnum):
    """A reason for a person to look again."""

    AMBIGUOUS = "ambiguous"
    """Another place of this name is nearly as likely; see `GeocodingResult.candidates`."""
    SMALL = "small"
    """The place has fewer than 2,000 inhabitants, or nobody knows how many."""
    SUBURB = "suburb"
    """The place is a part of a larger one."""
    COUNTRY_GUESSED = "country_guessed"
    """The query names no country."""


class Candidate(NamedTuple):
    """A place that a query may mean. Degrees in WGS 84; `population` is None where it is unknown."""

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
    """The source of the row of the supplement, or "" for GeoNames."""
    provider: str = "geonames"
    """Who says where it is: `geonames`, a source of the supplement, or an online service."""


class GeocodingResult(NamedTuple):
    """What is known about the place a query means.

    `place` is None exactly where `status` is `NOT_FOUND`. `candidates` are the other places it may mean, the likeliest
    first; `nearest` are names to offer where nothing was found; `note` says in words what is in doubt.
    """

    status: Status
    place: Candidate | None = None
    flags: tuple[Flag, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    nearest: tuple[str, ...] = ()
    note: str = ""


class Located(Protocol):
    """Anything with degrees in WGS 84."""

    @property
    def latitude(self) -> float:
        """North of the equator."""

    @property
    def longitude(self) -> float:
        """East of Greenwich."""


def distance_km(first: Located, second: Located) -> float:
    """Return the great-circle distance of two places in kilometres."""
    return geodesy.distance_km(first.latitude, first.longitude, second.latitude, second.longitude)
