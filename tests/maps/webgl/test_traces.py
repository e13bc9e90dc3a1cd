"""Circles as traces: what each is made of, which lies above which, and what a patch replaces."""

from __future__ import annotations

import pytest

from dashboard.maps.label_placement import Side
from dashboard.maps.theme import DARK, LIGHT, RADIUS, RING
from dashboard.maps.webgl.traces import (
    ANCHORS,
    DIMMED,
    DIMMED_OPACITY,
    MATCHING,
    OPENED,
    ORDER,
    columns_of,
    dimmed_disc,
    discs_of,
    patch_of,
    trace_of,
)
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, network_of, small

SMALL = small()


@pytest.mark.parametrize("role", ["lighthouse", "follower", "member", ""])
def test_a_circle_stands_out_from_land_and_neighbours(role: str) -> None:
    """A halo of one pixel around it; a lighthouse has its ring, two pixels wide, outside of a gap."""
    network = network_of([Town("alba", role=role)])
    radius, colour = RADIUS[role], LIGHT.of(role)
    around = [(0, radius + 1, LIGHT.halo, 1.0)]
    if role == "lighthouse":
        around = [(0, radius + RING + 1, colour, 1.0), (0, radius + RING - 1, LIGHT.halo, 1.0)]
    assert discs_of(network, 0, LIGHT) == [*around, (0, radius, colour, 1.0)]
    assert dimmed_disc(network, 0, LIGHT) == [(0, radius, colour, DIMMED_OPACITY)]


def test_what_is_opened_has_a_ring_and_lies_on_it() -> None:
    """In the accent of the theme, with a gap of less than a pixel to its own circle."""
    trace = trace_of(Selection(SMALL, State(city="alba")), DARK, OPENED)
    reach = RADIUS["lighthouse"] + RING + 1
    assert trace["marker"]["size"][:3] == [2 * (reach + 3), 2 * (reach + 0.75), 2 * reach]
    assert trace["marker"]["color"][:2] == [DARK.accent, DARK.halo]
    assert set(trace["customdata"]) == {"alba"}
    assert trace_of(Selection(SMALL, State(city="eden")), DARK, OPENED)["lat"] == []


def test_the_most_experienced_role_is_drawn_last() -> None:
    """So that no circle hides one of those that are looked for; equals stay in the order of the list."""
    towns = [
        Town("a", role="lighthouse"),
        Town("b", role="member"),
        Town("c", role="follower"),
        Town("d", role="member"),
    ]
    trace = trace_of(Selection(network_of(towns), State()), LIGHT, MATCHING)
    order = list(dict.fromkeys(trace["customdata"]))
    assert order[-2:] == ["c", "a"]
    assert set(order[:2]) == {"b", "d"}


@pytest.mark.parametrize(("show", "dimmed"), [("", {"alba", "cuna", "dalu"}), ("matching", set())])
def test_what_does_not_match_fades_or_is_gone(show: str, dimmed: set[str]) -> None:
    """A city without a place is in no trace."""
    state = State(country=("CZ",), show=show)
    assert set(trace_of(Selection(SMALL, state), LIGHT, MATCHING)["customdata"]) == {"brno"}
    assert set(trace_of(Selection(SMALL, state), LIGHT, DIMMED)["customdata"]) == dimmed


def test_coordinates_have_five_decimals() -> None:
    """A metre is enough, and half as many bytes go over the wire."""
    columns = columns_of(network_of([Town("alba", at=(1.23456789, -9.87654321))]))
    assert (columns.latitude, columns.longitude) == ([1.23457], [-9.87654])


def test_a_patch_replaces_what_varies_of_the_traces_it_names() -> None:
    """By the place of the trace in the figure; the view is never among it."""
    traces = {name: trace_of(Selection(SMALL, State()), LIGHT, name) for name in ORDER}
    operations = patch_of(traces, (MATCHING,)).to_plotly_json()["operations"]
    assert {(one["operation"], *one["location"][:2]) for one in operations} == {("Assign", "data", 1)}
    assert {one["location"][2]: one["params"]["value"] for one in operations} == {
        key: traces[MATCHING][key] for key in ("lat", "lon", "customdata", "hovertext", "marker")
    }


@pytest.mark.parametrize(
    ("side", "anchor", "away"),
    [
        (Side.RIGHT, "left", (1, 0)),
        (Side.LEFT, "right", (-1, 0)),
        (Side.TOP, "bottom", (0, -1)),
        (Side.BOTTOM, "top", (0, 1)),
    ],
)
def test_a_name_is_anchored_at_the_end_near_its_circle(side: Side, anchor: str, away: tuple[int, int]) -> None:
    """A name on the right begins at its left end; down is positive."""
    assert ANCHORS[side] == (anchor, away)
