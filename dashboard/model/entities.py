"""Entities of a network: cities with their places and roles, topics, events and participation in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dashboard.model.facts import Fact, Source

ONLINE = "online"
"""The place of an online event."""


class Role(StrEnum):
    """Role of a city in the network, the most experienced first."""

    LIGHTHOUSE = "lighthouse"
    FOLLOWER = "follower"
    MEMBER = "member"


class ParticipationRole(StrEnum):
    """Role of a city at an event, the most active first."""

    HOST = "host"
    PRESENTER = "presenter"
    ATTENDEE = "attendee"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that cities work on. `parent` is the id of another topic, or "" at the top level."""

    id: str
    title: str
    parent: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A workshop, visit or webinar.

    `start` and `end` are ISO 8601 days, months or years ("2019-03"). `place` is the id of a city or `ONLINE`.
    """

    id: str
    title: str
    kind: str
    start: str
    end: str
    place: str
    summary: str
    source: Source | None
    description: str = ""
    """Three to six sentences about the event, or ""."""
    description_source: Source | None = None
    """Source of the description, if different from `source`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Coordinates of a city in degrees (WGS 84), and their provenance.

    `provider` is `geonames`, the name of another geocoder, or `override` for coordinates from cities.csv. `status` and
    `flags` are those of the geocoder (see `dashboard.geocoding`).
    """

    latitude: float
    longitude: float
    geonames_id: str = ""
    matched_name: str = ""
    population: int | None = None
    timezone: str = ""
    provider: str = ""
    status: str = ""
    flags: tuple[str, ...] = ()
    retrieved: str = ""


@dataclass(frozen=True, slots=True)
class Participation:
    """Participation of a city in an event, with its fact."""

    event: Event
    city: str
    part: ParticipationRole
    fact: Fact


@dataclass(frozen=True, slots=True)
class City:
    """The profile of a city.

    `country` is ISO 3166-1 alpha-2. `name` is the spelling of the source, `local_name` the local spelling or "";
    `label` is the display name.
    """

    id: str
    name: str
    local_name: str
    label: str
    country: str
    role: Role | None
    website: str
    summary: str
    source: Source | None
    place: Place | None
    extra: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    """All sources of the summary; `source` is the first."""
