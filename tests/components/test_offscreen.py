"""What lies outside the visible part of the map is counted and can be reached, across ±180° too."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.offscreen import MAX_NAMES, offscreen_view
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.maps.bounds import EUROPE, Box, contains, read_box, read_zoom
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, cases, network_of
from tests.seen import goal, links, text, walk

ISLANDS = network_of(
    [
        Town("suva", "FJ", at=(-18.1, 178.4)),
        Town("apia", "WS", at=(-13.8, -171.8)),
        Town("rome", "IT", at=(41.9, 12.5)),
        Town("lost", "FJ", at=None),
    ]
)


@pytest.mark.parametrize(
    ("box", "cities"),
    [
        ((-180, -90, 180, 90), "suva apia rome"),
        ((170, -30, -170, 0), "suva apia"),
        ((170, -30, 179, 0), "suva"),
        ((-179, -30, -170, 0), "apia"),
        ((0, 40, 20, 50), "rome"),
        ((13, 40, 12, 50), ""),
        ((12.5, 41.9, 12.5, 41.9), "rome"),
        ((178, -18, 179, 0), ""),
    ],
)
def test_box_holds_what_lies_in_it(box: Box, cities: str) -> None:
    """East may be less than west: then the box crosses ±180°; a city without a place lies in none."""
    assert [city for city, held in zip(ISLANDS.cities["id"], contains(ISLANDS, box), strict=True) if held] == (
        cities.split()
    )


@pytest.mark.parametrize(
    ("written", "box"),
    [
        ("-26,29,46,66", (-26, 29, 46, 66)),
        ("170,-30,190,0", (170, -30, -170, 0)),
        ("-190,-30,-170,0", (170, -30, -170, 0)),
        ("-200,-80,200,80", (-180, -80, 180, 80)),
        ("-180,-80,180,80", (-180, -80, 180, 80)),
        ("350,0,370,1", (-10, 0, 10, 1)),
        ("", None),
        ("1,2,3", None),
        ("1,2,3,4,5", None),
        ("a,b,c,d", None),
        ("nan,0,1,1", None),
        ("0,nan,1,1", None),
        ("0,0,inf,1", None),
        ("0,10,1,5", None),
        ("1e9,0,1,1", None),
    ],
)
def test_box_is_read_as_the_map_writes_it(written: str, box: Box | None) -> None:
    """A map that was dragged around the world has longitudes beyond 180; what is no box is None."""
    assert read_box(written) == box


@given(st.text(max_size=40) | st.lists(st.floats(), min_size=4, max_size=4).map(lambda one: ",".join(map(str, one))))
def test_any_text_is_read(written: str) -> None:
    """A box is four finite numbers in their ranges, or None."""
    box = read_box(written)
    if box is not None:
        west, south, east, north = box
        assert -180 <= west <= 180
        assert -180 <= east <= 180
        assert south <= north
        assert np.isfinite(box).all()


@given(cases(), st.tuples(st.floats(-180, 180), st.floats(-90, 0), st.floats(-180, 180), st.floats(0, 90)))
def test_counts_are_of_matching_cities(case: tuple[Network, State], box: Box) -> None:
    """Those inside, those outside and those without a place are all that match, and each leads to its city."""
    network, state = case
    view = offscreen_view(Selection(network, state), box)
    matching = Selection(network, state).mask
    placed = ~np.isnan(network.cities["latitude"].to_numpy(dtype=float))
    counts = {
        "outside this view": int(np.count_nonzero(matching & placed & ~contains(network, box))),
        "without coordinates": int(np.count_nonzero(matching & ~placed)),
    }
    said = [text(one) for one in walk(view) if one._type == "Summary"]
    assert said == [f"{count} {words}" for words, count in counts.items() if count]
    opened = [goal(link).city for link in links(view)]
    assert len(opened) == sum(min(count, MAX_NAMES) for count in counts.values())
    assert all(goal(link) == state.open("city", city) for link, city in zip(links(view), opened, strict=True))


def test_long_list_is_cut_and_says_so() -> None:
    """Beyond twelve names the others are counted."""
    network = network_of([Town(f"town-{number}", at=(0.0, 0.0)) for number in range(MAX_NAMES + 5)])
    view = offscreen_view(Selection(network, State()), EUROPE)
    assert "and 5 more" in text(view)
    assert len(links(view)) == MAX_NAMES


def test_cities_beyond_europe_are_outside_the_first_view() -> None:
    """Of the network's own 22, those in Latin America and China are."""
    view = offscreen_view(Selection(load(default_data()), State()), EUROPE)
    countries = {text(one) for one in walk(view) if one._type == "Span" and text(one) in ("Colombia", "China")}
    assert countries == {"Colombia", "China"}


@pytest.mark.parametrize(
    ("text", "zoom"),
    [("-0.3", -0.3), ("0", 0.0), ("22.5", 22.5), ("-5", None), ("25", None), ("nan", None), ("x", None)],
)
def test_zoom_is_read_also_below_zero(text: str, zoom: float | None) -> None:
    """The whole world on a phone is smaller than at zoom 0."""
    assert read_zoom(text) == zoom
