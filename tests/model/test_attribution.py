"""Whoever provided places is named with its licence, once, the one of most places first."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from dashboard.model.attribution import PROVIDERS, place_attributions
from tests.networks import Town, network_of


def provided(*providers: str) -> list[str]:
    """The names that must be given for a network whose places come from these providers."""
    network = network_of([Town(f"t-{number}") for number in range(len(providers))])
    network = replace(network, cities=network.cities.assign(provider=list(providers)))
    return [credit.name for credit in place_attributions(network)]


@pytest.mark.parametrize(
    ("providers", "names"),
    [
        ([], []),
        (["geonames"], ["GeoNames"]),
        (["geonames", "geonames"], ["GeoNames"]),
        (["geonames", "nominatim", "nominatim"], ["OpenStreetMap", "GeoNames"]),
        (["override", "", "wikipedia"], ["Wikipedia"]),
        (["GeoNames"], []),
    ],
)
def test_known_providers_are_named_by_the_number_of_their_places(providers: list[str], names: list[str]) -> None:
    """Each once; what a person wrote, or nobody knows, needs no name."""
    assert provided(*providers) == names


@pytest.mark.parametrize("provider", PROVIDERS)
def test_each_provider_has_a_site_and_a_licence_that_can_be_read(provider: str) -> None:
    """A credit without the address of its licence would not be one."""
    credit = PROVIDERS[provider]
    assert credit.name
    assert credit.licence
    assert {urlsplit(url).scheme for url in (credit.url, credit.licence_url)} == {"https"}
