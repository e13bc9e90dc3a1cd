"""Geocoding: names of places to coordinates, offline. The only package that imports geopy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.geocoding.gazetteer import Gazetteer

__all__ = ["Gazetteer"]


def __getattr__(name: str) -> object:
    """Import the geocoder, and geopy with it, when it is asked for."""
    if name == "Gazetteer":
        from dashboard.geocoding.gazetteer import Gazetteer

        return Gazetteer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
