"""Which of several places of one name comes first: what agrees with the rest of the query, and how near is near."""

from __future__ import annotations

import pytest

from dashboard.geocoding.name_variants import Variant
from dashboard.geocoding.ranking import context_match, find
from dashboard.geocoding.store import Store
from tests.geocoding.gazetteers import Spot, gazetteer


def reading(key: str, **options: object) -> Variant:
    """One way to read a name."""
    return Variant(key, **options)  # type: ignore[arg-type]  # fields of a reading


def names(
    store: Store, one: Variant, *, within: tuple[str, ...] = ("DE",), more: tuple[str, ...] = ()
) -> list[tuple[int, int]]:
    """Inhabitants and agreements of the places of a reading."""
    return [(place.row.population, place.context_matches) for place in find(store, one, within, more)]


REGIONS = {"DE.01": "Nordland", "DE.02": "Südland"}
WORLD = gazetteer(
    Spot("Neustadt", people=30_000, region="01"),
    Spot("Neustadt", people=20_000, region="02", north=200),
    Spot("Neustadt", people=10_000, region="02", north=400),
    Spot("Grossberg", people=500_000, region="02", north=459),
    Spot("Weitberg", people=500_000, region="02", north=461),
    Spot("Kleinberg", people=9_000, region="02", north=401),
    Spot("Neustadt", country="FR", people=5_000),
    regions=REGIONS,
)


@pytest.mark.parametrize(
    ("hints", "wanted"),
    [
        ((), [(30_000, 0), (20_000, 0), (10_000, 0)]),
        (("Südland",), [(20_000, 2), (10_000, 2), (30_000, 0)]),
        (("Nordland",), [(30_000, 2), (20_000, 0), (10_000, 0)]),
        (("Germany",), [(30_000, 1), (20_000, 1), (10_000, 1)]),
        (("Grossberg",), [(10_000, 1), (30_000, 0), (20_000, 0)]),
        (("Weitberg",), [(30_000, 0), (20_000, 0), (10_000, 0)]),
        (("Kleinberg",), [(30_000, 0), (20_000, 0), (10_000, 0)]),
        (("Südland", "Grossberg"), [(10_000, 3), (20_000, 2), (30_000, 0)]),
        (("Nowhere",), [(30_000, 0), (20_000, 0), (10_000, 0)]),
    ],
)
def test_what_agrees_with_the_hints_comes_first_and_then_the_larger(
    hints: tuple[str, ...], wanted: list[tuple[int, int]]
) -> None:
    """Two for the region, one for the country or a larger city within 60 km, none for one beyond or for a smaller."""
    assert names(WORLD, reading("neustadt", hints=hints)) == wanted
    assert names(WORLD, reading("neustadt"), more=hints) == wanted


def test_another_name_of_the_place_is_a_hint_only_where_it_is_said_to_be_one() -> None:
    """Any of several is enough, and counts once."""
    store = gazetteer(Spot("Neustadt", also=("Novo Mesto", "Novy")), Spot("Neustadt", people=20_000, north=300))
    assert names(store, reading("neustadt", hints=("Novo Mesto",))) == [(20_000, 0), (10_000, 0)]
    assert names(store, reading("neustadt", alternate=("Novo Mesto", "Novy"))) == [(10_000, 1), (20_000, 0)]
    assert names(store, reading("neustadt", alternate=("Other", "Novy"))) == [(10_000, 1), (20_000, 0)]


@pytest.mark.parametrize(("kilometres", "found"), [(29, 1), (31, 0)])
def test_two_names_written_together_are_of_neighbours(kilometres: float, found: int) -> None:
    """Within 30 km; the place itself is no neighbour, and one in another country is none."""
    store = gazetteer(
        Spot("Brighton"),
        Spot("Hove", north=kilometres, people=5_000),
        Spot("Hove", country="FR", people=9_000),
    )
    assert len(names(store, reading("brighton", adjacent=("Hove",)))) == found
    assert names(store, reading("brighton", adjacent=("Brighton",))) == []
    assert len(names(store, reading("brighton", adjacent=("Nowhere", "Hove")))) == found


