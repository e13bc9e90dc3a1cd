"""Attribution of the providers of places, with their licences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.model.network import Network

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class Attribution:
    """A provider of places: name, website, licence and URL of the licence."""

    name: str
    url: str
    licence: str
    licence_url: str


PROVIDERS: Mapping[str, Attribution] = {
    "geonames": Attribution("GeoNames", "https://www.geonames.org/", "CC BY 4.0", CC_BY),
    "simplemaps": Attribution("SimpleMaps", "https://simplemaps.com/data/world-cities", "CC BY 4.0", CC_BY),
    "wikipedia": Attribution(
        "Wikipedia", "https://www.wikipedia.org/", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"
    ),
    "nominatim": Attribution(
        "OpenStreetMap",
        "https://www.openstreetmap.org/copyright",
        "ODbL 1.0",
        "https://opendatacommons.org/licenses/odbl/",
    ),
    "tzdata": Attribution(
        "tz database", "https://www.iana.org/time-zones", "public domain", "https://www.iana.org/time-zones"
    ),
}
"""Attribution by the value of the column `provider` in places.csv."""


def place_attributions(network: Network) -> tuple[Attribution, ...]:
    """List the providers of the places of a network, the most used first."""
    counts = network.cities["provider"].value_counts()
    return tuple(PROVIDERS[str(provider)] for provider in counts.index if provider in PROVIDERS)
