"""Selection: matching cities, facet counts, relaxations and notices are correct."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.facets import FACETS, facet_index
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, cases, network_of, small, states_of

SMALL = small()
REAL = load(default_data())


def count(network: Network, state: State) -> int:
    """Return the number of matching cities."""
    return int(np.count_nonzero(Selection(network, state).mask))


def has(network: Network, city: str, key: str, value: str) -> bool:
    """Check if a city has a facet value, from its facts."""
    profile = network.city(city)
    assert profile is not None
    if key == "country":
        return profile.country == value
    if key == "role":
        return profile.role == value
    if key == "attended":
        return any(part.event.id == value for part in network.participation_of(city))
    chosen: set[str] = set()
    for topic in network.topics_of(city):
        above = topic.id
        while above:
            chosen.add(above)
            above = network.topic_by_id[above].parent
    return value in chosen


@given(cases())
def test_select_agrees_with_the_profiles(case: tuple[Network, State]) -> None:
    """A city matches if it has any of the values of each facet (all topics with `match=all`)."""
    network, state = case
    state = state.replace(q="")
    for city, found in zip(network.cities["id"], Selection(network, state).mask, strict=True):
        wanted = True
        for key in FACETS:
            values = getattr(state, key)
            which = all if key == "topic" and state.match == "all" else any
            wanted &= not values or which(has(network, city, key, value) for value in values)
        assert found == wanted


@given(cases())
def test_count_of_an_option_is_the_number_of_matches(case: tuple[Network, State]) -> None:
    """The count includes cities that have the value and match all other facets."""
    network, state = case
    for key in FACETS:
        for option in Selection(network, state).options[key]:
            if key == "topic" and state.match == "all":
                ticked = state if option.checked else state.toggle(key, option.value)
                assert option.count == count(network, ticked)
            else:
                assert option.count == count(network, state.replace(**{key: (option.value,)}))
            assert option.checked == (option.value in getattr(state, key))


@given(cases())
def test_ticking_an_option_widens_its_facet_and_all_narrows_it(case: tuple[Network, State]) -> None:
    """Another value in a facet adds matches; with "all" it removes them."""
    network, state = case
    for key in FACETS:
        for option in Selection(network, state).options[key]:
            if option.checked:
                continue
            before, after = (
                Selection(network, state).mask,
                Selection(network, state.toggle(key, option.value)).mask,
            )
            if key == "topic" and state.match == "all":
                assert not (after & ~before).any()
            elif getattr(state, key):
                assert not (before & ~after).any()
                assert after.sum() >= option.count
            else:
                assert after.sum() == option.count


@given(cases())
def test_options_do_not_depend_on_the_selection(case: tuple[Network, State]) -> None:
    """Options without matches keep their positions."""
    network, state = case
    for key in FACETS:
        one, other = Selection(network, state).options[key], Selection(network, State()).options[key]
        assert [(option.value, option.depth) for option in one] == [(option.value, option.depth) for option in other]


@given(cases())
def test_all_finds_no_more_than_any(case: tuple[Network, State]) -> None:
    """Cities that match all topics also match any."""
    network, state = case
    narrow, wide = (
        Selection(network, state.replace(match="all")).mask,
        Selection(network, state.replace(match="any")).mask,
    )
    assert not (narrow & ~wide).any()


@given(cases(), st.sampled_from(["", "city", "country", "role", "topics", "events", "unknown"]))
def test_sort_is_stable_in_both_directions(case: tuple[Network, State], key: str) -> None:
    """Every row occurs once; equal rows keep the order of the network."""
    network, state = case
    for sort in (key, f"-{key}"):
        rows = Selection(network, state.replace(sort=sort)).order.tolist()
        assert sorted(rows) == list(range(len(network)))
        keys = [_sorted_by(network, key, row) for row in rows]
        steps = list(zip(keys, rows, keys[1:], rows[1:], strict=False))
        assert all(before != after or row < following for before, row, after, following in steps)
        if key in ("topics", "events", "role"):
            ascending = [before <= after for before, _, after, _ in steps]
            descending = [before >= after for before, _, after, _ in steps]
            assert all(descending if sort.startswith("-") else ascending)


def _sorted_by(network: Network, key: str, row: int) -> object:
    from dashboard.text.normalize import normalize

    if key == "city":
        return normalize(network.cities["label"].iat[row])
    if key == "role":
        return ["lighthouse", "follower", "member", ""].index(network.cities["role"].iat[row])
    return network.cities[key].iat[row] if key in ("country", "topics", "events") else 0


def test_sort_ignores_accents_and_case() -> None:
    """Accents and case do not move a name to the end."""
    towns = [Town("a", label="Zürich"), Town("b", label="čačak"), Town("c", label="Ávila"), Town("d", label="Dijon")]
    assert Selection(network_of(towns), State(sort="city")).ids == ["c", "b", "d", "a"]
    assert Selection(network_of(towns), State(sort="-city")).ids == ["a", "d", "b", "c"]


@given(cases())
def test_selected_ids_are_the_selection_in_order(case: tuple[Network, State]) -> None:
    """The list contains each matching city once."""
    network, state = case
    rows = [network.row_by_city_id[city] for city in Selection(network, state).ids]
    assert sorted(rows) == np.flatnonzero(Selection(network, state).mask).tolist()
    assert rows == [row for row in Selection(network, state).order.tolist() if row in set(rows)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", "alba brno cuna dalu eden"),
        ("country=ES", "alba cuna"),
        ("country=ES&country=CN", "alba cuna dalu"),
        ("country=ES&role=member", "cuna"),
        ("topic=energy", "alba brno cuna"),
        ("topic=solar&topic=mobility", "alba cuna"),
        ("topic=solar&topic=mobility&match=all", "alba"),
        ("topic=energy&topic=mobility&match=all", "alba"),
        ("topic=energy&topic=solar&match=all", "alba cuna"),
        ("attended=webinar", "cuna"),
        ("attended=meeting&country=CZ", "brno eden"),
        ("q=solar", "alba cuna"),
        ("q=SPAIN+membér", "cuna"),
        ("q=brn", "brno"),
        ("q=rno", ""),
        ("country=ES&attended=webinar&role=lighthouse", ""),
    ],
)
def test_facets_are_joined_by_and_their_values_by_or(query: str, wanted: str) -> None:
    """A parent topic includes its subtopics; the search matches prefixes without accents and case."""
    assert Selection(SMALL, State.from_query(query)).ids == wanted.split()


def test_topics_have_their_depth() -> None:
    """A subtopic has the depth of its parent plus one."""
    found = Selection(SMALL, State()).options["topic"]
    assert [(one.value, one.count, one.depth) for one in found] == [
        ("energy", 3, 0),
        ("solar", 2, 1),
        ("heat", 1, 1),
        ("mobility", 1, 0),
    ]


@given(cases())
def test_relaxations_are_correct(case: tuple[Network, State]) -> None:
    """Each removes one filter and has the correct number of matches, highest first."""
    network, state = case
    found = Selection(network, state).relaxations()
    assert [one.count for one in found] == sorted((one.count for one in found), reverse=True)
    for one in found:
        assert one.count == count(network, one.state) > 0
        assert one.state.replace() == (state.replace(q="") if one.key == "q" else state.toggle(one.key, one.value))
        assert one.value in ((state.q,) if one.key == "q" else getattr(state, one.key))


@given(cases(), st.data())
def test_a_derived_selection_equals_a_new_one(case: tuple[Network, State], data: st.DataObject) -> None:
    """What is shared between two selections, because a key of the state is the same, is what would be computed."""
    network, state = case
    other = data.draw(states_of(network))
    change = data.draw(st.sampled_from([other, state.open("city", other.city), state.replace(sort=other.sort)]))
    first = Selection(network, state)
    _ = first.ids, first.options, first.summary
    derived, new = first.with_state(change), Selection(network, change)
    assert (derived.state, derived.ids, derived.options) == (change, new.ids, new.options)
    assert (derived.sentence, derived.title) == (new.sentence, new.title)


def test_opening_a_city_computes_nothing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The panels of a list share the mask of its filters."""
    first = Selection(SMALL, State(country=("ES",)))
    assert first.ids == ["alba", "cuna"]
    monkeypatch.setattr("dashboard.query.selection.facet_index", None)
    assert first.with_state(first.state.open("city", "cuna")).ids == ["alba", "cuna"]