@pytest.mark.parametrize(("kilometres", "found"), [(29, 1), (31, 0)])
def test_words_cut_off_a_name_must_mean_something(kilometres: float, found: int) -> None:
    """A part behind its city lies within 30 km of it."""
    store = gazetteer(Spot("Donaustadt"), Spot("Wien", people=900_000, north=kilometres))
    assert len(names(store, reading("donaustadt", hints=("Wien",), from_suffix=True))) == found
    assert len(names(store, reading("donaustadt", hints=("Nowhere",), from_suffix=True))) == 0
    assert len(names(store, reading("donaustadt", hints=("Germany",), from_suffix=True))) == 1


@pytest.mark.parametrize(("kilometres", "found"), [(59, 1), (61, 0)])
def test_a_name_that_is_turned_round_needs_its_city_within_60_km(kilometres: float, found: int) -> None:
    """Of several hints the last counts; another name of the place is none here."""
    store = gazetteer(Spot("Altdorf", also=("Wiena",)), Spot("Wien", people=900_000, north=kilometres))
    assert len(names(store, reading("altdorf", hints=("Nowhere", "Wien"), reversed=True))) == found
    assert len(names(store, reading("altdorf", hints=("Wiena",), reversed=True))) == 0
    assert len(names(store, reading("altdorf", hints=("Wiena",), from_suffix=True))) == 1


def test_no_place_of_a_name_is_none() -> None:
    """Whatever the hints; places of other countries do not count."""
    assert names(WORLD, reading("nowhere", hints=("Germany",))) == []
    assert names(WORLD, reading("neustadt"), within=("FR",)) == [(5_000, 0)]
    assert len(names(WORLD, reading("neustadt"), within=())) == 4
    assert [people for people, _ in names(WORLD, reading("neustadt"), within=("FR", "DE"))] == [
        5_000,
        30_000,
        20_000,
        10_000,
    ]


def test_equal_places_stand_in_the_order_of_the_gazetteer() -> None:
    """The first of two is the first."""
    store = gazetteer(Spot("A"), Spot("A", north=500))
    assert [place.row.id for place in find(store, reading("a"), ("DE",), ())] == [1, 2]


@pytest.mark.parametrize(
    ("hint", "lenient", "wanted"),
    [
        ("Südland", False, 2),
        ("Nordland", False, 0),
        ("Deutschland", False, 1),
        ("France", False, 0),
        ("Grossberg", False, 1),
        ("Weitberg", False, 0),
        ("Neustadt", False, 0),
        ("Neustadt", True, 1),
        ("Nowhere", True, 0),
    ],
)
def test_a_hint_agrees_with_a_place(hint: str, lenient: bool, wanted: int) -> None:
    """With the place of the name that has 10,000 inhabitants, in the south."""
    place = next(row for row in WORLD.find("neustadt", ("DE",)) if row.population == 10_000)
    assert context_match(WORLD, place, hint, lenient=lenient) == wanted


def test_a_larger_city_of_the_name_far_away_is_not_the_one_that_is_meant() -> None:
    """One of several nearby is enough; how near may be asked for."""
    place = next(row for row in WORLD.find("neustadt", ("DE",)) if row.population == 10_000)
    assert context_match(WORLD, place, "Grossberg", near_km=58) == 0
    assert context_match(WORLD, place, "Weitberg", near_km=62) == 1
    twice = gazetteer(Spot("Ort"), Spot("Stadt", people=50_000, north=500), Spot("Stadt", people=40_000, north=10))
    assert context_match(twice, twice.find("ort")[0], "Stadt") == 1


def test_a_province_within_the_region_of_a_place_agrees() -> None:
    """By the list of such names."""
    store = gazetteer(
        Spot("Brest", country="FR", region="53"), Spot("Lyon", country="FR", region="84"), regions={"FR.53": "Bretagne"}
    )
    assert [context_match(store, store.find(key)[0], "Finistère") for key in ("brest", "lyon")] == [1, 0]


def test_a_territory_agrees_with_its_state() -> None:
    """Réunion is France."""
    store = gazetteer(Spot("Saint-Denis", country="RE"))
    assert context_match(store, store.find("saint denis")[0], "France") == 1
    assert context_match(store, store.find("saint denis")[0], "Spain") == 0
