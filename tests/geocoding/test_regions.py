"""Names of regions lead to their codes, country by country, with and without the words for their kind."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dashboard.geocoding.regions import Regions, country_of_region, part_codes, plain_region, region_codes

STORE = SimpleNamespace(
    regions_by_name=Regions(
        {
            "US.CA": "California",
            "US.OR": "Oregon",
            "DE.07": "Nordrhein-Westfalen",
            "DE.02": "Bayern",
            "FR.53": "Bretagne",
            "AR.05": "Córdoba",
            "CO.12": "Córdoba",
            "MX.CO": "Ost",
        }
    )
)


@pytest.mark.parametrize(
    ("text", "country", "codes"),
    [
        ("California", "US", {"US.CA"}),
        ("CALIFORNIA", "US", {"US.CA"}),
        ("ca", "US", {"US.CA"}),
        ("State of California", "US", {"US.CA"}),
        ("nrw", "DE", {"DE.07"}),
        ("Nordrhein Westfalen", "DE", {"DE.07"}),
        ("Freistaat Bayern", "DE", {"DE.02"}),
        ("California", "DE", set()),
        ("Calif", "US", set()),
        ("alifornia", "US", set()),
        ("", "US", set()),
        ("state", "US", set()),
        ("Córdoba", "AR", {"AR.05"}),
        ("qld", "AU", {"AU.04"}),
        ("wales", "GB", {"GB.WLS"}),
    ],
)
def test_a_region_is_found_in_its_country(text: str, country: str, codes: set[str]) -> None:
    """By its whole name, by its letters, or without the word for its kind."""
    assert region_codes(STORE, text, country) == codes


def test_a_province_leads_to_the_region_it_lies_in() -> None:
    """And is none itself."""
    assert part_codes(STORE, "Finistère", "FR") == {"FR.53"}
    assert region_codes(STORE, "Finistère", "FR") == frozenset()
    assert part_codes(STORE, "Bretagne", "DE") == frozenset()


@pytest.mark.parametrize(
    ("text", "country"),
    [("California", "US"), ("oregon", "US"), ("Córdoba", None), ("Ost", None), ("nowhere", None), ("", None)],
)
def test_a_region_of_one_country_alone_names_it(text: str, country: str | None) -> None:
    """A name of two countries, or of three letters, does not."""
    assert country_of_region(STORE, text) == country


@pytest.mark.parametrize(
    ("key", "plain"),
    [
        ("bayern", "bayern"),
        ("state of oregon", "oregon"),
        ("region", "region"),
        ("广东省", "广东"),
        ("省", "省"),
        ("московская область", "московская"),
        ("staten island", "staten island"),
    ],
)
def test_the_word_for_the_kind_of_a_region_is_left_out(key: str, plain: str) -> None:
    """Unless it is all there is."""
    assert plain_region(key) == plain
