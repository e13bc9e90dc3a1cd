"""Great-circle distances: symmetric, not negative, correct across ±180° and at the poles."""

from __future__ import annotations

import math

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from dashboard.model.geodesy import EARTH_RADIUS_KM, distance_km, distances_km

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)


def distance(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the kilometres between two places."""
    return float(distances_km(*start, np.array([end[0]]), np.array([end[1]]))[0])


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (0, 90), EARTH_RADIUS_KM * math.pi / 2),
        ((90, 0), (-90, 123), EARTH_RADIUS_KM * math.pi),
        ((90, 10), (90, -170), 0),
        ((0, 179.5), (0, -179.5), EARTH_RADIUS_KM * math.radians(1)),
        ((0, 180), (0, -180), 0),
        ((45, 20), (46, 20), EARTH_RADIUS_KM * math.radians(1)),
    ],
)
def test_distance_on_the_sphere(start: tuple[float, float], end: tuple[float, float], wanted: float) -> None:
    """A degree of latitude, a quarter and half of the Earth, and no jump at ±180°."""
    assert distance(start, end) == pytest.approx(wanted, abs=1e-6)


@given(points, points)
def test_distance_is_symmetric(start: tuple[float, float], end: tuple[float, float]) -> None:
    """Both directions are equal, and no distance exceeds half the circumference."""
    assert distance(start, end) == pytest.approx(distance(end, start), abs=1e-6)
    assert 0 <= distance(start, end) <= EARTH_RADIUS_KM * math.pi + 1e-6


@given(points, points)
def test_distance_agrees_with_the_angle_between_vectors(start: tuple[float, float], end: tuple[float, float]) -> None:
    """The formula for the angle between vectors gives the same result."""

    def vector(place: tuple[float, float]) -> np.ndarray:
        phi, lam = map(math.radians, place)
        return np.array([math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)])

    one, other = vector(start), vector(end)
    angle = math.atan2(float(np.linalg.norm(np.cross(one, other))), float(one @ other))
    assert distance(start, end) == pytest.approx(EARTH_RADIUS_KM * angle, abs=1e-3)


@given(points, points)
def test_scalar_and_vectorized_distances_agree(start: tuple[float, float], end: tuple[float, float]) -> None:
    """The functions for two places and for columns give the same number."""
    assert distance_km(*start, *end) == pytest.approx(distance(start, end), abs=1e-6)


@pytest.mark.parametrize(("start", "end"), [((0, 0), (0, 1)), ((47.2, -1.6), (60.2, 24.9)), ((0, 0), (89, 0))])
def test_the_sphere_differs_little_from_the_ellipsoid(start: tuple[float, float], end: tuple[float, float]) -> None:
    """The geodesic on WGS 84 (Karney) is within 0.57 % of the great circle on the mean sphere."""
    assert distance_km(*start, *end) == pytest.approx(geodesic(start, end).km, rel=0.0057)


def test_distance_of_an_unknown_place_is_nan() -> None:
    """A city without a place has no distance."""
    found = distances_km(10.0, 10.0, np.array([np.nan, 10.0]), np.array([np.nan, 10.0]))
    assert np.isnan(found[0])
    assert found[1] == 0
