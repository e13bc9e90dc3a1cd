"""Web Mercator exactly as in MapLibre: pixels of places, and views that contain given places.

The world is 512 pixels wide at zoom 0 and doubles with every zoom. Degrees are WGS 84, latitude before longitude.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

TILE = 512
MAX_LATITUDE = 85.051129
"""The latitude limit that makes Web Mercator a square."""


def world_x(longitude: float) -> float:
    """Return the projected x, from 0 at 180° west to 1 at 180° east."""
    return (longitude + 180) / 360


def world_y(latitude: float) -> float:
    """Return the projected y, from 0 in the north to 1 in the south."""
    bounded = max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude))
    return (1 - math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2)) / math.pi) / 2


def latitude_of(y: float) -> float:
    """Return the latitude of a projected y; the inverse of `world_y`."""
    return math.degrees(2 * math.atan(math.exp(math.pi * (1 - 2 * y))) - math.pi / 2)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A bounding box in degrees; `east` is greater than 180 if it crosses ±180°."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class View:
    """A viewport: centre in degrees, zoom, width and height in pixels."""

    latitude: float
    longitude: float
    zoom: float
    width: float
    height: float

    @property
    def size(self) -> float:
        """Width of the whole world in pixels."""
        return float(TILE * 2.0**self.zoom)

    @property
    def left(self) -> float:
        """Pixels from 180° west to the left edge of the view, in the world copy of its centre."""
        return world_x(self.longitude) * self.size - self.width / 2

    @property
    def top(self) -> float:
        """Pixels from the north edge of the world to the top edge of the view."""
        return world_y(self.latitude) * self.size - self.height / 2

    @property
    def world_copies(self) -> range:
        """Numbers of the visible world copies; 0 is the one with the centre."""
        return range(math.floor(self.left / self.size), math.floor((self.left + self.width) / self.size) + 1)

    def pixel(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return the pixels from the top left corner to a place, in the world copy nearest to the centre."""
        return self.placer()(latitude, longitude)

    def placer(self) -> Callable[[float, float], tuple[float, float]]:
        """Return `pixel` as a function for many places, with the shared terms precomputed."""
        size, left, top, middle = self.size, self.left, self.top, self.longitude

        def place(latitude: float, longitude: float) -> tuple[float, float]:
            turn = round((middle - longitude) / 360)
            return world_x(longitude + 360 * turn) * size - left, world_y(latitude) * size - top

        return place

    def pixels(
        self, longitudes: npt.NDArray[np.float64], ys: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return the pixels of many places at once.

        Args:
            longitudes: degrees east.
            ys: projected y coordinates, from `world_y`.
        """
        turns = np.round((self.longitude - longitudes) / 360)
        return (longitudes + 360 * turns + 180) / 360 * self.size - self.left, ys * self.size - self.top

    def shows(self, latitude: float, longitude: float, *, margin: float = 0) -> bool:
        """Return whether a place is inside the view, at least `margin` pixels from its edge."""
        x, y = self.pixel(latitude, longitude)
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin

    def clamped(self) -> View:
        """Return the view clamped as in MapLibre, so that it shows nothing north or south of the world."""
        zoom = max(self.zoom, math.log2(self.height / TILE))
        half = self.height / (TILE * 2.0**zoom) / 2
        middle = max(half, min(1 - half, world_y(self.latitude)))
        longitude = (self.longitude + 180) % 360 - 180
        return replace(self, latitude=latitude_of(middle), longitude=longitude, zoom=zoom)


def bounds_of(places: Iterable[tuple[float, float]]) -> Bounds | None:
    """Return the smallest bounds of places (latitude, longitude), across ±180° if necessary."""
    found = [place for place in places if math.isfinite(place[0]) and math.isfinite(place[1])]
    if not found:
        return None
    latitudes = [latitude for latitude, _ in found]
    longitudes = sorted({(longitude + 180) % 360 - 180 for _, longitude in found})
    gaps = [after - before for before, after in zip(longitudes, [*longitudes[1:], longitudes[0] + 360], strict=True)]
    widest = max(range(len(gaps)), key=lambda place: (gaps[place], place))  # on a tie, the gap at ±180°
    west = longitudes[(widest + 1) % len(longitudes)]
    return Bounds(min(latitudes), west, max(latitudes), west + 360 - gaps[widest])


def fit(bounds: Bounds, *, width: float, height: float, padding: float = 40, max_zoom: float = 9) -> View:
    """Return the clamped view of this size with the highest zoom that shows bounds with `padding` pixels around."""
    top, bottom = world_y(bounds.north), world_y(bounds.south)
    across, down = (bounds.east - bounds.west) / 360, bottom - top
    room_x, room_y = max(1.0, width - 2 * padding), max(1.0, height - 2 * padding)
    scales = [room / (share * TILE) for room, share in ((room_x, across), (room_y, down)) if share > 0]
    zoom = min([math.log2(scale) for scale in scales] + [max_zoom])
    middle = View(latitude_of((top + bottom) / 2), (bounds.west + bounds.east) / 2, zoom, width, height)
    return middle.clamped()
