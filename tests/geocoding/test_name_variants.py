"""Tests of name_variants, fuzzy and regions in dashboard.geocoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.geocoding.fuzzy import fuzzy_matches
from dashboard.geocoding.name_variants import abbreviation, umlaut_keys, variants
from dashboard.geocoding.place_types import without_place_types
from dashboard.geocoding.regions import part_codes, region_codes
from dashboard.geocoding.store import Store
from dashboard.text.normalize import normalize


@pytest.fixture(scope="module")
def store() -> Store:
    """The gazetteer of the package."""
    return Store()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("St. Louis", "saint louis"),
        ("Saint Louis", "st louis"),
        ("Ste-Foy", "sainte foy"),
        ("Sta. Cruz", "santa cruz"),
        ("Mt. Vernon", "mount vernon"),
        ("Ft Worth", "fort worth"),
        ("City of York", "york"),
        ("Municipality of Athens", "athens"),
        ("Nantes Métropole", "nantes"),
        ("Landeshauptstadt München", "munchen"),
        ("Freie und Hansestadt Hamburg", "hamburg"),
        ("Ville de Lyon", "lyon"),
        ("Ayuntamiento de Málaga", "malaga"),
        ("Comune di Milano", "milano"),
        ("Kartal Belediyesi", "kartal"),
        ("Helsingin kaupunki", "helsingin"),
        ("绵阳市", "绵阳"),
        ("서울시", "서울"),
        ("The Hague", "hague"),
        ("Coruña", "la coruna"),
        ("Baden Baden", "badenbaden"),
        ("Goeteborg", "goteborg"),
        ("Bogotá D.C.", "bogota"),
        ("Donostia / San Sebastián", "san sebastian"),
        ("Den Haag (The Hague)", "the hague"),
        ("Halle (Saale)", "halle"),
        ("Bolzano - Bozen", "bozen"),
    ],
)
def test_variants_include(name: str, key: str) -> None:
    """Abbreviations, administrative words, articles, brackets and slashes are handled."""
    assert key in [variant.key for variant in variants(name)]


def test_the_name_as_written_comes_first() -> None:
    """A known name is not stripped."""
    first = next(variants("City of London"))
    assert (first.key, first.stripped, first.hints) == ("city of london", False, ())


def test_text_after_a_comma_is_a_hint() -> None:
    """A hint is not part of the name, and the name is not marked as stripped."""
    found = {(variant.key, variant.hints, variant.stripped) for variant in variants("Kartal, Istanbul, Turkey")}
    assert ("kartal", ("Istanbul", "Turkey"), False) in found


def test_removing_words_is_tried_last() -> None:
    """A missing comma is assumed only after everything else has failed."""
    found = list(variants("Paris France"))
    cut = [(variant.key, variant.hints) for variant in found if variant.from_suffix]
    assert cut == [("paris", ("france",)), ("france", ("paris",))]
    assert all(variant.from_suffix for variant in found[-2:])


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("City of Cape Town", ["cape town", "cape"]),
        ("Cape Town Metropolitan Municipality", ["cape town"]),
        ("Magistrat der Stadt Wien", ["wien"]),
        ("Δήμος Πειραιά", ["πειραια"]),
        ("Miasto", []),
    ],
)
def test_fewest_place_type_words_are_removed_first(name: str, left: list[str]) -> None:
    """A place type that belongs to the name is kept as long as possible."""
    found = list(without_place_types(normalize(name)))
    assert [key for key in found if key in left] == left


def test_connecting_words_are_not_joined_with_the_name() -> None:
    """Maia in Portugal is not Damaia, a suburb of Lisbon."""
    keys = [variant.key for variant in variants("Município da Maia")]
    assert "maia" in keys
    assert "damaia" not in keys


@pytest.mark.parametrize(
    ("name", "key", "fits"),
    [
        ("Freiburg i. Br.", "freiburg im breisgau", True),
        ("Freiburg i. Br.", "freiburg breisgau", False),
        ("Weiden i.d.OPf.", "weiden in der oberpfalz", True),
        ("Rothenburg o.d.T.", "rothenburg ob der tauber", True),
    ],
)
def test_full_stops_abbreviate_words(name: str, key: str, fits: bool) -> None:
    """The letters of a short word appear in the long word in order."""
    short = abbreviation(name)
    assert short is not None
    assert bool(short.pattern.fullmatch(key)) is fits


@pytest.mark.parametrize("name", ["Paris", "St. Gallen", "o.d.T.", "", "Washington, D.C."])
def test_other_full_stops_are_not_abbreviations(name: str) -> None:
    """An initial "St." and text after a comma are handled separately."""
    assert abbreviation(name) is None


@pytest.mark.parametrize(("name", "keys"), [("Malmö", ["malmoe"]), ("Århus", ["aarhus"]), ("Rome", [])])
def test_umlauts_are_transliterated(name: str, keys: list[str]) -> None:
    """As on keyboards without umlauts."""
    assert list(umlaut_keys(name)) == keys


@given(st.text(max_size=80))
def test_variants_are_normalized_unique_and_limited(name: str) -> None:
    """Keys are normalized and unique, and their number is limited."""
    found = list(variants(name))
    assert len(found) < 1000
    assert len({(variant.key, variant.hints) for variant in found}) == len(found)
    assert all(variant.key == normalize(variant.key) for variant in found)


@pytest.mark.parametrize(
    ("key", "nearest", "distance"),
    [("szczecn", "szczecin", 1), ("hamburrg", "hamburg", 1), ("helsnki", "helsinki", 1), ("mdeellin", "medellin", 1)],
)
def test_closest_name_comes_first(store: Store, key: str, nearest: str, distance: int) -> None:
    """Omitted, doubled or swapped letters count as one edit, at either end of the name."""
    assert fuzzy_matches(store, key, ())[0][:2] == (distance, nearest)


@pytest.mark.parametrize("key", ["", "a", "ro", "绵阴", "東亰都"])
def test_short_and_east_asian_names_have_no_fuzzy_matches(store: Store, key: str) -> None:
    """There, another character is another word."""
    assert fuzzy_matches(store, key, ()) == []


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("Maine", "US", "US.ME"),
        ("TX", "US", "US.TX"),
        ("tx", "US", "US.TX"),
        ("Ontario", "CA", "CA.08"),
        ("BC", "CA", "CA.02"),
        ("NSW", "AU", "AU.02"),
        ("Andalusia", "ES", "ES.51"),
        ("Istanbul Province", "TR", "TR.34"),
        ("Region of Murcia", "ES", "ES.31"),
        ("Scotland", "GB", "GB.SCT"),
        ("Bayern", "DE", "DE.02"),
        ("Freistaat Bayern", "DE", "DE.02"),
        ("NRW", "DE", "DE.07"),
        ("Castilla y León", "ES", "ES.55"),
        ("SP", "BR", "BR.27"),
        ("ZH", "CH", "CH.ZH"),
        ("Jihomoravský kraj", "CZ", "CZ.78"),
        ("Свердловская обл.", "RU", "RU.71"),
        ("神奈川県", "JP", "JP.19"),
        ("四川省", "CN", "CN.32"),
    ],
)
def test_regions_are_found_by_name_and_abbreviation(store: Store, text: str, country: str, code: str) -> None:
    """States, provinces and communities are found with or without the type of region."""
    assert code in region_codes(store, text, country)


@pytest.mark.parametrize(("text", "country"), [("Maine", "FR"), ("", "US"), ("Atlantis", "US"), ("TX", "CA")])
def test_unknown_region_is_not_found(store: Store, text: str, country: str) -> None:
    """A region belongs to its country."""
    assert region_codes(store, text, country) == frozenset()


@pytest.mark.parametrize(
    ("text", "country", "code"), [("Finistère", "FR", "FR.53"), ("Pampanga", "PH", "PH.03"), ("Kent", "GB", "GB.ENG")]
)
def test_province_belongs_to_its_region(store: Store, text: str, country: str, code: str) -> None:
    """The gazetteer distinguishes places only by the first level."""
    assert part_codes(store, text, country) == {code}
    assert region_codes(store, text, country) == frozenset()
