"""Which cities a state selects; the counts of the facets, the ways out and the notices are all true."""

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
    facet_index,
    options,
    relaxations,
    select,
    selected_ids,
    sort_order,
)
from dashboard.query.state import MAX_COMPARED, State
from tests.networks import Town, cases, network_of, small

SMALL = small()
REAL = load(default_data())


def count(network: Network, state: State) -> int:
    """The number of cities that match."""
    return int(np.count_nonzero(select(network, state)))


def has(network: Network, city: str, key: str, value: str) -> bool:
    """Say whether a city has a value of a facet, from the facts about it one by one."""
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
    """A city matches if, in each facet, it has any of the values (all of the topics, if so asked)."""
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
def test_count_of_an_option_is_what_ticking_it_leaves(case: tuple[Network, State]) -> None:
    """The count is that of the cities that have the value and match all other facets; all of them with "all"."""
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
    """In a facet with something ticked, one more lets in more cities, and never fewer than the option says."""
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
def test_options_do_not_depend_on_what_is_ticked(case: tuple[Network, State]) -> None:
    """Options that would leave no city stay where they are."""
    network, state = case
    for key in FACETS:
        one, other = options(network, state, key), options(network, State(), key)
        assert [(option.value, option.depth) for option in one] == [(option.value, option.depth) for option in other]


@given(cases())
def test_all_finds_no_more_than_any(case: tuple[Network, State]) -> None:
    """Cities that work on all of the topics work on any of them."""
    network, state = case
    narrow, wide = select(network, state.replace(match="all")), select(network, state.replace(match="any"))
    assert not (narrow & ~wide).any()


@given(cases(), st.sampled_from(["", "city", "country", "role", "topics", "events", "unknown"]))
def test_order_is_stable_and_both_ways(case: tuple[Network, State], key: str) -> None:
    """Every row stands once; equal ones keep the order of the network, ascending and descending."""
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


def test_cities_are_sorted_as_people_read_them() -> None:
    """Accents and case do not push a name to the end."""
    towns = [Town("a", label="Zürich"), Town("b", label="čačak"), Town("c", label="Ávila"), Town("d", label="Dijon")]
    assert selected_ids(network_of(towns), State(sort="city")) == ["c", "b", "d", "a"]
    assert selected_ids(network_of(towns), State(sort="-city")) == ["a", "d", "b", "c"]


@given(cases())
def test_selected_ids_are_the_selection_in_order(case: tuple[Network, State]) -> None:
    """The list has each matching city once."""
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
    """A parent topic includes what is below it; words are found from their beginning, without accents and case."""
    assert selected_ids(SMALL, State.from_query(query)) == wanted.split()


def test_topics_stand_in_their_levels() -> None:
    """A topic stands one step to the right of its parent."""
    found = options(SMALL, State(), "topic")
    assert [(one.value, one.count, one.depth) for one in found] == [
        ("energy", 3, 0),
        ("solar", 2, 1),
        ("heat", 1, 1),
        ("mobility", 1, 0),
    ]


@given(cases())
def test_loosenings_are_true_and_leave_something(case: tuple[Network, State]) -> None:
    """Each takes one filter away, leaves as many cities as it says, the one that leaves most first."""
    network, state = case
    found = relaxations(network, state)
    assert [one.count for one in found] == sorted((one.count for one in found), reverse=True)
    for one in found:
        assert one.count == count(network, one.state) > 0
        assert one.state.replace() == (state.replace(q="") if one.key == "q" else state.toggle(one.key, one.value))
        assert one.value in ((state.q,) if one.key == "q" else getattr(state, one.key))


@given(cases(stale=True))
def test_resolve_leaves_only_what_the_network_has(case: tuple[Network, State]) -> None:
    """A resolved state selects without an error, resolves to itself, and everything dropped was said."""
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
def test_any_address_resolves(query: str) -> None:
    """No value, however odd, breaks a page."""
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
def test_stale_values_are_dropped_and_said(query: str, canonical: str, notices: list[UnknownValue]) -> None:
    """A value in another spelling is read, an unknown one is said with the nearest the network has."""
    resolved, said = drop_unknown(REAL, State.from_query(query))
    assert resolved.to_query() == canonical
    assert list(said) == notices


def test_page_of_the_table_survives_resolving() -> None:
    """A link to the second page leads there."""
    assert drop_unknown(SMALL, State(page=2))[0].page == 2


def test_with_all_an_option_counts_what_it_would_leave_of_those_chosen() -> None:
    """Of cities that work on all chosen topics; with any, of all cities. Another facet is counted as always."""
    solar = State(topic=("solar",), match="all")
    counts = {option.value: option.count for option in options(SMALL, solar, "topic")}
    assert counts == {"energy": 2, "solar": 2, "heat": 0, "mobility": 1}
    counts = {option.value: option.count for option in options(SMALL, solar.replace(match="any"), "topic")}
    assert counts == {"energy": 3, "solar": 2, "heat": 1, "mobility": 1}
    chosen = State(role=("member",), match="all")
    assert {option.value: option.count for option in options(SMALL, chosen, "role")} == {
        "lighthouse": 1,
        "follower": 1,
        "member": 3,
    }


