"""Search: finds every entry by name, tolerates typos, and finds nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.search import Hit, Searcher, SearchResult
from dashboard.query.search_entries import Kind
from dashboard.query.word_index import WordIndex
from dashboard.text.normalize import normalize
from tests.networks import Town, network_of, networks

REAL = load(default_data())
SEARCH = Searcher(REAL)


def first(query: str) -> tuple[str, str]:
    """Return kind and id of the first hit."""
    found = SEARCH.find(query)
    assert found.groups, f"nothing found for {query!r}"
    hit = found.groups[0].hits[0]
    return str(hit.kind), hit.id


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("medelin", ("city", "medellin")),
        ("Medellín", ("city", "medellin")),
        ("cacak", ("city", "cacak")),
        ("ČAČAK", ("city", "cacak")),
        ("malaga", ("city", "malaga")),
        ("murica", ("city", "murcia")),
        ("bidgosz", ("city", "bydgoszcz")),
        ("rjeka", ("city", "rijeka")),
        ("lapenranta", ("city", "lappeenranta")),
        ("torresvedras", ("city", "torres-vedras")),
        ("vedras torres", ("city", "torres-vedras")),
        ("alba", ("city", "alba-iulia")),
        ("e-mobility", ("topic", "electro-mobility")),
        ("emobility", ("topic", "electro-mobility")),
        ("electromobility", ("topic", "electro-mobility")),
        ("EV", ("topic", "electro-mobility")),
        ("electric buses", ("topic", "electro-mobility")),
        ("waste", ("topic", "waste-recovery")),
        ("garbage", ("topic", "waste-recovery")),
        ("urban platfroms", ("topic", "urban-platforms")),
        ("helsinki workshop", ("event", "workshop-1")),
        ("third workshop", ("event", "workshop-3")),
        ("who presented at the third workshop?", ("event", "workshop-3")),
        ("who took part in workshop 2", ("event", "workshop-2")),
        ("workshop helsinki 2018", ("event", "workshop-1")),
        ("march 2019 nantes", ("event", "workshop-2")),
        ("smart lighting visit", ("event", "visit-bydgoszcz")),
        ("spain", ("country", "ES")),
        ("polnad", ("country", "PL")),
        ("Deutschland", ("country", "DE")),
        ("Turkey", ("country", "TR")),
        ("cities in spain", ("country", "ES")),
        ("Finnish cities", ("country", "FI")),
        ("Who works on electric mobility?", ("topic", "electro-mobility")),
        ("who was in Nantes", ("city", "nantes")),
        ("portuguese", ("country", "PT")),
        ("bicycles", ("topic", "electro-mobility")),
    ],
)
def test_expected_entry_comes_first(query: str, wanted: tuple[str, str]) -> None:
    """Accents, case, word order, typos, compounds and alternative names do not matter."""
    assert first(query) == wanted


@pytest.mark.parametrize("query", ["zagreb", "xyzzy", "q", "…", "   ", "", "%", "\u0301"])
def test_unknown_words_are_not_found(query: str) -> None:
    """No hit is better than an unrelated one."""
    found = SEARCH.find(query)
    assert found.groups == ()
    assert found.count == 0
    assert not SEARCH.matches(query).any()


def test_similar_names_are_suggested() -> None:
    """Suggestions are shown if nothing is found."""
    assert [hit.id for hit in SEARCH.find("humborgg").nearest] == ["hamburg"]


def test_unmatched_words_are_reported() -> None:
    """Hits for the other words are shown."""
    found = SEARCH.find("murcia xyzzy")
    assert found.unmatched_words == ("xyzzy",)
    assert found.groups[0].hits[0].id == "murcia"
    assert not SEARCH.matches("murcia xyzzy").any(), "a filter leaves nothing out"


def test_partial_matches_are_found_and_reported() -> None:
    """Two cities in one query are both shown as partial matches; as a filter, the query matches none."""
    found = SEARCH.find("medellin mianyang")
    assert found.partial
    assert {hit.id for hit in found.groups[0].hits} == {"medellin", "mianyang"}
    assert not SEARCH.matches("medellin mianyang").any()
    assert not SEARCH.find("waste rome").partial


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("spain", {"almeria", "malaga", "murcia", "palencia"}),
        ("medelin", {"medellin"}),
        ("rome", {"rome"}),
        ("lighthouse", {"nantes", "hamburg", "helsinki"}),
        ("Türkiye", {"kartal"}),
        ("follower spain", {"palencia"}),
    ],
)
def test_search_filter_matches_the_expected_cities(query: str, wanted: set[str]) -> None:
    """The table contains exactly the expected cities."""
    assert set(REAL.cities["id"][SEARCH.matches(query)]) == wanted


@pytest.mark.parametrize("hit", SEARCH.keys, ids=lambda key: f"{key[0]} {key[1]}")
def test_every_entry_is_found_by_its_name(hit: tuple[Kind, str]) -> None:
    """The full name finds the entry as the first of its kind."""
    name = SEARCH._names[SEARCH.keys.index(hit)][0]
    found = {group.kind: group for group in SEARCH.find(name).groups}
    assert found[hit[0]].hits[0].id == hit[1]


@given(st.data())
def test_typo_in_a_long_name_is_tolerated(data: st.DataObject) -> None:
    """With an omitted, doubled or swapped letter, the city is still found."""
    cities = [str(label) for label in REAL.cities["label"] if len(normalize(label)) >= 6 and " " not in label]
    label = normalize(data.draw(st.sampled_from(cities)))
    at = data.draw(st.integers(1, len(label) - 2))
    typed = data.draw(
        st.sampled_from(
            [
                label[:at] + label[at + 1 :],
                label[:at] + label[at] + label[at:],
                label[:at] + label[at + 1] + label[at] + label[at + 2 :],
            ]
        )
    )
    found = SEARCH.find(typed)
    labels = [normalize(str(REAL.cities["label"].iat[REAL.row_by_city_id[hit.id]])) for hit in found.groups[0].hits]
    assert label in labels


@pytest.mark.slow
@given(networks(), st.text(max_size=40))
def test_any_query_works_for_any_network(network: Network, query: str) -> None:
    """No query raises an error, counts are correct, and all hits exist."""
    search = Searcher(network)
    found = search.find(query)
    for group in found.groups:
        assert 0 < len(group.hits) <= group.count
        assert [hit.score for hit in group.hits] == sorted((hit.score for hit in group.hits), reverse=True)
        assert {(hit.kind, hit.id) for hit in group.hits} <= set(search.keys)
    cities = [group.count for group in found.groups if group.kind is Kind.CITY]
    assert search.matches(query).shape == (len(network),)
    assert found == search.find(query)
    assert found == SearchResult() if not normalize(query) else sum(cities) <= len(network)


@given(networks(least=1), st.data())
def test_prefix_of_a_label_finds_its_city(network: Network, data: st.DataObject) -> None:
    """Any prefix of at least three letters works."""
    row = data.draw(st.integers(0, len(network) - 1))
    folded = normalize(str(network.cities["label"].iat[row])).split()
    words = [word for word in folded if len(word) >= 3]
    if words:
        assert Searcher(network).matches(words[0])[row] or words[0] in {"and", "the", "for", "with"}


def test_larger_city_with_the_same_name_comes_first() -> None:
    """Equal hits are sorted by population."""
    network = network_of([Town("small", label="Córdoba"), Town("large", label="Cordoba")])
    cities = network.cities.assign(population=[3_000.0, 1_400_000.0])
    network.cities[cities.columns] = cities
    assert [hit.id for hit in Searcher(network).find("cordoba").groups[0].hits] == ["large", "small"]


def test_index_scores_entries_by_their_best_word() -> None:
    """A full word counts more than a prefix, and words of important texts more than others."""
    index = WordIndex(3)
    index.add(0, 1.0, "Nantes")
    index.add(1, 0.3, "Nantes nanotubes")
    index.add(1, 0.6, "nantes")
    index.close()
    assert index.beginning("nantes").tolist() == pytest.approx([1.0, 0.6, 0.0])
    whole, lighter, none = index.beginning("nan").tolist()
    assert 1.0 > whole > lighter > none == 0.0
    assert index.beginning("nan", least=0.9)[1] == 0
    assert index.has_word("nanotubes")
    assert not index.has_word("nano")
    assert index.beginnings(4, least=0.6) == ["nant"]
    assert np.count_nonzero(WordIndex(0).words) == 0


def populous(*towns: tuple[str, str, float]) -> Searcher:
    """A search in cities of a country with inhabitants."""
    network = network_of(
        [Town(f"c-{number}", country, label=label) for number, (label, country, _) in enumerate(towns)]
    )
    return Searcher(replace(network, cities=network.cities.assign(population=[people for _, _, people in towns])))


def hits(search: Searcher, query: str, **options: int) -> list[str]:
    """Labels of the cities that are found, best first."""
    cities = search.network.cities
    labels = dict(zip(cities["id"], cities["label"], strict=True))
    return [
        labels[hit.id]
        for group in search.find(query, **options).groups
        if group.kind is Kind.CITY
        for hit in group.hits
    ]


def test_a_whole_name_comes_before_the_beginning_of_one_and_that_before_a_word_within() -> None:
    """Whatever their size; among equals the shorter name, then the larger city."""
    search = populous(
        ("Upper Rome", "IT", 9e6), ("Romeville", "IT", 9e6), ("Rome", "IT", 1e3), ("Rome on Sea", "IT", 9e5)
    )
    assert hits(search, "rome") == ["Rome", "Rome on Sea", "Romeville", "Upper Rome"]


def test_of_many_hits_the_best_are_chosen_wherever_they_stand() -> None:
    """The last of two hundred, which is the largest, is the first; as many as are asked for."""
    towns = [(f"Rome {number}", "IT", 1e3 + number) for number in range(200)]
    search = populous(*towns)
    assert hits(search, "rome")[0] == "Rome 199"
    assert len(hits(search, "rome")) == 5
    assert len(hits(search, "rome", most=7)) == 7
    assert len(hits(search, "rome", most=60)) == 60
    assert search.find("rome").groups[0].count == 200


@pytest.mark.parametrize(("count", "kept"), [(50, 50), (51, 51), (49, 49)])
def test_fifty_hits_are_all_ranked(count: int, kept: int) -> None:
    """At the number at which the best are chosen first, and on both sides of it."""
    search = populous(*((f"Rome {number:03}", "IT", 1e3) for number in range(count)))
    assert len(hits(search, "rome", most=100)) == kept


@pytest.mark.parametrize(
    ("query", "kind", "identity", "whole"),
    [
        ("rome", Kind.CITY, "rome", True),
        ("ROME ", Kind.CITY, "rome", True),
        ("rom", Kind.CITY, "rome", False),
        ("Italy", Kind.COUNTRY, "IT", True),
        ("Italia", Kind.COUNTRY, "IT", True),
        ("ita", Kind.COUNTRY, "IT", True),
        ("Italy", Kind.COUNTRY, "ES", False),
        ("ict", Kind.TOPIC, "ict", True),
    ],
)
def test_a_whole_name_is_told_from_a_beginning(query: str, kind: Kind, identity: str, whole: bool) -> None:
    """Also the name of a country in another language, or its code."""
    assert SEARCH.is_name(query, Hit(kind, identity, 1.0)) is whole


def test_what_was_found_and_how_is_said() -> None:
    """The words that are marked, those that are nowhere, whether a slip was forgiven."""
    exact = SEARCH.find("murcia")
    assert (exact.words, exact.unmatched_words, exact.fuzzy, exact.partial, exact.nearest) == (
        ("murcia",),
        (),
        False,
        False,
        (),
    )
    slip = SEARCH.find("murica")
    assert slip.fuzzy
    assert "murci" in slip.words[0] or "murcia"[:5] in slip.words[0]
    both = SEARCH.find("murcia xyzzy")
    assert (both.unmatched_words, both.fuzzy, both.partial) == (("xyzzy",), False, False)
    assert both.words[0] == "murcia"


def test_scores_have_four_digits_and_nearest_names_are_between_0_and_1() -> None:
    """So that they can be compared and shown."""
    for hit in (hit for group in SEARCH.find("energy").groups for hit in group.hits):
        assert hit.score == round(hit.score, 4)
    near = SEARCH.find("humborgg").nearest
    assert len(near) <= 3
    assert all(0.6 <= hit.score <= 1 for hit in near)
    few = populous(("Abcdefgh", "IT", 1.0), ("Abcdefgi", "IT", 1.0), ("Abcdefgj", "IT", 1.0), ("Abcdefgk", "IT", 1.0))
    assert len(few.find("xxcdefgx").nearest) == 3
