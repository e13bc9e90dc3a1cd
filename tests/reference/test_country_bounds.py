"""Coordinates are checked against the land of their country; warnings suggest corrections."""

from __future__ import annotations

import pytest

from dashboard.reference.country_bounds import is_near, location_warning


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("PT", 32.65, -16.91),  # Funchal
        ("ES", 28.12, -15.43),  # Las Palmas
        ("FJ", -18.14, 178.44),  # Suva
        ("FJ", -16.78, -179.99),  # Taveuni, on the antimeridian
        ("RU", 64.73, 177.51),  # Anadyr
        ("US", 21.31, -157.86),  # Honolulu
        ("FR", -20.88, 55.45),  # Saint-Denis of Réunion
        ("CN", 22.3, 114.17),  # Hong Kong
        ("DK", 62.01, -6.77),  # Tórshavn
        ("MT", 35.9, 14.51),  # Valletta
    ],
)
def test_islands_and_territories_belong_to_their_country(code: str, latitude: float, longitude: float) -> None:
    """All land of a country counts."""
    assert is_near(code, latitude, longitude)
    assert location_warning(code, latitude, longitude) == ""


@pytest.mark.parametrize(
    ("code", "latitude", "longitude", "expected"),
    [
        ("PT", 41.15, 8.62, "41.15, 8.62 is not in Portugal, 41.15, -8.62 would be; is a minus sign of the longitude"),
        ("AU", 33.87, 151.21, "-33.87, 151.21 would be; is a minus sign of the latitude wrong?"),
        ("DE", 13.4, 52.52, "52.52, 13.4 would be; were latitude and longitude swapped?"),
        ("AR", 34.6, 58.4, "-34.6, -58.4 would be; are both signs wrong?"),
        ("NL", 0.5, 0.5, "0.5, 0.5 is not in Netherlands"),
    ],
)
def test_warning_suggests_a_correction(code: str, latitude: float, longitude: float, expected: str) -> None:
    """Lost minus signs and swapped coordinates are common."""
    assert expected in location_warning(code, latitude, longitude)


def test_no_warning_without_data() -> None:
    """Countries without data give no warning."""
    assert location_warning("ZZ", 10, 10) == ""


@pytest.mark.parametrize("up", [-2, -1, 0, 1, 2])
@pytest.mark.parametrize("right", [-2, -1, 0, 1, 2])
def test_adjacent_cells_count(up: int, right: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place is near a country in its cells and their eight neighbours, also across the antimeridian."""
    for east in (10, 179, -180):
        monkeypatch.setattr(
            "dashboard.reference.country_bounds._own_cells", lambda _, east=east: frozenset({(50, east)})
        )
        longitude = (east + right + 0.5 + 180) % 360 - 180
        assert is_near("DE", 50.5 + up, longitude) == (abs(up) < 2 and abs(right) < 2)
