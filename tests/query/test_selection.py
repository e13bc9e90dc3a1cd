"""Selection: matching cities, facet counts, relaxations and notices are correct."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.selection import (
    FACETS,
    UnknownValue,
    drop_unknown,
    options,
    relaxations,
    select,
    selected_ids,
    sort_order,
)
from dashboard.query.state import State
from tests.networks import Town, cases, network_of, small

SMALL = small()
REAL = load(default_data())


def count(network: Network, state: State) -> int:
    """Return the number of matching cities."""
    return int(np.count_nonzero(select(network, state)))


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
    for city, found in zip(network.cities["id"], select(network, state), strict=True):
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
        for option in options(network, state, key):
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
        for option in options(network, state, key):
            if option.checked:
                continue
            before, after = select(network, state), select(network, state.toggle(key, option.value))
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
        one, other = options(network, state, key), options(network, State(), key)
        assert [(option.value, option.depth) for option in one] == [(option.value, option.depth) for option in other]


@given(cases())
def test_all_finds_no_more_than_any(case: tuple[Network, State]) -> None:
    """Cities that match all topics also match any."""
    network, state = case
    narrow, wide = select(network, state.replace(match="all")), select(network, state.replace(match="any"))
    assert not (narrow & ~wide).any()


@given(cases(), st.sampled_from(["", "city", "country", "role", "topics", "events", "unknown"]))
def test_sort_is_stable_in_both_directions(case: tuple[Network, State], key: str) -> None:
    """Every row occurs once; equal rows keep the order of the network."""
    network, state = case
    for sort in (key, f"-{key}"):
        rows = sort_order(network, state.replace(sort=sort)).tolist()
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
    assert selected_ids(network_of(towns), State(sort="city")) == ["c", "b", "d", "a"]
    assert selected_ids(network_of(towns), State(sort="-city")) == ["a", "d", "b", "c"]


@given(cases())
def test_selected_ids_are_the_selection_in_order(case: tuple[Network, State]) -> None:
    """The list contains each matching city once."""
    network, state = case
    rows = [network.row_by_city_id[city] for city in selected_ids(network, state)]
    assert sorted(rows) == np.flatnonzero(select(network, state)).tolist()
    assert rows == [row for row in sort_order(network, state).tolist() if row in set(rows)]


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
    assert selected_ids(SMALL, State.from_query(query)) == wanted.split()


def test_topics_have_their_depth() -> None:
    """A subtopic has the depth of its parent plus one."""
    found = options(SMALL, State(), "topic")
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
    found = relaxations(network, state)
    assert [one.count for one in found] == sorted((one.count for one in found), reverse=True)
    for one in found:
        assert one.count == count(network, one.state) > 0
        assert one.state.replace() == (state.replace(q="") if one.key == "q" else state.toggle(one.key, one.value))
        assert one.value in ((state.q,) if one.key == "q" else getattr(state, one.key))


@given(cases(stale=True))
def test_drop_unknown_keeps_only_known_values(case: tuple[Network, State]) -> None:
    """The result selects without an error, is stable, and every dropped value has a notice."""
    network, state = case
    resolved, notices = drop_unknown(network, state)
    assert drop_unknown(network, resolved) == (resolved, ())
    assert len(select(network, resolved)) == len(network)
    known = {
        "country": set(network.countries),
        "role": set(network.cities["role"]) - {""},
        "topic": set(network.topic_by_id),
        "attended": set(network.event_by_id),
        "compare": set(network.row_by_city_id),
    }
    for key, values in known.items():
        assert set(getattr(resolved, key)) <= values
        assert {value for value in getattr(state, key) if value in values} <= set(getattr(resolved, key))
    for notice in notices:
        assert notice.value in (*getattr(state, notice.key), getattr(state, notice.key))
        if notice.nearest:
            ids = {"city": network.row_by_city_id, "event": network.event_by_id, "about": network.topic_by_id} | known
            assert notice.nearest in ids[notice.key]


@given(st.text(max_size=200))
def test_any_query_string_works(query: str) -> None:
    """No value raises an error."""
    for key in ("country", "role", "topic", "attended", "city", "event", "about", "compare", "sort"):
        resolved, notices = drop_unknown(SMALL, State.from_query(f"{key}=" + query.replace("&", "%26")))
        assert len(select(SMALL, resolved)) == len(SMALL)
        assert len(notices) <= 1


@pytest.mark.parametrize(
    ("query", "canonical", "notices"),
    [
        ("city=nante", "", [UnknownValue("city", "nante", "nantes")]),
        ("city=NANTES", "city=nantes", []),
        ("city=xyzzy", "", [UnknownValue("city", "xyzzy")]),
        ("city=%C4%8Ca%C4%8Dak", "", [UnknownValue("city", "Čačak", "cacak")]),
        ("country=Spain", "country=ES", []),
        ("country=esp&country=ES", "country=ES", []),
        ("country=DK", "", [UnknownValue("country", "DK")]),
        ("country=Spian", "", [UnknownValue("country", "Spian", "ES")]),
        ("role=Member", "role=member", []),
        ("role=membre", "", [UnknownValue("role", "membre", "member")]),
        ("topic=electro-mobilty", "", [UnknownValue("topic", "electro-mobilty", "electro-mobility")]),
        ("event=workshop-33", "", [UnknownValue("event", "workshop-33", "workshop-3")]),
        ("attended=workshop-3&country=ZZ", "attended=workshop-3", [UnknownValue("country", "ZZ")]),
        ("compare=rome&compare=romme", "compare=rome", [UnknownValue("compare", "romme", "rome")]),
        ("sort=colour", "", []),
    ],
)
def test_unknown_values_are_dropped_with_a_notice(query: str, canonical: str, notices: list[UnknownValue]) -> None:
    """Other spellings are normalized; unknown values have suggestions."""
    resolved, said = drop_unknown(REAL, State.from_query(query))
    assert resolved.to_query() == canonical
    assert list(said) == notices


def test_page_of_the_table_is_kept() -> None:
    """A link to the second page works."""
    assert drop_unknown(SMALL, State(page=2))[0].page == 2
