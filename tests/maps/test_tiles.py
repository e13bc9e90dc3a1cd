"""Tiles come out of their archive, and say what was written into them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.maps import tiles

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tools"))  # scripts are no package; the writer of tiles lies there

import vector_tile  # noqa: E402 -- after the line that makes it findable

POINT = st.tuples(st.integers(-64, 4160), st.integers(-64, 4160))


@pytest.fixture(scope="module")
def archive() -> tiles.TileArchive:
    """The tiles that are served."""
    return tiles.TileArchive(ROOT / "assets" / "basemap" / "tiles.zip")


@given(st.lists(st.lists(POINT, min_size=2, max_size=9), min_size=1, max_size=4))
def test_lines_come_back(lines: list[list[tuple[int, int]]]) -> None:
    """What is written as lines is read as the same lines."""
    assert tiles.decode(vector_tile.layer("border", vector_tile.LINE, lines)) == {"border": lines}


@given(st.lists(st.lists(POINT, min_size=3, max_size=9), min_size=1, max_size=4))
def test_rings_come_back_closed(rings: list[list[tuple[int, int]]]) -> None:
    """What is written as rings is read as the same rings, closed."""
    closed = [[*ring, ring[0]] for ring in rings]
    assert tiles.decode(vector_tile.layer("land", vector_tile.POLYGON, closed)) == {"land": closed}


def test_a_layer_of_nothing_is_nothing() -> None:
    """A tile without lakes does not speak of lakes."""
    assert vector_tile.layer("lake", vector_tile.POLYGON, []) == b""


@pytest.mark.parametrize("zoom", tiles.ZOOMS)
def test_every_tile_of_the_world_begins_with_water(archive: tiles.TileArchive, zoom: int) -> None:
    """Each tile covers itself with sea first, so that it hides the coarser world below it."""
    for column in range(2**zoom):
        for row in range(2**zoom):
            body = archive.read(zoom, column, row)
            assert body is not None
            (sea,) = tiles.decode(body)["sea"]
            assert (min(sea), max(sea)) == ((-64, -64), (4160, 4160))


@pytest.mark.parametrize("address", [(3, 0, 0), (6, 0, 0), (4, -1, 0), (4, 16, 0), (4, 0, 16), (5, 32, 0), (5, 0, -1)])
def test_there_are_no_other_tiles(archive: tiles.TileArchive, address: tuple[int, int, int]) -> None:
    """An address outside the world or the zooms has no tile."""
    assert archive.read(*address) is None


def test_a_tile_is_small(archive: tiles.TileArchive) -> None:
    """No tile weighs more than 32 kB before compression."""
    sizes = [len(archive.read(5, column, row) or b"") for column in range(32) for row in range(32)]
    assert max(sizes) < 32_000


def test_the_version_is_that_of_the_content(tmp_path: Path) -> None:
    """Another archive has another version; the same content, the same."""
    (tmp_path / "a").write_bytes(b"one")
    (tmp_path / "b").write_bytes(b"one")
    (tmp_path / "c").write_bytes(b"two")
    versions = [tiles.TileArchive(tmp_path / name).version for name in "abc"]
    assert versions[0] == versions[1] != versions[2]
    assert len(versions[0]) == 12
