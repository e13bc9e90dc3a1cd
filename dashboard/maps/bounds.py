"""Bounding boxes: which cities are inside, and parsing of boxes and zooms from an address."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dashboard.model.network import Network

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; east is less than west where the box crosses ±180°."""


EUROPE: Box = (-26.0, 29.0, 46.0, 66.0)
"""The default view: from Madeira to the Black Sea and from the Alborán Sea to Karelia."""


WORLD: Box = (-180.0, -90.0, 180.0, 90.0)


def contains(network: Network, box: Box) -> npt.NDArray[np.bool_]:
    """Return which cities are inside a box: bool, one per city; False without coordinates."""
    west, south, east, north = box
    longitudes = network.cities["longitude"].to_numpy(dtype=float)
    latitudes = network.cities["latitude"].to_numpy(dtype=float)
    beyond_west, within_east = longitudes >= west, longitudes <= east
    across = beyond_west & within_east if west <= east else beyond_west | within_east
    return np.asarray(across & (latitudes >= south) & (latitudes <= north), dtype=bool)


def read_box(text: str) -> Box | None:
    """Read "-26,29,46,66" (west, south, east, north in degrees), or return None."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not all(abs(number) <= 3600 for number in (west, south, east, north)) or south > north:
        return None
    if east - west >= 360:
        return (-180.0, south, 180.0, north)
    return (_wrapped(west), south, _wrapped(east), north)


def read_zoom(text: str) -> float | None:
    """Read the zoom of a map, from -4 to 24, or return None; the world on a phone is smaller than at zoom 0."""
    try:
        zoom = float(text)
    except ValueError:
        return None
    return zoom if -4 <= zoom <= 24 else None


def _wrapped(longitude: float) -> float:
    return (longitude + 180.0) % 360.0 - 180.0
