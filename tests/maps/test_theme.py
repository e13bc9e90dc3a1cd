"""Colours and sizes of the map: roles are told apart by size and colour, in both themes and on the page."""

from __future__ import annotations

import re
from dataclasses import astuple, fields

import pytest

from dashboard.maps.theme import DARK, LIGHT, PAGE, RADIUS, MapColours
from dashboard.model.entities import Role
from tests.sources import styles


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_each_colour_of_a_theme_is_literal(colours: MapColours) -> None:
    """A picture that is saved has no style sheet; no two roles share a colour."""
    assert all(re.fullmatch(r"#[0-9a-f]{6}|rgba?\([\d., %]+\)", colour) for colour in astuple(colours))
    assert len({colours.of(role) for role in Role}) == len(Role)


def test_each_colour_of_the_page_is_a_variable_that_the_style_sheet_defines() -> None:
    """Light and dark follow the page without another picture."""
    sheet = styles()
    for name in fields(MapColours):
        assert getattr(PAGE, name.name) == f"var(--map-{name.name})"
        assert f"--map-{name.name}:" in sheet


@pytest.mark.parametrize(
    ("role", "field"),
    [("lighthouse", "lighthouse"), ("follower", "follower"), ("member", "member"), ("", "member")],
)
def test_a_role_has_its_colour_and_none_looks_like_a_member(role: str, field: str) -> None:
    """A list of other people has no roles."""
    assert LIGHT.of(role) == getattr(LIGHT, field)
    assert RADIUS[""] == RADIUS["member"]


def test_the_more_experienced_role_is_the_larger_circle() -> None:
    """Sizes tell the roles without colours."""
    sizes = [RADIUS[role] for role in Role]
    assert sizes == sorted(set(sizes), reverse=True)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_names_of_countries_can_be_read(colours: MapColours) -> None:
    """The names keep the contrast of WCAG AA, 4.5 to 1, on land."""
    bright, dim = sorted((luminance(colours.country), luminance(colours.land)), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5
