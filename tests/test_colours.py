"""Colours: contrast of all pairs, and roles that are distinguishable for colour-blind users.

Colour blindness is simulated with the matrices of Machado, Oliveira and Fernandes (2009) for full severity, in linear
sRGB; differences are CIE 1976 Lab distances, where 2.3 is just noticeable. Contrast is that of WCAG 2.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from dashboard.maps.theme import DARK, LIGHT, MapColours
from tests.sources import styles

Vector = npt.NDArray[np.float64]

EYES = {
    "usual": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
JUST_NOTICEABLE = 2.3
WHITE = XYZ @ np.ones(3)

# Pairs of foreground and background tokens: text needs 4.5, graphics and large text 3.
TEXT = [
    ("text", "page"), ("text", "surface"), ("text", "tint"), ("muted", "page"), ("muted", "surface"),
    ("accent", "page"), ("accent", "surface"), ("accent", "tint"), ("doubt", "page"), ("doubt", "surface"),
    ("map-text", "map-land"), ("map-text", "map-water"), ("map-country", "map-land"),
    ("map-dimmed", "map-land"), ("map-dimmed", "map-water"),
]  # fmt: skip
SIGNS = [("line-strong", "surface"), ("line-strong", "page"), ("follower", "map-land"), ("member", "map-land")]


def linear(colour: str) -> Vector:
    """Convert #rrggbb to linear sRGB."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    high, low = sorted((float(XYZ[1] @ linear(colour)) for colour in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, eyes: str) -> Vector:
    """Convert a colour to CIE 1976 Lab."""
    seen = XYZ @ np.clip(EYES[eyes] @ linear(colour), 0, 1) / WHITE
    root = np.where(seen > 216 / 24389, np.cbrt(seen), (24389 / 27 * seen + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def tokens(theme: str) -> dict[str, str]:
    """Return the colours of the style sheet in one theme."""
    style = styles()
    start = style.index(":root {")
    block = style[start : style.index("}", start)]
    pairs = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\);", block)
    found = {name: dark if theme == "dark" else light for name, light, dark in pairs}
    return {
        name: "#" + "".join(2 * digit for digit in hue[1:]) if len(hue) == 4 else hue for name, hue in found.items()
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_is_sufficient(theme: str) -> None:
    """Text has a contrast of at least 4.5, graphics of 3 (WCAG 1.4.3, 1.4.11)."""
    colours = tokens(theme)
    poor = {
        (front, back): round(contrast(colours[front], colours[back]), 2)
        for pairs, least in ((TEXT, 4.5), (SIGNS, 3.0))
        for front, back in pairs
        if contrast(colours[front], colours[back]) < least
    }
    assert poor == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
def test_roles_differ_for_colour_blind_users(
    colours: MapColours, eyes: str, record_property: Callable[[str, object], None]
) -> None:
    """The colours of roles differ by at least four just noticeable differences; size and ring differ too."""
    roles = {"lighthouse": colours.lighthouse, "follower": colours.follower, "member": colours.member}
    far = {
        f"{one} and {other}": round(float(np.linalg.norm(lab(roles[one], eyes) - lab(roles[other], eyes))), 1)
        for one, other in combinations(roles, 2)
    }
    record_property("differences", far)
    assert min(far.values()) >= 4 * JUST_NOTICEABLE, far


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
def test_circles_stand_out_from_land_and_water(colours: MapColours, eyes: str) -> None:
    """Circles are visible on the map for all users."""
    grounds = (colours.land, colours.water)
    near = {
        (role, ground): round(float(np.linalg.norm(lab(role, eyes) - lab(ground, eyes))), 1)
        for role in (colours.lighthouse, colours.follower, colours.member)
        for ground in grounds
    }
    assert min(near.values()) >= 10 * JUST_NOTICEABLE, near


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_map_and_page_have_the_same_colours(theme: str) -> None:
    """Python and the style sheet use the same colours, so that nothing changes when the live map loads."""
    colours, drawn = tokens(theme), DARK if theme == "dark" else LIGHT
    names = ("water", "land", "border", "country", "text", "dimmed", "halo")
    assert {name: colours[f"map-{name}"] for name in names} == {name: getattr(drawn, name) for name in names}
    roles = ("lighthouse", "follower", "member", "accent")
    assert {name: colours[name] for name in roles} == {name: getattr(drawn, name) for name in roles}
