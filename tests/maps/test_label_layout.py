"""Labels of a network: the more experienced role chooses first, and of a crowd only the most important have any."""

from __future__ import annotations

import pytest

from dashboard.maps import label_placement
from dashboard.maps.clusters import MAX_SINGLE_PLACES
from dashboard.maps.label_layout import NAME_ZOOMS, label_layout, markers_of, name_zooms
from dashboard.maps.theme import RADIUS, RING
from dashboard.maps.viewport import initial_viewport
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, network_of, small


def test_a_marker_is_the_circle_of_its_city_with_its_ring() -> None:
    """Place, label, size and rank are those of the city; a lighthouse keeps its ring free too."""
    network = network_of([Town("a", role="member", at=(1.5, 2.5)), Town("b", role="lighthouse"), Town("c", role="")])
    found = markers_of(network, [0, 1, 2])
    assert (found[0].latitude, found[0].longitude, found[0].text) == (1.5, 2.5, "A")
    assert [found[row].radius for row in (0, 1, 2)] == [RADIUS["member"], RADIUS["lighthouse"] + RING, RADIUS[""]]
    assert found[1].rank < found[0].rank < found[2].rank
    assert list(markers_of(network, [2])) == [2]


def test_cities_without_a_place_have_no_label() -> None:
    """Each other has one."""
    markers, labels = label_layout(small())
    assert list(markers) == list(labels) == [0, 1, 2, 3]


def test_of_two_in_one_spot_the_more_experienced_has_its_name() -> None:
    """The member comes first in the list, and second to choose."""
    network = network_of([Town("a", role="member"), Town("b", role="lighthouse")])
    _, labels = label_layout(network)
    assert labels[1].zoom == NAME_ZOOMS[0]
    assert labels[0].zoom > NAME_ZOOMS[-1]


@pytest.mark.parametrize("count", [MAX_SINGLE_PLACES, MAX_SINGLE_PLACES + 1])
def test_of_a_crowd_only_the_most_important_have_a_label(count: int) -> None:
    """Beyond the limit of single places; the lighthouse at the end of the list is among them."""
    towns = [Town(f"t-{number}", at=(50.0, number % 90)) for number in range(count - 1)]
    network = network_of([*towns, Town("last", role="lighthouse", at=(50.0, 10.5))])
    markers, labels = label_layout(network)
    assert len(markers) == (label_placement.MAX_LABELS if count > MAX_SINGLE_PLACES else count)
    assert list(markers) == list(labels) == sorted(markers)
    assert count - 1 in markers


def test_names_keep_apart_from_the_first_view_on() -> None:
    """Europe has its own zooms; a network of the world begins farther out and goes as close."""
    assert name_zooms(small()) == NAME_ZOOMS
    wide = network_of([Town(f"t-{i}", at=(-50 + 10 * i % 100, -170 + 37 * i % 340)) for i in range(40)])
    zooms = name_zooms(wide)
    first = min(initial_viewport(Selection(wide, State())).zoom.values())
    assert zooms[0] == first < NAME_ZOOMS[0]
    assert list(zooms) == sorted(set(zooms))
    assert zooms[-1] == NAME_ZOOMS[-1] == 10
