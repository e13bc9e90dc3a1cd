"""Colours and sizes of the map, in light and dark, for WebGL and SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from dashboard.model.entities import Role

RADIUS: Mapping[str, float] = {Role.LIGHTHOUSE: 9, Role.FOLLOWER: 7, Role.MEMBER: 6, "": 6}
"""Pixels, by role."""


RING = 4
"""Pixels from the circle of a lighthouse city to the line around it."""


@dataclass(frozen=True, slots=True)
class MapColours:
    """All colours of the picture, as CSS colours."""

    water: str
    land: str
    border: str
    country: str
    text: str
    dimmed: str
    halo: str
    accent: str
    lighthouse: str
    follower: str
    member: str

    def of(self, role: str) -> str:
        """Return the colour of a role; cities without a role look like members."""
        return {Role.LIGHTHOUSE: self.lighthouse, Role.FOLLOWER: self.follower}.get(Role(role or "member"), self.member)


LIGHT = MapColours(
    water="#dbe7ee",
    land="#f7f5ef",
    border="#d3cec1",
    country="#656e78",
    text="#15202b",
    dimmed="#5a6470",
    halo="#f7f5ef",
    accent="#0b6b78",
    lighthouse="#d98a00",
    follower="#0072b2",
    member="#00845f",
)


DARK = MapColours(
    water="#0d1a22",
    land="#202b33",
    border="#33414a",
    country="#8b99a4",
    text="#e7ecf0",
    dimmed="#8f9ca7",
    halo="#202b33",
    accent="#4fb9c6",
    lighthouse="#f0a830",
    follower="#4aa3df",
    member="#2fbf91",
)


PAGE = MapColours(**{name.name: f"var(--map-{name.name})" for name in fields(MapColours)})
"""Colours of the page's theme: the style sheet defines --map-water, --map-land and so on, in light and dark."""
