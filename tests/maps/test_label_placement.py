"""Names on the map give way to each other, the important ones last."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.maps import label_placement
from dashboard.maps.label_placement import ZOOMS, CollisionGrid, Label, Marker, Side, box, overlap, place, text_width
from dashboard.maps.projection import TILE, world_x, world_y

SPOTS = st.lists(
    st.builds(
        Marker,
        latitude=st.floats(35, 62),
        longitude=st.floats(-10, 30),
        text=st.text("Wilm ", min_size=1, max_size=14),
        radius=st.sampled_from([6, 7, 13]),
        rank=st.integers(0, 2),
    ),
    max_size=12,
)


def boxes(markers: list[Marker], found: list[Label], zoom: float) -> list[label_placement.Box]:
    """Rectangles of the names that have room at a zoom."""
    scale = TILE * 2.0**zoom
    return [
        box(
            world_x(marker.longitude) * scale,
            world_y(marker.latitude) * scale,
            label.side,
            width=text_width(marker.text),
            radius=marker.radius,
        )
        for marker, label in zip(markers, found, strict=True)
        if label.zoom <= zoom
    ]


@pytest.mark.slow
@settings(deadline=None)
@given(SPOTS)
def test_names_never_cover_each_other_or_a_circle(markers: list[Marker]) -> None:
    """At every zoom, the names that have room touch neither another name nor any circle."""
    found = place(markers)
    assert len(found) == len(markers)
    for zoom in ZOOMS:
        scale = TILE * 2.0**zoom
        drawn = boxes(markers, found, zoom)
        assert not any(overlap(one, other) for one, other in itertools.combinations(drawn, 2))
        for marker in markers:
            x, y = world_x(marker.longitude) * scale, world_y(marker.latitude) * scale
            circle = (x - marker.radius, y - marker.radius, x + marker.radius, y + marker.radius)
            assert not any(overlap(name, circle) for name in drawn)


def test_a_lone_name_stands_right_from_the_first_zoom_on() -> None:
    """Nothing in the way: the preferred side, everywhere."""
    assert place([Marker(50, 10, "Nantes")]) == [Label(Side.RIGHT, ZOOMS[0])]


def test_the_more_important_name_chooses_first() -> None:
    """Of two neighbours the one with the smaller rank gets the preferred side, whatever their order."""
    member, lighthouse = Marker(43.89, 20.35, "Čačak", rank=2), Marker(44.0, 20.92, "Kragujevac", rank=0)
    for markers in ([member, lighthouse], [lighthouse, member]):
        found = dict(zip([marker.text for marker in markers], place(markers), strict=True))
        assert found["Kragujevac"].side is Side.RIGHT
        assert found["Čačak"].side is not Side.RIGHT


def test_neighbours_across_the_date_line_give_way_to_each_other() -> None:
    """A name east of ±180° covers no circle west of it, just as anywhere else."""

    def placed(east: float) -> list[Label]:
        markers = [Marker(-18.1, east, "Suva"), Marker(-17.5, east + 6, "Apia"), Marker(13.75, east - 80, "Bangkok")]
        turned = [Marker(one.latitude, (one.longitude + 180) % 360 - 180, one.text) for one in markers]
        return place(turned, zooms=(1.0, 3.0, 6.0))

    assert placed(178.4) == placed(20.0)


def test_two_cities_on_one_spot_do_not_share_a_place() -> None:
    """Circles that never part still get their names on different sides."""
    first, second = place([Marker(50, 10, "Here"), Marker(50, 10, "There")])
    assert first.side is not second.side


def test_names_that_never_find_room_are_left_out() -> None:
    """Of five names on one spot, two stand right and left; the others come after the last zoom."""
    found = place([Marker(50, 10, f"City {number}") for number in range(5)])
    assert [label.side for label in found if label.zoom <= ZOOMS[-1]] == [Side.RIGHT, Side.LEFT]
    assert [label.zoom > ZOOMS[-1] for label in found] == [False, False, True, True, True]


def test_of_too_many_names_the_most_important_are_placed() -> None:
    """Beyond the most that a map can name, the rest waits beyond the last zoom."""
    markers = [
        Marker(-60 + number % 120, -170 + 3 * (number // 120), f"C{number}", rank=number) for number in range(300)
    ]
    found = place(markers, most=100)
    assert all(label.zoom <= ZOOMS[-1] for label in found[:100])
    assert all(label.zoom > ZOOMS[-1] for label in found[100:])


@pytest.mark.parametrize(
    ("text", "narrowest", "widest"),
    [("Rome", 30, 42), ("Torres Vedras", 80, 105), ("绵阳", 24, 28), ("", 0, 0), ("e\u0301", 6, 9), ("é", 6, 9)],
)
def test_widths_are_near_those_of_a_browser(text: str, narrowest: float, widest: float) -> None:
    """A bold name of 12 pixels is some 7 pixels a letter; wide scripts take a square; accents take nothing."""
    assert narrowest <= text_width(text) <= widest


def test_taken_ground_is_taken_across_cells() -> None:
    """A rectangle over several cells keeps all of them."""
    ground = CollisionGrid()
    ground.take((-200, -5, 200, 5))
    assert not ground.free((150, 0, 160, 1))
    assert not ground.free((-199, -4, -198, -3))
    assert ground.free((150, 5, 160, 9))