def test_options_stand_in_the_order_of_the_page() -> None:
    """Topics in their levels, events by date, roles by experience, countries by their cities."""
    assert [(one.value, one.depth) for one in options(SMALL, State(), "topic")] == [
        ("energy", 0),
        ("solar", 1),
        ("heat", 1),
        ("mobility", 0),
    ]
    assert [one.value for one in options(SMALL, State(), "attended")] == ["meeting", "webinar"]
    assert [one.value for one in options(SMALL, State(), "country")] == list(SMALL.countries)
    assert [one.value for one in options(SMALL, State(country=("CN",)), "country") if one.checked] == ["CN"]


def test_a_search_can_be_dropped_like_any_filter() -> None:
    """What is left is counted; a filter whose dropping leaves nothing is not offered."""
    found = relaxations(SMALL, State(q="alba", country=("CZ",)))
    assert [(one.key, one.value, one.count) for one in found] == [("q", "alba", 2), ("country", "CZ", 1)]
    assert found[0].state == State(country=("CZ",))
    assert found[1].state == State(q="alba")
    assert relaxations(SMALL, State(q="xyzzy", country=("CZ",))) != []
    assert [one.key for one in relaxations(SMALL, State(q="xyzzy", country=("CZ",)))] == ["q"]
    assert relaxations(SMALL, State()) == []


@pytest.mark.parametrize("sort", ["city", "country", "role", "topics", "events", "-city", "-events", ""])
def test_a_known_order_is_kept_and_another_dropped(sort: str) -> None:
    """With its sign; a sign behind it makes another word of it."""
    assert drop_unknown(SMALL, State(sort=sort))[0].sort == sort
    assert drop_unknown(SMALL, State(sort=f"{sort}-x"))[0].sort == ""
    assert drop_unknown(SMALL, State(sort=f"x{sort}-"))[0].sort == ""


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("event", "MEETING", "meeting"),
        ("about", "SOLAR", "solar"),
        ("city", "ALBA", "alba"),
        ("event", "nothing", ""),
        ("about", "nothing", ""),
        ("city", "nothing", ""),
    ],
)
def test_what_is_opened_is_brought_to_its_own_form(key: str, value: str, kept: str) -> None:
    """In another case it is the same; what is not there is closed, and said."""
    state, notices = drop_unknown(SMALL, State(**{key: value}))
    assert getattr(state, key) == kept
    assert [notice.key for notice in notices] == [key] * (not kept)


@pytest.mark.parametrize(
    ("count", "notices"), [(MAX_COMPARED, []), (MAX_COMPARED + 1, ["1"]), (MAX_COMPARED + 2, ["2"])]
)
def test_a_bounded_number_of_cities_is_compared(count: int, notices: list[str]) -> None:
    """At the limit all of them; the number of the others is said."""
    network = network_of([Town(f"c-{number}") for number in range(count)])
    state, said = drop_unknown(network, State(compare=tuple(f"c-{number}" for number in range(count))))
    assert state.compare == tuple(f"c-{number}" for number in range(MAX_COMPARED))
    assert [notice.value for notice in said] == notices


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        ("solarpower", "solar"),
        ("Solar powr", "solar"),
        ("hea", "heat"),
        ("xyzzy", ""),
        ("mobilit", "mobility"),
        ("he", ""),
    ],
)
def test_the_nearest_by_id_or_by_title_is_named(value: str, nearest: str) -> None:
    """From seven tenths alike on."""
    [notice] = drop_unknown(SMALL, State(topic=(value,)))[1]
    assert notice.nearest == nearest


def test_the_nearest_city_is_named_by_its_label() -> None:
    """Whatever its id is."""
    network = network_of([Town("x1", label="Torres Vedras"), Town("x2", label="Rome")])
    [notice] = drop_unknown(network, State(city="Tores Vedras"))[1]
    assert notice.nearest == "x1"


def test_a_filter_keeps_the_page_that_was_asked_for() -> None:
    """Nothing was changed by the visitor."""
    assert drop_unknown(SMALL, State(page=3, country=("Spain",)))[0] == State(page=3, country=("ES",))


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
    assert selected_ids(SMALL, State(sort=sort)) == wanted


def test_cities_without_a_country_or_a_role_stand_last() -> None:
    """Before them those of the last country and role."""
    network = network_of(
        [Town("a", "", ""), Town("b", "AX", "member"), Town("c", "ZW", "lighthouse"), Town("d", "", "")]
    )
    assert selected_ids(network, State(sort="country")) == ["b", "c", "a", "d"]
    assert selected_ids(network, State(sort="role")) == ["c", "b", "a", "d"]


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
    assert selected_ids(SMALL, State(**{key: (value,)})) == wanted
    assert facet_index(SMALL).mask(key, value) is facet_index(SMALL).mask(key, value), "made once"
