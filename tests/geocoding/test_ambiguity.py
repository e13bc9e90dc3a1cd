"""Doubts: what else a name may mean, and what may be wrong with the place that was found."""

from __future__ import annotations

import pytest

from dashboard.geocoding.ambiguity import LIKELY, SAME_PLACE_KM, TINY, distinct_places, prefix_matches, status_of
from dashboard.geocoding.resolver import resolve
from dashboard.geocoding.result import Flag, GeocodingResult, Status
from dashboard.geocoding.store import Row
from tests.geocoding.gazetteers import Spot, gazetteer


def asked(
    *spots: Spot, name: str = "Neustadt", country: str = "DE", region: str = "", **regions: str
) -> GeocodingResult:
    """Ask a small gazetteer."""
    return resolve(gazetteer(*spots, regions=regions), name, country=country, region=region)


@pytest.mark.parametrize(("people", "ambiguous"), [(10_000, True), (9_999, False)])
def test_a_place_with_a_tenth_of_the_inhabitants_is_a_rival(people: int, ambiguous: bool) -> None:
    """At the limit it is; below it the larger is what is meant."""
    assert LIKELY == 1.0
    answer = asked(Spot("Neustadt", people=100_000), Spot("Neustadt", people=people, north=300))
    assert (Flag.AMBIGUOUS in answer.flags) is ambiguous
    assert [one.population for one in answer.candidates] == [people] * ambiguous
    assert bool(answer.note) is ambiguous


@pytest.mark.parametrize(("kilometres", "apart"), [(SAME_PLACE_KM - 0.1, False), (SAME_PLACE_KM + 0.1, True)])
def test_two_places_near_each_other_are_one_city(kilometres: float, apart: bool) -> None:
    """Fifteen kilometres are the limit; the third is compared with both."""
    answer = asked(Spot("Neustadt", people=20_000), Spot("Neustadt", north=kilometres))
    assert (Flag.AMBIGUOUS in answer.flags) is apart
    three = asked(
        Spot("Neustadt", people=20_000),
        Spot("Neustadt", north=300),
        Spot("Neustadt", people=9_000, north=300 + kilometres),
    )
    assert len(three.candidates) == (2 if apart else 1)


def test_rivals_are_named_with_their_distance_the_likeliest_first() -> None:
    """Five as values, three in words; of unknown inhabitants that is said."""
    spots = [
        Spot("Neustadt", people=90_000),
        *(Spot("Neustadt", people=20_000 + n, north=300 + 50 * n) for n in range(6)),
    ]
    answer = asked(*spots)
    assert [one.population for one in answer.candidates] == [20_005, 20_004, 20_003, 20_002, 20_001]
    assert answer.note.startswith("or Neustadt, DE (20005, 550 km away); ")
    assert answer.note.count(" km away") == 3


@pytest.mark.parametrize(("people", "small"), [(1_999, True), (2_000, False), (0, True)])
def test_a_village_is_flagged(people: int, small: bool) -> None:
    """As is a place whose inhabitants nobody knows, unless it is a seat of government or of our supplement."""
    assert (Flag.SMALL in asked(Spot("Neustadt", people=people)).flags) is small
    assert Flag.SMALL not in asked(Spot("Neustadt", people=people, feature="PPLA2")).flags
    assert Flag.SMALL not in asked(Spot("Neustadt", people=people, supplement="wikipedia")).flags


def test_a_part_of_a_city_is_flagged() -> None:
    """And a country that was guessed, but not one that the query names."""
    assert asked(Spot("Neustadt", feature="PPLX")).flags == (Flag.SUBURB,)
    assert asked(Spot("Neustadt"), country="").flags == (Flag.COUNTRY_GUESSED,)
    assert asked(Spot("Neustadt"), name="Neustadt, Germany", country="").flags == ()


@pytest.mark.parametrize(("region", "flags"), [("Nordland", ()), ("Nowhere", (Flag.AMBIGUOUS,))])
def test_a_hint_that_nothing_agrees_with_is_said(region: str, flags: tuple[Flag, ...]) -> None:
    """It stands in the note."""
    answer = asked(Spot("Neustadt"), region=region, **{"DE.01": "Nordland"})
    assert answer.flags == flags
    assert ("Nowhere" in answer.note) is bool(flags)


