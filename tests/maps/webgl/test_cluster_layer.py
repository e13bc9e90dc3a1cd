"""Clusters on the live map: a city as itself, others as a ring with their number, names where there is room."""

from __future__ import annotations

import json

import pytest

from dashboard.maps.clusters import MAX_SINGLE_PLACES, grid_clusters, max_useful_zoom, radius_of
from dashboard.maps.projection import View
from dashboard.maps.theme import DARK, LIGHT, RADIUS, RING
from dashboard.maps.viewport import SIZES, Viewport
from dashboard.maps.webgl.cluster_layer import NAME_LAYER, cluster_layer, cluster_view, default_part
from dashboard.maps.webgl.traces import DIMMED, DIMMED_OPACITY, MATCHING, OPENED
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, network_of

BOX = (-30.0, 20.0, 60.0, 70.0)
NETWORK = network_of(
    [
        *(Town(f"heap-{number}", "ES", at=(40.0, -3.0)) for number in range(MAX_SINGLE_PLACES)),
        *(Town(f"pair-{number}", "FR", at=(60.0, 20.0)) for number in range(2)),
        Town("alone", "IT", role="lighthouse", at=(50.0, 10.123456)),
    ]
)


def sizes(state: State, name: str, zoom: float = 3) -> list[float]:
    """The diameters of a trace."""
    found: list[float] = cluster_layer(Selection(NETWORK, state), LIGHT, BOX, zoom).traces[name]["marker"]["size"]
    return found


def test_a_city_alone_is_drawn_as_itself_and_others_as_a_ring() -> None:
    """The ring is two pixels wide and has room for its number; a click on it opens nothing."""
    trace = cluster_layer(Selection(NETWORK, State()), LIGHT, BOX, 3).traces[MATCHING]
    assert (trace["type"], trace["mode"], trace["below"]) == ("scattermap", "markers", NAME_LAYER)
    heap, pair, alone = sorted(grid_clusters(Selection(NETWORK, State()), BOX, 3), key=lambda cell: -cell.count)
    rings = [2 * (radius_of(NETWORK, cell) + wider) for cell in (heap, pair) for wider in (2, 0)]
    circle = [2 * (RADIUS["lighthouse"] + wider) for wider in (RING + 1, RING - 1, 0)]
    assert sorted(trace["marker"]["size"]) == pytest.approx(sorted([*rings, *circle]), abs=0.06)
    assert sorted(set(trace["customdata"])) == ["", "alone"]
    assert 10.12346 in trace["lon"]
    assert alone.city == len(NETWORK) - 1


def test_what_does_not_match_has_no_accent_and_shines_through() -> None:
    """A cluster that fades is a halo with its number; twice as firm as a circle, to carry letters."""
    traces = cluster_layer(Selection(NETWORK, State(country=("IT",))), LIGHT, BOX, 3).traces
    assert set(traces[DIMMED]["marker"]["color"]) == {LIGHT.halo}
    assert set(traces[DIMMED]["marker"]["opacity"]) == {2 * DIMMED_OPACITY}
    assert set(traces[MATCHING]["customdata"]) == {"alone"}
    dimmed = cluster_layer(Selection(NETWORK, State(country=("ES",))), LIGHT, BOX, 3).traces[DIMMED]
    assert DIMMED_OPACITY in dimmed["marker"]["opacity"]


def test_names_and_counts_fade_with_their_circles() -> None:
    """Ids count from 0; the count of thousands is written as people write it."""
    layer = cluster_layer(Selection(NETWORK, State(country=("ES",))), LIGHT, BOX, 3)
    names = {one["properties"]["name"]: one for one in layer.names["features"]}
    assert set(names) == {"2,000", "2", "Alone"}
    assert sorted(layer.dimmed) == sorted(names[name]["id"] for name in ("2", "Alone"))
    assert names["2,000"]["properties"]["anchor"] == "center"
    assert names["2,000"]["properties"]["offset"] == [0, 0]
    assert names["Alone"]["properties"]["anchor"] == "left"
    assert names["Alone"]["properties"]["offset"] == [round((RADIUS["lighthouse"] + RING + 5) / 12, 2), 0]


def test_the_opened_city_has_its_mark_above_the_clusters() -> None:
    """Also where it is counted in one."""
    assert set(cluster_layer(Selection(NETWORK, State(city="heap-7")), LIGHT, BOX, 3).traces[OPENED]["customdata"]) == {
        "heap-7"
    }


def test_a_view_has_both_themes_and_no_more_clusters_than_a_screen_holds() -> None:
    """The same cells in both, each in the colours of its theme."""
    view = cluster_view(Selection(NETWORK, State()), BOX, 24)
    assert view == view | {"hidden": False, "dimmed": []}
    assert view["names"] == cluster_view(Selection(NETWORK, State()), BOX, max_useful_zoom(BOX))["names"]
    for theme, colours in (("light", LIGHT), ("dark", DARK)):
        drawn = json.dumps(view["map"][theme].to_plotly_json())
        assert colours.accent in drawn
    assert view["bounds"] == [[-3.0, 40.0], [20.0, 60.0]]


@pytest.mark.parametrize("zoom", [0.0, 0.9, 1.2, 3.0, 8.0])
@pytest.mark.parametrize("longitude", [0.0, 179.0, -179.0])
def test_the_first_part_is_what_a_wide_page_shows(zoom: float, longitude: float) -> None:
    """Corners are those of the picture; from where the world is narrower than the page, it is the whole world."""
    viewport = Viewport(45.0, longitude, dict.fromkeys(SIZES, zoom))
    (west, south, east, north), asked = default_part(viewport)
    assert asked == zoom
    width, height = SIZES["wide"]
    view = View(45.0, longitude, zoom, width, height)
    if view.size <= width:
        assert (west, east) == (-180.0, 180.0)
    else:
        assert (east - west) % 360 == pytest.approx(360 * width / view.size)
        assert ((west + (east - west) % 360 / 2) - longitude + 180) % 360 - 180 == pytest.approx(0, abs=1e-6)
        assert all(-180 <= side <= 180 for side in (west, east))
    assert south < 45 < north
    assert south > -85.1
    assert north < 85.1
