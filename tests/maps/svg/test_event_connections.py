"""The picture of an opened event: a line from each participant to the host, dashed by basis, and a ring around each."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from dashboard.maps.projection import View
from dashboard.maps.svg.event_connections import DASHES, event_lines, event_marks, event_rings, known_bases
from dashboard.maps.theme import LIGHT, RADIUS, RING
from dashboard.model.entities import ParticipationRole
from dashboard.model.facts import Basis
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, cases, event, network_of, small

VIEW = View(45, 5, 3, 800, 600)
MEETING = State(event="meeting")


def parse(drawn: str) -> list[ET.Element]:
    """Read marks as XML."""
    return list(ET.fromstring(f"<svg>{drawn}</svg>"))  # noqa: S314 -- our own output


def points(path: ET.Element) -> list[tuple[float, float]]:
    """The points of a line."""
    pairs = [part.split() for part in re.split("[ML]", path.get("d", ""))[1:]]
    return [(float(x), float(y)) for x, y in pairs]


def meeting(at: tuple[float, float], other: tuple[float, float] | None, *, place: str = "alba") -> Network:
    """A meeting of two cities."""
    parts = [("meeting", town, ParticipationRole.ATTENDEE) for town in ("alba", "brno")]
    return network_of(
        [Town("alba", at=at), Town("brno", at=other)], events=[event("meeting", place=place)], parts=parts
    )


def test_each_participant_with_a_place_has_one_line_to_the_host() -> None:
    """From the host to the city, in the pixels of the view, dashed by the firmest basis."""
    brno, dalu = parse(event_lines(Selection(small(), MEETING), view=VIEW, colours=LIGHT))
    for line, place in ((brno, (49.2, 16.6)), (dalu, (31.5, 104.7))):
        assert points(line)[0] == pytest.approx(VIEW.pixel(40.0, -3.0), abs=0.06)
        assert points(line)[-1] == pytest.approx(VIEW.pixel(*place), abs=0.06)
        assert line.get("stroke") == LIGHT.accent
    assert brno.get("stroke-dasharray") is None
    assert dalu.get("stroke-dasharray") == DASHES[Basis.IMPLIED]
    assert known_bases(Selection(small(), MEETING)) == [Basis.STATED, Basis.IMPLIED]


@pytest.mark.parametrize(
    ("network", "state"),
    [
        (meeting((40, -3), None), MEETING),
        (meeting((40, -3), (41, 2), place="online"), MEETING),
        (meeting((40, -3), (41, 2), place="elsewhere"), MEETING),
        (meeting((40, -3), (41, 2)), State()),
        (meeting((40, -3), (41, 2)), State(event="another")),
        (meeting((40, -3), (41, 2)), State(city="alba")),
    ],
    ids=["no place", "online", "elsewhere", "nothing", "unknown", "a city"],
)
def test_there_is_no_line_without_two_places(network: Network, state: State) -> None:
    """Nor a basis to explain in the legend; the host has no line to itself."""
    assert event_lines(Selection(network, state), view=VIEW, colours=LIGHT) == ""
    assert known_bases(Selection(network, state)) == []


def test_a_line_over_the_antimeridian_goes_on_and_does_not_jump_back() -> None:
    """The Pacific is crossed, and not the whole picture."""
    view = View(0, 170, 2, 1000, 600)
    [line] = parse(event_lines(Selection(meeting((10, 150), (10, -150)), MEETING), view=view, colours=LIGHT))
    across = [x for x, _ in points(line)]
    assert across == sorted(across)
    assert across[-1] - across[0] == pytest.approx(view.size * 60 / 360, rel=0.01)
    [back] = parse(event_lines(Selection(meeting((10, -150), (10, 150)), MEETING), view=view, colours=LIGHT))
    assert [x for x, _ in points(back)] == sorted((x for x, _ in points(back)), reverse=True)


@pytest.mark.parametrize(("role", "reach"), [("member", 8), ("", 8), ("follower", 9), ("lighthouse", 9 + RING + 2)])
def test_a_ring_lies_around_the_circle_of_its_city(role: str, reach: float) -> None:
    """Two pixels outside of it, the ring of a lighthouse included; a city without a place has none."""
    network = network_of([Town("alba", role=role, at=(40, -3)), Town("brno", at=None)])
    [ring] = parse(event_rings(network, [0, 1], view=VIEW, colours=LIGHT))
    assert float(ring.get("r", "")) == reach == RADIUS[role] + (RING if role == "lighthouse" else 0) + 2
    assert (float(ring.get("cx", "")), float(ring.get("cy", ""))) == pytest.approx(VIEW.pixel(40, -3), abs=0.06)


@given(cases())
def test_marks_are_lines_below_rings_for_any_network(case: tuple[Network, State]) -> None:
    """Well-formed whatever is opened; as many bases are explained as there are kinds of lines."""
    network, state = case
    rows = range(len(network))
    marks = parse(event_marks(Selection(network, state), rows, view=VIEW, colours=LIGHT))
    kinds = [one.tag for one in marks]
    assert kinds == sorted(kinds, reverse=True)
    assert kinds.count("circle") == int(network.cities["latitude"].notna().sum())
    used = {one.get("stroke-dasharray") or "" for one in marks if one.tag == "path"}
    assert {DASHES[basis] for basis in known_bases(Selection(network, state))} == used
