"""Circles, names and numbers of the picture: short, well-formed, and names of countries give way."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.maps.basemap_style import Country
from dashboard.maps.label_placement import CollisionGrid, Marker
from dashboard.maps.leader_lines import Place
from dashboard.maps.projection import View
from dashboard.maps.svg.marks import REACHES, circle, country_names, name, number, text
from dashboard.maps.theme import LIGHT, PAGE, RADIUS, RING

VIEW = View(50, 10, 4, 600, 400)
MARKER = Marker(50, 10, 'A & "B"')


def parse(drawn: str) -> ET.Element:
    """Read marks as XML."""
    return ET.fromstring(f"<svg>{drawn}</svg>")  # noqa: S314 -- our own output


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (0.04, "0"),
        (0.05, "0.1"),
        (-0.04, "-0"),
        (1.25, "1.2"),
        (12.0, "12"),
        (-12.34, "-12.3"),
        (99999.94, "99999.9"),
        (100000.4, "100000"),
        (-123456.7, "-123457"),
    ],
)
def test_a_number_has_at_most_one_decimal_and_no_exponent(value: float, written: str) -> None:
    """An exponent would be read by some programs and not by others."""
    assert number(value).replace("-0", "0") == written.replace("-0", "0")


@given(st.floats(-1e7, 1e7))
def test_a_number_is_near_what_it_was(value: float) -> None:
    """Within half of what is written last."""
    assert "e" not in number(value)
    assert abs(float(number(value)) - value) <= 0.51


@given(st.text(st.characters(codec=None), max_size=20))
def test_any_text_can_stand_in_xml(value: str) -> None:
    """As a text and as an attribute, whatever code points it has; what XML can hold is all there."""
    root = ET.fromstring(f'<t a="{text(value)}">{text(value)}</t>')  # noqa: S314 -- our own output
    held = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    kept = "".join(held.findall(value))
    assert (root.text or "") == kept.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("role", "opened", "radii"),
    [
        ("member", False, [RADIUS["member"]]),
        ("", False, [RADIUS[""]]),
        ("member", True, [RADIUS["member"], RADIUS["member"] + 3.75]),
        ("lighthouse", False, [RADIUS["lighthouse"] + RING, RADIUS["lighthouse"]]),
        ("lighthouse", True, [RADIUS["lighthouse"] + RING, RADIUS["lighthouse"], RADIUS["lighthouse"] + RING + 3.75]),
    ],
)
def test_a_city_is_a_circle_with_the_rings_of_its_role_and_of_what_is_open(
    role: str, opened: bool, radii: list[float]
) -> None:
    """From below to above; the ring of the open one lies outside of the ring of the role."""
    found = parse(circle(10, 20, role=role, colours=LIGHT, opened=opened))
    assert [float(one.get("r", "")) for one in found] == pytest.approx(radii, abs=0.06)
    assert {(one.get("cx"), one.get("cy")) for one in found} == {("10", "20")}
    assert [one.get("fill") for one in found].count(LIGHT.of(role)) == 1
    assert [one.get("stroke") for one in found].count(LIGHT.accent) == opened


@pytest.mark.parametrize(("anchor", "x"), [("start", "100"), ("end", "140"), ("middle", "120")])
def test_a_name_stands_in_its_box(anchor: str, x: str) -> None:
    """At the left, the right or the middle of it, as its side says, with its letters escaped."""
    place = Place((100, 50, 140, 62), anchor, None)
    [found] = parse(name(MARKER, place, LIGHT, view=VIEW))
    assert (found.get("x"), found.get("text-anchor"), found.text) == (x, anchor, 'A & "B"')
    assert 50 < float(found.get("y", "")) < 62
    assert (found.get("fill"), found.get("stroke")) == (LIGHT.text, LIGHT.halo)
    assert parse(name(MARKER, place, LIGHT, view=VIEW, dimmed=True))[0].get("fill") == LIGHT.dimmed


def test_a_name_without_room_has_a_line_to_its_circle() -> None:
    """In the colour of the name."""
    place = Place((100, 50, 140, 62), "start", (1.0, 2.0, 3.0, 4.5))
    line, found = parse(name(MARKER, place, LIGHT, view=VIEW, dimmed=True))
    assert (line.get("d"), line.get("stroke")) == ("M1 2L3 4.5", LIGHT.dimmed)
    assert found.text == MARKER.text


@pytest.mark.parametrize(
    ("left", "right", "reach"),
    [
        (300, 300 + REACHES[0] / 2 - 10, None),
        (300, 300 + REACHES[0] / 2 - 9.5, REACHES[0]),
        (300, 300 + REACHES[0] / 2, REACHES[0]),
        (300, 300 + REACHES[0] / 2 + 1, REACHES[1]),
        (300 - REACHES[1] / 2, 300, REACHES[1]),
        (300 - REACHES[-1] / 2, 300, REACHES[-1]),
        (300 - REACHES[-1] / 2 - 1, 300, None),
    ],
)
def test_a_name_on_the_page_says_how_wide_the_picture_must_be(left: float, right: float, reach: int | None) -> None:
    """The picture is cut on both sides of narrow pages; a name is shown from the first width that holds it whole."""
    place = Place((left, 50, right, 62), "start", None)
    [found] = parse(name(MARKER, place, PAGE, view=VIEW))
    assert found.get("class") == (f"reach-{reach}" if reach else None)
    [saved] = parse(name(MARKER, place, LIGHT, view=VIEW))
    assert saved.get("class") is None


def named(*countries: Country, taken: tuple[float, float, float, float] | None = None) -> list[str | None]:
    """The names of countries that are drawn, where a box is taken already."""
    ground = CollisionGrid()
    if taken:
        ground.take(taken)
    return [one.text for one in parse(country_names(ground, countries, view=VIEW, colours=LIGHT))]


def country(words: str, *, latitude: float = 50, longitude: float = 10, zoom: float = 4) -> Country:
    """A country in the middle of the view."""
    return Country("XX", words, latitude, longitude, zoom)


@pytest.mark.parametrize(("zoom", "count"), [(4, 1), (4.01, 0), (3, 1)])
def test_a_country_is_named_from_its_zoom_on(zoom: float, count: int) -> None:
    """At the zoom itself it is."""
    assert len(named(country("Land", zoom=zoom))) == count


def test_a_country_gives_way_to_what_is_there_and_to_the_edge() -> None:
    """A city or another country in the same place, or the end of the picture."""
    assert named(country("One"), country("Two")) == ["One"]
    assert named(country("One"), taken=(290, 195, 310, 205)) == []
    assert named(country("A very long name of a country", longitude=34)) == []
