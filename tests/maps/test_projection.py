"""Places fall where MapLibre draws them, and views hold what they are asked to hold."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.maps.projection import MAX_LATITUDE, TILE, Bounds, View, bounds_of, fit, latitude_of, world_y

LATITUDES = st.floats(-85, 85)
LONGITUDES = st.floats(-180, 180, exclude_max=True)


def test_the_world_is_one_tile_wide_at_zoom_0() -> None:
    """The corners of the Mercator world are the corners of a view of its size."""
    view = View(0, 0, 0, TILE, TILE)
    assert view.pixel(0, 0) == (TILE / 2, TILE / 2)
    assert view.pixel(MAX_LATITUDE, -180 + 1e-9)[0] == pytest.approx(0, abs=1e-6)
    assert view.pixel(MAX_LATITUDE, 0)[1] == pytest.approx(0, abs=1e-4)
    assert view.pixel(-MAX_LATITUDE, 0)[1] == pytest.approx(TILE, abs=1e-4)


@pytest.mark.parametrize(
    ("latitude", "longitude", "pixel"),
    [  # what map.project of MapLibre 6.9 says in a map of 900 × 620 pixels, its middle 49.5 N, 10.5 E, its zoom 3.35
        (60.16952, 24.93545, (659.34, 39.37)),
        (36.72016, -4.42034, (233.63, 565.33)),
        (40.8897, 29.18566, (720.97, 487.70)),
        (31.46784, 104.68168, (1815.79, 657.36)),
    ],
)
def test_pixels_are_those_of_maplibre(latitude: float, longitude: float, pixel: tuple[float, float]) -> None:
    """The same place of the same view is at most a twentieth of a pixel away from where the WebGL map has it."""
    assert View(49.5, 10.5, 3.35, 900, 620).pixel(latitude, longitude) == pytest.approx(pixel, abs=0.05)


@given(LATITUDES)
def test_latitudes_come_back(latitude: float) -> None:
    """Projecting there and back changes nothing."""
    assert latitude_of(world_y(latitude)) == pytest.approx(latitude, abs=1e-6)


@pytest.mark.parametrize(("longitude", "place"), [(179, 170), (-179, -170), (179, -179), (-179, 179)])
def test_a_place_beyond_the_antimeridian_is_near(longitude: float, place: float) -> None:
    """A view near ±180° shows the other side, in the nearest copy of the world."""
    x, _ = View(0, longitude, 4, 800, 600).pixel(0, place)
    assert -400 < x < 1200


@pytest.mark.parametrize(
    ("places", "bounds"),
    [
        ([(10, 20)], Bounds(10, 20, 10, 20)),
        ([(10, 20), (50, -5)], Bounds(10, -5, 50, 20)),
        ([(-18, 178), (-14, -172)], Bounds(-18, 178, -14, 188)),
        ([(0, 0), (0, 120), (0, -120)], Bounds(0, -120, 0, 120)),
        ([(math.nan, math.nan), (1, 2)], Bounds(1, 2, 1, 2)),
        ([], None),
    ],
)
def test_bounds_take_the_short_way_round(places: list[tuple[float, float]], bounds: Bounds | None) -> None:
    """Bounds cross ±180° where that is shorter, and leave out places that are none."""
    assert bounds_of(places) == bounds


@given(
    st.lists(st.tuples(LATITUDES, LONGITUDES), min_size=1, max_size=9), st.integers(200, 2400), st.integers(200, 1400)
)
def test_a_fitted_view_shows_every_place(places: list[tuple[float, float]], width: int, height: int) -> None:
    """Whatever the places and the size, all of them are in the view, or the view is as wide as MapLibre allows.

    The padding may be less near the ends of the world, where no view can go beyond.
    """
    bounds = bounds_of(places)
    assert bounds is not None
    view = fit(bounds, width=width, height=height, padding=20)
    widest = view.zoom == pytest.approx(math.log2(height / TILE))
    assert widest or all(view.shows(*place, margin=-0.01) for place in places)


@given(LATITUDES, st.floats(-720, 720), st.floats(-3, 12), st.integers(100, 3000), st.integers(100, 2000))
def test_a_held_view_shows_nothing_beyond_the_poles(
    latitude: float, longitude: float, zoom: float, width: int, height: int
) -> None:
    """The top and bottom edges of a clamped view are inside the world; clamping it again changes nothing."""
    view = View(latitude, longitude, zoom, width, height).clamped()
    assert view.top >= -0.01
    assert view.top + view.height <= view.size + 0.01
    assert -180 <= view.longitude < 180
    again = view.clamped()
    assert (again.latitude, again.zoom) == pytest.approx((view.latitude, view.zoom), abs=1e-6)


@pytest.mark.parametrize(
    ("view", "held"),
    [  # what getCenter and getZoom of MapLibre 6.9 say after jumpTo in a map of 900 × 620 pixels
        (View(80, 200, -1, 900, 620), View(0, -160, 0.27612, 900, 620)),
        (View(84, 10, 1.5, 900, 620), View(71.16472, 10, 1.5, 900, 620)),
    ],
)
def test_views_are_held_as_maplibre_holds_them(view: View, held: View) -> None:
    """A view too wide or too far north moves to where the WebGL map moves."""
    found = view.clamped()
    assert (found.latitude, found.longitude, found.zoom) == pytest.approx(
        (held.latitude, held.longitude, held.zoom), abs=1e-4
    )


def test_europe_fits_a_phone() -> None:
    """The named view holds Cork, Joensuu and Kartal at 360 pixels."""
    view = fit(Bounds(south=35.5, west=-10.5, north=63.5, east=31.5), width=360, height=420, padding=16)
    assert all(view.shows(*place) for place in ((51.9, -8.5), (62.6, 29.8), (40.9, 29.2), (36.7, -4.4)))
