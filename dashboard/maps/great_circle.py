"""Great circles: the shortest path on the globe, as points close enough to look curved."""

from __future__ import annotations

import math


def great_circle(
    latitude: float, longitude: float, to_latitude: float, to_longitude: float, *, steps: int = 60
) -> list[tuple[float, float]]:
    """Return points on the shortest path between two places, both included.

    Longitudes continue beyond ±180° if the path crosses it, so that a map draws no line around the world.

    Args:
        latitude, longitude, to_latitude, to_longitude: degrees, WGS 84.
        steps: number of segments.

    Returns:
        `steps` + 1 pairs of latitude and longitude in degrees.
    """
    start, end = _vector(latitude, longitude), _vector(to_latitude, to_longitude)
    angle = math.acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(start, end, strict=True)))))
    if angle < 1e-9:
        return [(latitude, longitude)] * (steps + 1)
    points: list[tuple[float, float]] = []
    for step in range(steps + 1):
        share = step / steps
        before, after = math.sin((1 - share) * angle) / math.sin(angle), math.sin(share * angle) / math.sin(angle)
        x, y, z = (before * a + after * b for a, b in zip(start, end, strict=True))
        here = math.degrees(math.atan2(y, x))
        if points:
            here += 360 * round((points[-1][1] - here) / 360)
        points.append((math.degrees(math.atan2(z, math.hypot(x, y))), here))
    return points


def _vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    phi, lam = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)
