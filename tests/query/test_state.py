"""State: the codec between a query string and the visible state."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.query.state import MAX_VALUES, MapView, State

texts = st.text(max_size=30)
several = st.lists(texts, max_size=4).map(tuple)
views = st.builds(
    MapView,
    st.floats(-90, 90),
    st.floats(-200, 200),
    st.floats(0, 22),
)
states = st.builds(
    State,
    country=several,
    role=several,
    topic=several,
    match=st.sampled_from(["any", "all"]),
    attended=several,
    q=st.text(max_size=300),
    city=texts,
    event=texts,
    about=texts,
    compare=several,
    tab=st.sampled_from(["cities", "matrix", "events", "gaps"]),
    sort=texts,
    page=st.integers(-3, 200_000),
    show=st.sampled_from(["", "matching", "other"]),
    view=st.none() | views,
    theme=st.sampled_from(["auto", "light", "dark"]),
    lang=texts,
    embed=st.booleans(),
)


@given(states)
def test_codec_round_trip(state: State) -> None:
    """The invariant of the codec."""
    assert State.from_query(state.to_query()) == state


@given(st.text(max_size=400))
def test_canonical_form_of_any_text_is_stable(query: str) -> None:
    """No query string raises an error, and parsing again changes nothing."""
    state = State.from_query(query)
    assert State.from_query(state.to_query()).to_query() == state.to_query()


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("?country=ES", "country=ES"),
        ("topic=ict&country=FI&country=ES&country=FI", "country=ES&country=FI&topic=ict"),
        ("match=all&match=any", "match=all"),
        ("match=some&tab=nothing&page=x&view=1,2&theme=pink", ""),
        ("city=rome&event=workshop-1&compare=a", "city=rome"),
        ("q=+caf%C3%A9%0A+bar+", "q=caf%C3%A9%20bar"),
        ("view=48.12345,11.00,4.50", "view=48.123,11,4.5"),
        ("view=nan,1,2", ""),
        ("embed=1&page=1&page=3", "embed=1"),
        ("utm_source=mail&city=rome", "city=rome"),
        ("city=%FF%00x", "city=%EF%BF%BD%20x"),
    ],
)
def test_query_string_is_canonicalized(query: str, canonical: str) -> None:
    """Keys and values are sorted, defaults and unknown keys omitted."""
    assert State.from_query(query).to_query() == canonical


def test_changes_return_new_states() -> None:
    """States are immutable: toggling twice restores, opening replaces the open detail, filters reset the page."""
    state = State(country=("ES",), event="workshop-1", page=3)
    assert state.toggle("country", "FI").country == ("ES", "FI")
    assert state.toggle("country", "FI").toggle("country", "FI") == state.replace()
    assert state.open("city", "rome").opened == ("city", "rome")
    assert state.open().opened is None
    assert state.cleared() == State(event="workshop-1")
    assert state.toggle("country", "ES").page == 1
    assert state.page == 3


def test_number_of_values_is_limited() -> None:
    """The invariant holds for states with too many values, and with all keys set."""
    many = tuple(f"topic-{number:03}" for number in range(500))
    state = State(topic=many, country=many[:90], role=many[:90], q="x", tab="gaps", page=2, embed=True, lang="fi")
    assert State.from_query(state.to_query()) == state
    assert state.q == "x"
    assert len(State(topic=many).topic) > 150


@pytest.mark.parametrize(
    "text", ["\ud800", "a\x00b", "\u202e", "é", "e\u0301", "&=#+%", "👩\u200d🚀", "\u00a0", "ı" * 300, "%FF"]
)
def test_unusual_texts_round_trip(text: str) -> None:
    """Any text in a filter or search is preserved."""
    state = State(q=text, city=text, country=(text, "ES"), sort=text)
    assert State.from_query(state.to_query()) == state


@given(states, st.text(min_size=1, max_size=30))
def test_href_template_equals_open(state: State, value: str) -> None:
    """It only avoids repeated work for many cities."""
    if state.open("city", value).city:
        assert state.href_template("city")(value) == state.open("city", value).href()


@pytest.mark.parametrize(("page", "kept"), [(-1, 1), (0, 1), (1, 1), (2, 2), (100_000, 100_000), (100_001, 100_000)])
def test_page_is_limited(page: int, kept: int) -> None:
    """Pages range from 1 to 100,000."""
    assert State(page=page).page == kept
    if page >= 0:
        assert State.from_query(f"page={page}").page == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a" * 200, "a" * 200),
        ("a" * 201, "a" * 200),
        ("a" * 199 + " b", "a" * 199),
        ("a" * 198 + " bc", "a" * 198 + " b"),
    ],
)
def test_truncated_value_has_no_trailing_space(text: str, kept: str) -> None:
    """A value has at most 200 characters, without a trailing space."""
    assert State(q=text).q == kept


def test_the_codec_escapes_all_but_its_safe_characters() -> None:
    """Letters, digits and -._~,: are unchanged; all other ASCII characters are escaped."""
    signs = "".join(map(chr, range(33, 127)))
    written = State(q=signs).to_query().removeprefix("q=")
    literal = set(re.sub("%[0-9A-F]{2}", "", written))
    assert literal == set(string.ascii_letters + string.digits + "-._~,:")
    assert State().href_template("city")(signs) == State(city=signs).href()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1,2,3", True),
        ("999.9,999.9,999.9", True),
        ("1000,0,1", False),
        ("0,-1000,1", False),
        ("0,0,1000", False),
        ("0,0,inf", False),
    ],
)
def test_a_view_is_read_below_a_thousand_and_not_at_it(text: str, read: bool) -> None:
    """Numbers that no map can have are refused before anything is computed with them."""
    assert (MapView.parse(text) is not None) is read


@pytest.mark.parametrize(
    ("text", "page"), [("999999", 100_000), ("1000000", 1), ("07", 7), ("-2", 1), ("1.5", 1), ("", 1)]
)
def test_a_page_of_an_address_has_at_most_six_digits(text: str, page: int) -> None:
    """More are no page, and no work."""
    assert State.from_query(f"page={text}").page == page


def test_clearing_leaves_nothing_of_any_filter_and_all_else() -> None:
    """Every filter is set before, and every other key is kept."""
    filters = {
        "country": ("ES",),
        "role": ("member",),
        "topic": ("a", "b"),
        "match": "all",
        "attended": ("e",),
        "q": "x",
    }
    others = {"city": "rome", "tab": "gaps", "sort": "-city", "show": "matching", "theme": "dark", "lang": "fi"}
    for key, value in filters.items():
        assert State(**{key: value}, **others).cleared() == State(**others)  # type: ignore[arg-type]  # of mixed types
    assert State(**filters, **others, page=7).cleared() == State(**others)  # type: ignore[arg-type]  # as above


def test_keeping_some_keys_resets_all_others() -> None:
    """What an export depends on is what it is remembered by."""
    state = State(country=("ES",), q="x", tab="gaps", page=3)
    assert state.keep("country", "page") == State(country=("ES",), page=3)
    assert state.keep() == State()


def test_an_opener_of_a_state_that_searches_for_its_holder() -> None:
    """A search for the very words that hold the place of the value comes through whole."""
    state = State(q="city=value-of-this-kind", about="x")
    assert state.href_template("city")("rome") == state.open("city", "rome").href()


@pytest.mark.parametrize(
    ("query", "city"),
    [
        ("city=&city=rome", "rome"),
        ("city=rome&", "rome"),
        ("?city=rome", "rome"),
        ("city=rome+city", "rome city"),
        ("??city=rome", ""),
    ],
)
def test_empty_values_are_passed_over(query: str, city: str) -> None:
    """The first that says something counts; one question mark is no part of the address."""
    assert State.from_query(query).city == city


@pytest.mark.parametrize(("count", "read"), [(MAX_VALUES - 1, True), (MAX_VALUES, False)])
def test_an_address_is_read_up_to_its_last_value(count: int, read: bool) -> None:
    """At the limit, and one past it."""
    query = "&".join(["x=1"] * count + ["q=last"])
    assert State.from_query(query).q == ("last" if read else "")


@pytest.mark.parametrize(("text", "embed"), [("1", True), ("0", False), ("true", False), ("", False)])
def test_only_1_embeds(text: str, embed: bool) -> None:
    """And nothing does not."""
    assert State.from_query(f"embed={text}").embed is embed
    assert State.from_query("").embed is False


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ((50.0, 180.0, 3.0), (50.0, 180.0, 3.0)),
        ((50.0, -180.0, 3.0), (50.0, -180.0, 3.0)),
        ((50.0, 181.0, 3.0), (50.0, -179.0, 3.0)),
        ((50.0, -181.5, 3.0), (50.0, 178.5, 3.0)),
        ((50.0, 541.0, 3.0), (50.0, -179.0, 3.0)),
        ((85.0, 0.0, 0.0), (85.0, 0.0, 0.0)),
        ((85.1, 0.0, -0.1), (85.0, 0.0, 0.0)),
        ((-85.1, 0.0, 20.1), (-85.0, 0.0, 20.0)),
        ((0.0, 0.0, 0.5), (0.0, 0.0, 0.5)),
        ((0.0, 0.0, 3.456), (0.0, 0.0, 3.46)),
        ((1.23456, 2.34567, 3.0), (1.235, 2.346, 3.0)),
        ((1.2345678, 2.3456789, 12.0), (1.2346, 2.3457, 12.0)),
        ((1.2345678, 2.3456789, 20.0), (1.2345678, 2.3456789, 20.0)),
    ],
)
def test_a_view_stays_on_the_map(given: tuple[float, float, float], kept: tuple[float, float, float]) -> None:
    """Longitudes turn round the world, latitudes and zooms end; digits are as many as the zoom can show."""
    view = MapView(*given)
    assert (view.latitude, view.longitude, view.zoom) == kept


@pytest.mark.parametrize("number", [-0.0, -0.0001])
def test_a_view_has_no_minus_before_nothing(number: float) -> None:
    """Two addresses of one view would be two."""
    assert str(MapView(number, number, number)) == "0,0,0"


@pytest.mark.parametrize(("zoom", "digits"), [(9.4, 3), (9.5, 4), (12.7, 4), (12.8, 5)])
def test_two_pixels_stay_apart_at_every_zoom(zoom: float, digits: int) -> None:
    """One digit more where they would not."""
    view = MapView(1.23456789, 0, zoom)
    assert view.latitude == round(1.23456789, digits)


@pytest.mark.parametrize(("show", "kept"), [("matching", "matching"), ("MATCHING", ""), ("all", ""), ("", "")])
def test_cities_that_do_not_match_fade_unless_they_are_hidden(show: str, kept: str) -> None:
    """There is one word for it."""
    assert State(show=show).show == kept
    assert State.from_query(f"show={show}").show == kept


def test_no_blank_value_hides_one_that_is_not() -> None:
    """Of any key."""
    assert State.from_query("q=&q=x&country=&country=ES&sort=&sort=city") == State(q="x", country=("ES",), sort="city")
