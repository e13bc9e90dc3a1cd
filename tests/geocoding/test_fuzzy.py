"""Names a slip or two away are found by their first or last letters, the nearest first, each place once."""

from __future__ import annotations

import pytest

from dashboard.geocoding.fuzzy import OFFERED, fuzzy_matches
from tests.geocoding.gazetteers import Spot, gazetteer

STORE = gazetteer(
    Spot("Bremerhaven", also=("Bremerhafen",)),
    Spot("Bremen"),
    Spot("Bremervorde"),
    Spot("Dremen"),
    Spot("Bremen", country="US"),
    Spot("Ulm"),
    Spot("北京市"),
)


def near(key: str, *within: str) -> list[tuple[int, str]]:
    """Distances and names."""
    return [(distance, name) for distance, name, _ in fuzzy_matches(STORE, key, within)]


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("bremen", [(0, "bremen"), (1, "dremen")]),
        ("bremne", [(1, "bremen")]),
        ("bremenn", [(1, "bremen")]),
        ("dremen", [(0, "dremen"), (1, "bremen")]),
        ("bremerhavn", [(1, "bremerhaven")]),
        ("bremerhafen", [(0, "bremerhafen")]),
        ("ul", []),
        ("ulm", [(0, "ulm")]),
        ("ulx", [(1, "ulm")]),
        ("uxx", []),
        ("北京", []),
        ("北京x", []),
    ],
)
def test_names_are_found_by_slips_the_nearest_first(key: str, wanted: list[tuple[int, str]]) -> None:
    """A letter left out, put in, changed or swapped; a name of three letters has one, and other scripts have none."""
    assert near(key, "DE") == wanted


def test_a_place_is_named_once_by_its_nearest_name() -> None:
    """By none of its others."""
    assert [name for _, name in near("bremerhafe", "DE")] == ["bremerhafen"]


def test_places_of_other_countries_are_left_out() -> None:
    """Without a country there are those of all."""
    assert len(near("bremen", "US")) == 1
    assert len([name for _, name in near("bremen") if name == "bremen"]) == 2


@pytest.mark.parametrize(("key", "found"), [("bremervoxyz", True), ("bremervwxyz", False)])
def test_names_beyond_three_slips_are_not_offered(key: str, found: bool) -> None:
    """Three are, of a long name; four are not."""
    assert ("bremervorde" in [name for _, name in near(key, "DE")]) is found
    assert all(distance <= OFFERED for distance, _ in near(key, "DE"))


def test_a_bounded_number_is_named() -> None:
    """Eight, or as many as are asked for."""
    store = gazetteer(*(Spot(f"Bremen{letter}") for letter in "abcdefghijkl"))
    assert len(fuzzy_matches(store, "bremen", ("DE",))) == 8
    assert len(fuzzy_matches(store, "bremen", ("DE",), limit=2)) == 2
