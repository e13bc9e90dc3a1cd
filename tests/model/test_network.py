"""Network: queries return immutable values."""

from __future__ import annotations

import dataclasses
import gc
import weakref

import pytest

from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.entities import ParticipationRole, Role
from dashboard.model.facts import Basis
from dashboard.model.network import Network, derived
from tests.networks import small


@pytest.fixture(scope="module")
def network() -> Network:
    """Return the network of the repository."""
    return load(default_data())


def test_city_has_the_values_of_its_row(network: Network) -> None:
    """A profile contains the values of the row of the city."""
    city = network.city("cacak")
    assert city is not None
    assert (city.name, city.local_name, city.label, city.country) == ("Cacak", "Čačak", "Čačak", "RS")
    assert city.role is Role.MEMBER
    assert city.source is not None
    assert city.source == city.sources[0]
    assert [source.publisher for source in city.sources] == ["caglas.rs", "rs.ekapija.com", "Wikipedia"]
    assert city.place is not None
    assert (round(city.place.latitude), round(city.place.longitude)) == (44, 20)


def test_an_unknown_city_is_none(network: Network) -> None:
    """An unknown id gives None."""
    assert network.city("nante") is None
    assert network.facts("nante", "ict") == ()
    assert network.topics_of("nante") == ()
    assert network.participation_of("nante") == ()


def test_rows_and_cities_agree(network: Network) -> None:
    """The row of every id is the row of that city."""
    assert [network.city_by_row(row).id for row in range(len(network))] == list(network.row_by_city_id)


def test_countries_come_with_most_cities_first(network: Network) -> None:
    """Countries are sorted by number of cities, then by code."""
    assert network.countries[:5] == ("ES", "FI", "PL", "PT", "RS")
    assert list(network.countries[5:]) == sorted(network.countries[5:])


def test_topics_of_a_city_are_in_file_order(network: Network) -> None:
    """The topics of a city are those with a fact, and their number is the count in its row."""
    order = [topic.id for topic in network.topics]
    for row, city in enumerate(network.cities["id"]):
        topics = [topic.id for topic in network.topics_of(city)]
        assert topics == sorted(topics, key=order.index)
        assert len(topics) == network.cities["topics"][row]
        assert all(network.facts(city, topic) for topic in topics)


def test_facts_have_a_source(network: Network) -> None:
    """A fact has a source, a basis and a year."""
    fact = network.facts("palencia", "electro-mobility")[0]
    assert (fact.year, fact.basis, fact.source.id) == (2019, Basis.STATED, "mysmartlife-eu-15")
    assert network.facts("nantes", "efficient-districts")[0].year is None


def test_participation_is_sorted_by_date_and_role(network: Network) -> None:
    """Nantes hosted the second workshop before it presented there."""
    parts = network.participation_of("nantes")
    assert [each.event.start for each in parts] == sorted(each.event.start for each in parts)
    assert [each.part for each in parts if each.event.id == "workshop-2"] == [
        ParticipationRole.HOST,
        ParticipationRole.PRESENTER,
    ]
    events = {each.event.id for each in parts}
    assert len(events) == network.cities["events"][network.row_by_city_id["nantes"]]


def test_participants_are_sorted_by_role_and_file_order(network: Network) -> None:
    """Presenters at the third workshop: the five that opened it, Hamburg and Rome."""
    third = network.participants("workshop-3")
    assert [each.city for each in third if each.part is ParticipationRole.PRESENTER] == [
        "nantes",
        "hamburg",
        "helsinki",
        "palencia",
        "bydgoszcz",
        "rijeka",
        "rome",
    ]
    first = network.participants("workshop-1")
    assert first[0].part is ParticipationRole.HOST
    assert len(first) == 19


def test_descendants_of_a_topic_include_the_topic(network: Network) -> None:
    """A parent includes its subtopics; a leaf is alone."""
    assert len(network.with_descendants("technologies")) == 8
    assert network.with_descendants("ict") == {"ict"}


def test_values_are_immutable(network: Network) -> None:
    """All requests share the values."""
    city = network.city("rome")
    assert city is not None
    for value, name in ((city, "name"), (network, "title"), (network.topics[0], "title"), (city.place, "latitude")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, "x")
    with pytest.raises(TypeError):
        network.sources["x"] = None  # type: ignore[index]  # what must not be possible


def test_derived_values_are_cached_per_network_and_arguments() -> None:
    """The same arguments give the same object; other arguments or networks give another."""
    calls: list[tuple[int, str]] = []

    @derived
    def titled(network: Network, language: str = "en") -> list[str]:
        calls.append((len(network), language))
        return [network.title, language]

    one, other = small(), small()
    assert titled(one) is titled(one)
    assert titled(one, "fr") == [one.title, "fr"]
    assert titled(other) is not titled(one)
    assert calls == [(len(one), "en"), (len(one), "fr"), (len(other), "en")]


def test_derived_values_are_released_with_the_network() -> None:
    """Both are released immediately, without the garbage collector."""

    class Index:
        def __init__(self, network: Network) -> None:
            self.network = network

    make = derived(Index)
    index_of = derived(make)
    gc.collect()
    gc.disable()
    try:
        network = small()
        references = [weakref.ref(network), weakref.ref(index_of(network))]
        assert all(reference() is not None for reference in references)
        del network
        assert [reference() for reference in references] == [None, None]
    finally:
        gc.enable()