def test_a_selection_has_the_resolved_state_and_what_was_dropped() -> None:
    """Unknown values select nothing and are kept as notices."""
    selection = Selection.of(SMALL, State(country=("Spain",), city="albo"))
    assert selection.state == State(country=("ES",))
    assert [(notice.key, notice.value, notice.nearest) for notice in selection.notices] == [("city", "albo", "alba")]
    assert (selection.count, selection.ids) == (2, ["alba", "cuna"])
    assert selection.with_state(State()).notices == selection.notices


def test_with_all_an_option_counts_what_it_would_leave_of_those_chosen() -> None:
    """Of cities that work on all chosen topics; with any, of all cities. Another facet is counted as always."""
    solar = State(topic=("solar",), match="all")
    counts = {option.value: option.count for option in Selection(SMALL, solar).options["topic"]}
    assert counts == {"energy": 2, "solar": 2, "heat": 0, "mobility": 1}
    counts = {option.value: option.count for option in Selection(SMALL, solar.replace(match="any")).options["topic"]}
    assert counts == {"energy": 3, "solar": 2, "heat": 1, "mobility": 1}
    chosen = State(role=("member",), match="all")
    assert {option.value: option.count for option in Selection(SMALL, chosen).options["role"]} == {
        "lighthouse": 1,
        "follower": 1,
        "member": 3,
    }


