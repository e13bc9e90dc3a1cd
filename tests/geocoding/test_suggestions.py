"""What to say of a name that no place has: a slip of a town, a town abroad, or the nearest names."""

from __future__ import annotations

import pytest

from dashboard.geocoding.resolver import resolve
from dashboard.geocoding.result import GeocodingResult, Status
from dashboard.geocoding.suggestions import FUZZY_MIN_POPULATION, LARGE, TOWN
from tests.geocoding.gazetteers import Spot, gazetteer


def asked(*spots: Spot, name: str, country: str = "DE", region: str = "") -> GeocodingResult:
    """Ask a small gazetteer."""
    return resolve(
        gazetteer(*spots, regions={"DE.01": "Nordland", "DE.02": "Südland"}), name, country=country, region=region
    )


@pytest.mark.parametrize(
    ("town", "people", "name", "slips"),
    [
        ("Ulmen", FUZZY_MIN_POPULATION, "Ulmne", True),
        ("Ulmen", FUZZY_MIN_POPULATION - 1, "Ulmne", False),
        ("Ulme", 900_000, "Ulem", False),
        ("Bremerha", 100_000, "Bremreah", False),
        ("Bremerhav", 100_000, "Bremrehva", True),
        ("Bremerhav", 99_999, "Bremrehva", False),
        ("Bremerhaven", 100_000, "Bremxrhxvxn", False),
    ],
)
def test_a_slip_is_read_as_a_town_by_its_size_and_the_length_of_its_name(
    town: str, people: int, name: str, slips: bool
) -> None:
    """One slip from five letters and 10,000 inhabitants on, two from nine letters and 100,000."""
    answer = asked(Spot(town, people=people), name=name)
    assert (answer.status is Status.FUZZY) is slips
    if slips:
        assert town in answer.note
    assert answer.nearest in ((f"{town}, Germany",), ())


@pytest.mark.parametrize(("country", "found"), [("DE", True), ("", False)])
def test_without_a_country_one_slip_less_is_allowed(country: str, found: bool) -> None:
    """A world of names has one for every slip."""
    assert (asked(Spot("Bremen", people=500_000), name="Bremne", country=country).status is Status.FUZZY) is found


def test_the_nearer_of_two_towns_is_read_and_then_the_larger() -> None:
    """Another slip weighs as much as thirty times the inhabitants."""
    spots = [Spot("Bremervorde", people=100_000), Spot("Bremarvirde", people=900_000)]
    assert asked(*spots, name="Bremervirde").note.endswith("Bremarvirde") is True
    assert asked(*spots, name="Bremervorda").place == asked(spots[0], name="Bremervorde").place
    nearest = asked(*spots, name="Bremervorda").nearest
    assert nearest[0] == "Bremervorde, Germany"


@pytest.mark.parametrize(("region", "found"), [("Nordland", True), ("Südland", False)])
def test_a_slip_must_agree_with_what_else_is_said(region: str, found: bool) -> None:
    """A town of another region is not what was meant; it is offered all the same."""
    answer = asked(Spot("Bremen", people=500_000, region="01"), name="Bremne", region=region)
    assert (answer.status is Status.FUZZY) is found
    assert answer.nearest == ("Bremen, Germany",)


@pytest.mark.parametrize(("people", "wrong"), [(LARGE, True), (LARGE - 1, False)])
def test_the_name_of_a_large_city_abroad_is_a_wrong_country_and_no_slip(people: int, wrong: bool) -> None:
    """Vienna in Italy is not Siena; a smaller one abroad leaves the slip."""
    spots = [Spot("Siennna", people=500_000), Spot("Sienna", country="AT", people=people)]
    answer = asked(*spots, name="Sienna")
    assert (answer.status is Status.NOT_FOUND) is wrong
    if wrong:
        assert answer.nearest == ("Sienna, Austria", "Siennna, Germany")


@pytest.mark.parametrize(("people", "offered"), [(TOWN, True), (TOWN - 1, False)])
def test_a_town_of_the_name_abroad_is_offered(people: int, offered: bool) -> None:
    """A village is not."""
    answer = asked(Spot("Ort"), Spot("Qwertz", country="AT", people=people), name="Qwertz")
    assert answer.status is Status.NOT_FOUND
    assert ("Qwertz, Austria" in answer.nearest) is offered


@pytest.mark.parametrize(
    ("people", "country", "offered"),
    [(TOWN, "DE", True), (TOWN - 1, "DE", False), (LARGE, "", True), (LARGE - 1, "", False)],
)
def test_a_town_whose_name_stands_within_a_longer_one_is_offered(people: int, country: str, offered: bool) -> None:
    """Where a country is named, a town; else a large city."""
    answer = asked(Spot("Grenoble", people=people), name="Xyzzy Grenoble Qwertz", country=country)
    assert answer.status is Status.NOT_FOUND
    assert (answer.nearest == ("Grenoble, Germany",)) is offered


def test_the_longest_part_of_a_name_is_offered_before_its_words() -> None:
    """And of several towns the likelier."""
    spots = [Spot("Neu Ulm", people=50_000), Spot("Ulmen", people=90_000), Spot("Neustadt", people=80_000)]
    assert asked(*spots, name="Xyzzy Neu Ulm Ulmen Qwertz").nearest[0] == "Neu Ulm, Germany"
    assert asked(*spots, name="Xyzzy Neustadt Ulmen Qwertz").nearest[:1] == ("Ulmen, Germany",)


def test_three_names_are_offered_at_most() -> None:
    """The nearest first, each once."""
    answer = asked(*(Spot(f"Brem{letter}", people=1_000) for letter in "abcdef"), name="Bremx")
    assert len(answer.nearest) == 3
    assert len(set(answer.nearest)) == 3


def test_nothing_near_is_nothing_offered() -> None:
    """No name is better than any."""
    assert asked(Spot("Ort"), name="Xyzzy") == GeocodingResult(Status.NOT_FOUND)
