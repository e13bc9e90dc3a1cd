"""Geocoding: find the coordinates of place names, offline. The only package that imports geopy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.geocoding.gazetteer import Gazetteer

__all__ = ["Gazetteer"]


def __getattr__(name: str) -> object:
    """Import `Gazetteer`, and geopy, on first use."""
    if name == "Gazetteer":
        from dashboard.geocoding.gazetteer import Gazetteer

        return Gazetteer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
