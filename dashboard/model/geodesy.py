"""Great-circle distances on a sphere with the mean Earth radius.

Distances on this sphere and on the WGS 84 ellipsoid differ by at most 0.56 %.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 of the WGS 84 ellipsoid (IUGG)."""


def distance_km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Return the great-circle distance in kilometres between two places in degrees, WGS 84 (haversine)."""
    south, north = radians(latitude), radians(to_latitude)
    half_chord = sin((north - south) / 2) ** 2
    half_chord += cos(south) * cos(north) * sin(radians(to_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half_chord)))


def distances_km(
    latitude: float, longitude: float, latitudes: npt.NDArray[np.float64], longitudes: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return great-circle distances in kilometres from one place to others (haversine).

    Args:
        latitude, longitude: degrees, WGS 84.
        latitudes, longitudes: degrees, one per place; NaN gives NaN.
    """
    import numpy as np  # imported here: the geocoder needs only the function above, without NumPy

    phi, phis = np.radians(latitude), np.radians(latitudes)
    half_chord = (
        np.sin((phis - phi) / 2) ** 2 + np.cos(phi) * np.cos(phis) * np.sin(np.radians(longitudes - longitude) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half_chord, 0, 1))), dtype=np.float64)