def test_options_stand_in_the_order_of_the_page() -> None:
    """Topics in their levels, events by date, roles by experience, countries by their cities."""
    assert [(one.value, one.depth) for one in Selection(SMALL, State()).options["topic"]] == [
        ("energy", 0),
        ("solar", 1),
        ("heat", 1),
        ("mobility", 0),
    ]
    assert [one.value for one in Selection(SMALL, State()).options["attended"]] == ["meeting", "webinar"]
    assert [one.value for one in Selection(SMALL, State()).options["country"]] == list(SMALL.countries)
    assert [one.value for one in Selection(SMALL, State(country=("CN",))).options["country"] if one.checked] == ["CN"]


def test_a_search_can_be_dropped_like_any_filter() -> None:
    """What is left is counted; a filter whose dropping leaves nothing is not offered."""
    found = Selection(SMALL, State(q="alba", country=("CZ",))).relaxations()
    assert [(one.key, one.value, one.count) for one in found] == [("q", "alba", 2), ("country", "CZ", 1)]
    assert found[0].state == State(country=("CZ",))
    assert found[1].state == State(q="alba")
    assert Selection(SMALL, State(q="xyzzy", country=("CZ",))).relaxations() != []
    assert [one.key for one in Selection(SMALL, State(q="xyzzy", country=("CZ",))).relaxations()] == ["q"]
    assert Selection(SMALL, State()).relaxations() == []


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        ("", ["alba", "brno", "cuna", "dalu", "eden"]),
        ("city", ["alba", "brno", "cuna", "dalu", "eden"]),
        ("-city", ["eden", "dalu", "cuna", "brno", "alba"]),
        ("country", ["dalu", "brno", "eden", "alba", "cuna"]),
        ("-country", ["alba", "cuna", "brno", "eden", "dalu"]),
        ("role", ["alba", "brno", "cuna", "dalu", "eden"]),
        ("-role", ["cuna", "dalu", "eden", "brno", "alba"]),
        ("topics", ["dalu", "eden", "brno", "cuna", "alba"]),
        ("-topics", ["alba", "brno", "cuna", "dalu", "eden"]),
        ("events", ["alba", "brno", "cuna", "dalu", "eden"]),
        ("nothing", ["alba", "brno", "cuna", "dalu", "eden"]),
    ],
)
def test_cities_stand_in_the_order_that_is_asked_for(sort: str, wanted: list[str]) -> None:
    """By name, by the name of the country and not its code, by experience, by number; equal ones as in the network."""
    assert Selection(SMALL, State(sort=sort)).ids == wanted


def test_cities_without_a_country_or_a_role_stand_last() -> None:
    """Before them those of the last country and role."""
    network = network_of(
        [Town("a", "", ""), Town("b", "AX", "member"), Town("c", "ZW", "lighthouse"), Town("d", "", "")]
    )
    assert Selection(network, State(sort="country")).ids == ["b", "c", "a", "d"]
    assert Selection(network, State(sort="role")).ids == ["c", "b", "a", "d"]


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("country", "ES", ["alba", "cuna"]),
        ("country", "XX", []),
        ("role", "member", ["cuna", "dalu", "eden"]),
        ("role", "nothing", []),
        ("topic", "energy", ["alba", "brno", "cuna"]),
        ("topic", "nothing", []),
        ("attended", "meeting", ["alba", "brno", "dalu", "eden"]),
        ("attended", "nothing", []),
    ],
)
def test_one_value_of_a_facet_selects_its_cities(key: str, value: str, wanted: list[str]) -> None:
    """And a value that is not there none."""
    assert Selection(SMALL, State(**{key: (value,)})).ids == wanted
    assert facet_index(SMALL).mask(key, value) is facet_index(SMALL).mask(key, value), "made once"