@pytest.mark.parametrize(
    ("spot", "doubt"),
    [
        (Spot("Nordland", region="02"), True),
        (Spot("Nordland", region="01"), False),
        (Spot("Andere", region="01", also=("Nordland",)), True),
        (Spot("Nordland", region="02", feature="PPLA"), False),
        (Spot("Nordland", region="02", people=1_000_000), False),
        (Spot("Nordland", region="02", people=999_999), True),
        (Spot("Nordland", region="02", people=2_000), True),
        (Spot("Nordland", region="02", people=1_999), False),
    ],
)
def test_a_name_that_is_first_of_all_that_of_a_region_is_in_doubt(spot: Spot, doubt: bool) -> None:
    """Unless the place is its seat, gives it the name, or is too large or too small for that."""
    answer = asked(spot, name="Nordland", **{"DE.01": "Nordland", "DE.02": "Other"})
    assert (Flag.AMBIGUOUS in answer.flags) is doubt
    assert ("Germany" in answer.note) is doubt


@pytest.mark.parametrize(
    ("here", "abroad", "doubt"),
    [
        (Spot("Toronto", people=5_000), Spot("Toronto", country="CA", people=1_000_000), True),
        (Spot("Toronto", people=5_000), Spot("Toronto", country="CA", people=999_999), False),
        (Spot("Toronto", people=10_001), Spot("Toronto", country="CA", people=1_000_000), False),
        (Spot("Toronto", people=TINY), Spot("Toronto", country="CA", people=5_000_000), True),
        (Spot("Toronto", people=TINY + 1), Spot("Toronto", country="CA", people=9_000_000), False),
        (Spot("Toronto", people=5_000, feature="PPLC"), Spot("Toronto", country="CA", people=5_000_000), False),
        (Spot("Toronto", people=5_000), Spot("Other", country="CA", people=5_000_000, also=("Toronto",)), False),
    ],
)
def test_a_great_city_abroad_puts_a_tiny_place_in_doubt(here: Spot, abroad: Spot, doubt: bool) -> None:
    """A million inhabitants, and a hundred times as many as here, by its own name."""
    answer = asked(here, abroad, name="Toronto")
    assert answer.place is not None
    assert answer.place.country == "DE"
    assert (Flag.AMBIGUOUS in answer.flags) is doubt
    assert [one.country for one in answer.candidates] == ["CA"] * doubt


@pytest.mark.parametrize(
    ("people", "within", "key", "count"),
    [
        (10_000, ("DE",), "reggio", 1),
        (9_999, ("DE",), "reggio", 0),
        (10_000, (), "reggio", 0),
        (10_000, ("DE",), "nell emilia", 0),
    ],
)
def test_a_short_name_may_be_short_for_another(people: int, within: tuple[str, ...], key: str, count: int) -> None:
    """Of a tenth of the inhabitants; a name of two words must begin the whole."""
    store = gazetteer(
        Spot("Reggio Emilia", people=100_000, also=("Reggio", "nell Emilia")),
        Spot("Reggio Calabria", people=people, north=500),
        Spot("Nell Emilia Nuova", people=100_000, north=700),
    )
    best = next(row for row in store.find(key) if row.id == 1)
    assert len(prefix_matches(store, best, key, within)) == count
    primary = store.find("reggio emilia")[0]
    assert prefix_matches(store, primary, "reggio", ("DE",)) == []


@pytest.mark.parametrize(
    ("kind", "supplement", "stripped", "status"),
    [
        (0, "", False, Status.EXACT),
        (1, "", False, Status.ALTERNATE),
        (2, "", False, Status.ALTERNATE),
        (0, "", True, Status.STRIPPED),
        (0, "x", False, Status.SUPPLEMENT),
        (0, "x", True, Status.SUPPLEMENT),
    ],
)
def test_the_status_says_how_the_name_led_there(kind: int, supplement: str, stripped: bool, status: Status) -> None:
    """The supplement before all else."""
    row = Row(1, 1, "A", "DE", "01", 0, 0, 1, "", "PPL", supplement, kind)
    assert status_of(row, stripped=stripped) is status


def test_distinct_places_leave_out_what_lies_where_an_earlier_one_does() -> None:
    """The order is kept."""
    rows = [
        Row(n, n, "A", "DE", "01", round(100_000 * at), 0, 1, "", "PPL", "", 0)
        for n, at in enumerate((0, 0.1, 2, 2.1, 1))
    ]
    assert [row.id for row in distinct_places(rows[0], rows[1:])] == [2, 4]
