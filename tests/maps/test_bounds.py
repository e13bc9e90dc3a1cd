"""Boxes hold what lies in them, edges included, also across ±180°; those of an address are read or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.maps.bounds import WORLD, Box, contains, read_box, read_zoom
from tests.networks import Town, network_of


def inside(box: Box, latitude: float, longitude: float) -> bool:
    """Whether a box contains one place."""
    return bool(contains(network_of([Town("alba", at=(latitude, longitude))]), box)[0])


@pytest.mark.parametrize(
    ("latitude", "longitude", "found"),
    [
        (40, 10, True),
        (50, 20, True),
        (45, 15, True),
        (39.99, 15, False),
        (50.01, 15, False),
        (45, 9.99, False),
        (45, 20.01, False),
    ],
)
def test_a_box_holds_its_edges_and_nothing_past_them(latitude: float, longitude: float, found: bool) -> None:
    """An example at each limit and one past it."""
    assert inside((10.0, 40.0, 20.0, 50.0), latitude, longitude) is found


@pytest.mark.parametrize(
    ("longitude", "found"), [(170, True), (-170, True), (180, True), (169.99, False), (-169.99, False), (0, False)]
)
def test_a_box_may_cross_the_antimeridian(longitude: float, found: bool) -> None:
    """Its east is then less than its west."""
    assert inside((170.0, -10.0, -170.0, 10.0), 0, longitude) is found


def test_a_city_without_a_place_lies_nowhere() -> None:
    """Not even in the world."""
    assert not contains(network_of([Town("alba", at=None)]), WORLD).any()


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("-26,29,46,66", (-26.0, 29.0, 46.0, 66.0)),
        (" -26 , 29,46,66 ", (-26.0, 29.0, 46.0, 66.0)),
        ("170,-10,190,10", (170.0, -10.0, -170.0, 10.0)),
        ("-190,-10,-170,10", (170.0, -10.0, -170.0, 10.0)),
        ("0,10,359,10", (0.0, 10.0, -1.0, 10.0)),
        ("0,10,360,20", (-180.0, 10.0, 180.0, 20.0)),
        ("-3600,0,3600,1", (-180.0, 0.0, 180.0, 1.0)),
        ("-3600.1,0,3600,1", None),
        ("0,0,1,3600.1", None),
        ("0,10,1,9.99", None),
        ("1,2,3", None),
        ("1,2,3,4,5", None),
        ("a,2,3,4", None),
        ("", None),
        ("nan,0,1,1", None),
        ("0,0,inf,1", None),
    ],
)
def test_a_box_of_an_address_is_wrapped_or_refused(text: str, box: Box | None) -> None:
    """West, south, east, north; a map that was turned round the world has longitudes beyond 180."""
    assert read_box(text) == box


@given(*[st.floats(-3600, 3600)] * 4)
def test_a_box_that_was_read_lies_in_the_world(west: float, south: float, east: float, north: float) -> None:
    """Whatever a map may report, longitudes are from -180 to 180."""
    found = read_box(f"{west},{south},{east},{north}")
    assert (found is None) == (south > north)
    if found:
        assert all(-180 <= longitude <= 180 for longitude in (found[0], found[2]))
        assert (found[1], found[3]) == (south, north)


@pytest.mark.parametrize(
    ("text", "zoom"),
    [
        ("-4", -4.0),
        ("-4.01", None),
        ("24", 24.0),
        ("24.01", None),
        ("2.95", 2.95),
        ("", None),
        ("x", None),
        ("nan", None),
    ],
)
def test_a_zoom_is_one_that_a_map_can_have(text: str, zoom: float | None) -> None:
    """On a phone the world is smaller than at zoom 0."""
    assert read_zoom(text) == zoom
