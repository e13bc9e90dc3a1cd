"""Clusters have exact counts, whatever part of the map is visible."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.maps import clusters
from dashboard.maps.bounds import Box, contains
from dashboard.maps.clusters import (
    MAX_SCREEN_PIXELS,
    MAX_SINGLE_PLACES,
    bounds,
    grid_clusters,
    max_useful_zoom,
    needs_clustering,
    placed_labels,
    radius_of,
    tooltip,
)
from dashboard.maps.projection import TILE, world_x, world_y
from dashboard.maps.webgl.cluster_layer import cluster_view
from dashboard.maps.webgl.figure import figure, selection_patch
from dashboard.maps.webgl.traces import MATCHING
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, network_of

WORLD: Box = (-180.0, -85.0, 180.0, 85.0)


def scattered(count: int) -> Network:
    """So many towns all over the world, some without a place."""
    chance = random.Random(7)  # noqa: S311 - the same towns each time
    roles = ("lighthouse", "follower", "member", "")
    return network_of(
        [
            Town(
                f"town-{number}",
                chance.choice(("PE", "FJ", "IT")),
                role=chance.choice(roles),
                at=None
                if number % 50 == 0
                else (round(chance.uniform(-80, 80), 4), round(chance.uniform(-180, 180), 4)),
            )
            for number in range(count)
        ]
    )


MANY = scattered(MAX_SINGLE_PLACES + 200)
FEW = scattered(300)


def test_long_lists_are_clustered() -> None:
    """Places count, not rows: a long list without places is none."""
    assert needs_clustering(MANY)
    assert not needs_clustering(FEW)
    assert not needs_clustering(
        network_of([Town(f"town-{number}", at=None) for number in range(MAX_SINGLE_PLACES + 1)])
    )


@given(
    zoom=st.floats(-4, 14),
    west=st.floats(-180, 180),
    width=st.floats(1, 360),
    south=st.floats(-80, 60),
    height=st.floats(1, 60),
    country=st.sampled_from([(), ("PE",), ("FJ", "IT"), ("XX",)]),
    show=st.sampled_from(["", "matching"]),
)
def test_cells_count_every_city_of_what_is_visible_once(
    zoom: float, west: float, width: float, south: float, height: float, country: tuple[str, ...], show: str
) -> None:
    """All cities inside the visible part are in exactly one cell, and its count is that of those that match."""
    east = west + width if west + width <= 180 else west + width - 360
    box = WORLD if width >= 360 else (west, south, east, south + height)
    state = State(country=country, show=show)
    found = grid_clusters(Selection(FEW, state), box, zoom)
    matching, visible = Selection(FEW, state).mask, contains(FEW, box)
    drawn = sum(cell.total for cell in found)
    counted = sum(cell.count for cell in found if cell.matching)
    assert np.count_nonzero(visible & (matching | (show == ""))) <= drawn <= len(FEW)
    assert np.count_nonzero(visible & matching) <= counted <= np.count_nonzero(matching)
    for cell in found:
        assert 1 <= cell.count <= cell.total
        assert len(cell.rows) == min(cell.count, clusters.MAX_NAMES)
        assert all(matching[row] == cell.matching for row in cell.rows)
        assert cell.matching or show == ""
        if cell.city is not None:
            assert cell.latitude == pytest.approx(FEW.cities["latitude"].iat[cell.city])
            assert cell.longitude == pytest.approx(FEW.cities["longitude"].iat[cell.city])


@pytest.mark.parametrize("zoom", [0.0, 2.5, 6.0])
def test_cells_of_the_world_are_squares_with_all_cities(zoom: float) -> None:
    """No two cells lie in one square of the grid, and together they hold every city that has a place."""
    found = grid_clusters(Selection(MANY, State()), WORLD, zoom)
    side = clusters.CELL_PIXELS / (TILE * 2.0**zoom)
    squares = {(int(world_x(cell.longitude) / side), int(world_y(cell.latitude) / side)) for cell in found}
    assert len(squares) == len(found)
    assert sum(cell.count for cell in found) == np.count_nonzero(~np.isnan(MANY.cities["latitude"]))


def test_more_cities_are_a_larger_circle_and_say_how_many() -> None:
    """The text says how many match of how many, and names the first."""
    found = grid_clusters(Selection(MANY, State(country=("PE",))), WORLD, 1)
    large = max((cell for cell in found if cell.matching), key=lambda cell: cell.count)
    small = min((cell for cell in found if cell.matching and cell.count > 1), key=lambda cell: cell.count)
    assert radius_of(MANY, large) > radius_of(MANY, small)
    first, names = tooltip(MANY, large).split("\n")
    assert first == f"{large.count} of {large.total} cities here match"
    assert names.startswith(str(MANY.cities["label"].iat[large.rows[0]]))
    assert names.endswith("…")
    for cell, marker, label in placed_labels(MANY, found, 1):
        assert (label is None) == (cell.city is None) == (marker.text == "")


def test_cluster_view_has_both_themes_names_and_bounds() -> None:
    """The response after each move: patches of the two traces below, and the bounds of all matches."""
    view = cluster_view(Selection(MANY, State(country=("FJ",))), (-20.0, -40.0, 60.0, 60.0), 3)
    matching = Selection(MANY, State(country=("FJ",))).mask & ~np.isnan(MANY.cities["latitude"].to_numpy(float))
    longitudes = MANY.cities["longitude"][matching]
    assert [corner[0] for corner in view["bounds"]] == [longitudes.min(), longitudes.max()]
    assert {operation["location"][1] for operation in view["map"]["dark"].to_plotly_json()["operations"]} == {0, 1}
    ids = [each["id"] for each in view["names"]["features"]]
    assert ids == list(range(len(ids)))
    assert set(view["dimmed"]) <= set(ids)
    assert bounds(Selection(MANY, State(country=("XX",)))) is None


@pytest.mark.parametrize(
    "box", [WORLD, (-20.0, -80.0, 160.0, 80.0), (170.0, -10.0, -170.0, 10.0), (5.0, 50.0, 5.0, 50.0)]
)
def test_no_address_asks_for_more_cells_than_a_screen_holds(box: Box) -> None:
    """A large part of the world at the zoom of a street is drawn at the zoom at which it fits a large screen."""
    zoom = min(24.0, max_useful_zoom(box))
    west, south, east, north = box
    side = TILE * 2.0**zoom
    assert (
        side * ((east - west) % 360 or 360) / 360 * side * (world_y(south) - world_y(north))
        <= MAX_SCREEN_PIXELS * 1.001
    )
    assert (
        cluster_view(Selection(MANY, State()), box, 24.0)["names"]
        == cluster_view(Selection(MANY, State()), box, zoom)["names"]
    )


def test_a_large_screen_gets_the_zoom_it_asks_for() -> None:
    """3,840 by 2,160 pixels around the middle of Europe are drawn as they are."""
    assert max_useful_zoom((-60.0, 20.0, 80.0, 72.0)) > 4.2


def test_clustered_figure_is_small_and_its_selection_patch_is_empty() -> None:
    """However many places there are, as many circles are drawn as there is room for; a click on several opens none."""
    drawn = figure(Selection(MANY, State()), asset_url=lambda name: name, tiles_url="t")
    assert drawn["layout"]["meta"]["clusters"]
    trace = next(trace for trace in drawn["data"] if trace["meta"] == MATCHING)
    several = [text for text, city in zip(trace["hovertext"], trace["customdata"], strict=True) if not city]
    assert several
    assert all("cities" in text for text in several)
    assert selection_patch(Selection(MANY, State(country=("PE",))), dark=False).to_plotly_json()["operations"] == []


@pytest.mark.parametrize("zoom", [0.0, 1.0, 3.0, 5.3])
def test_each_square_of_the_world_is_one_cell(zoom: float) -> None:
    """Cities share a cell if and only if they share a square, also those at the ends of neighbouring columns."""
    network = network_of(
        [
            Town(f"town-{row}-{column}", "IT", at=(row, column))
            for row in (-84.9, -84, -60, 0, 60, 84, 84.9)
            for column in (*range(-180, 180, 12), 179.9)
        ]
    )
    across = TILE * 2**zoom / clusters.CELL_PIXELS
    table = network.cities
    squares: dict[tuple[int, int], int] = {}
    for latitude, longitude in zip(table["latitude"], table["longitude"], strict=True):
        square = (int(world_x(longitude) * across), int(world_y(latitude) * across))
        squares[square] = squares.get(square, 0) + 1
    assert sorted(cell.total for cell in grid_clusters(Selection(network, State()), WORLD, zoom)) == sorted(
        squares.values()
    )
