"""Colours and sizes of the map, in light and dark, for WebGL and SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from dashboard.maps import basemap_style
from dashboard.model.network import Role

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
    faded: str
    halo: str
    accent: str
    lighthouse: str
    follower: str
    member: str

    def of(self, role: str) -> str:
        """Return the colour of a role; cities without a role look like members."""
        return {Role.LIGHTHOUSE: self.lighthouse, Role.FOLLOWER: self.follower}.get(Role(role or "member"), self.member)


def _on(palette: basemap_style.Palette, **own: str) -> MapColours:
    """Add the colours of cities to those of the basemap."""
    return MapColours(
        water=palette.water,
        land=palette.land,
        border=palette.border,
        country=palette.label,
        halo=palette.halo,
        faded=palette.faded,
        **own,
    )


LIGHT = _on(
    basemap_style.LIGHT, text="#15202b", accent="#0b6b78", lighthouse="#d98a00", follower="#0072b2", member="#00845f"
)


DARK = _on(
    basemap_style.DARK, text="#e7ecf0", accent="#4fb9c6", lighthouse="#f0a830", follower="#4aa3df", member="#2fbf91"
)


PAGE = MapColours(**{name.name: f"var(--map-{name.name})" for name in fields(MapColours)})
"""Colours of the page's theme: the style sheet defines --map-water, --map-land and so on, in light and dark."""
