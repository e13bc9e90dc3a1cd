"""The vector tiles of the basemap, read out of their archive.

Tiles of zoom 4 and 5 lie in assets/basemap/tiles.zip as `z/x/y.mvt`; a tile that is nothing but sea is not in it, and
`sea.mvt` stands for all of those. Tiles come uncompressed (Mapbox Vector Tile 2.1); compress them on the way out.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
ZOOMS = (4, 5)
EXTENT = 4096


class TileArchive:
    """A folder of tiles in one file, opened at the first question and read-only.

    Args:
        path: the archive that `tools/build_basemap.py` wrote.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def version(self) -> str:
        """A short hash of the archive, for the address of its tiles: what never changes may be kept for ever."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()[:12]

    @cached_property
    def _members(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def read(self, zoom: int, column: int, row: int) -> bytes | None:
        """Read one tile, or None where the world has no such tile.

        Args:
            zoom: 4 or 5.
            column: from 0 at 180° west.
            row: from 0 in the north.
        """
        if zoom not in ZOOMS or not 0 <= column < 2**zoom or not 0 <= row < 2**zoom:
            return None
        return self._members.get(f"{zoom}/{column}/{row}.mvt", self._members["sea.mvt"])


Paths = dict[str, list[list[tuple[int, int]]]]
"""Rings and lines by name of the layer, in units of which a tile has 4096 across."""


def decode(body: bytes) -> Paths:
    """Read the paths out of a tile; rings are closed, holes turn the other way round."""
    found: Paths = {}
    for number, layer in _fields(body):
        if number != 3 or not isinstance(layer, bytes):
            continue
        members = list(_fields(layer))
        name = next(str(value, "utf-8") for key, value in members if key == 1 and isinstance(value, bytes))
        for key, feature in members:
            if key == 2 and isinstance(feature, bytes):
                shape = next(value for part, value in _fields(feature) if part == 4)
                if isinstance(shape, bytes):
                    found.setdefault(name, []).extend(_paths(shape))
    return found


def _numbers(body: bytes) -> Iterator[int]:
    """Read protobuf's numbers: seven bits a byte, the lowest first."""
    value = shift = 0
    for byte in body:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield value
            value = shift = 0


def _fields(body: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Read the fields of a protobuf message that are numbers or bytes, the only kinds in our tiles."""
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = body[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(body):
        key = number()
        value = number()
        if key & 7 == 2:
            yield key >> 3, body[at : at + value]
            at += value
        else:
            yield key >> 3, value


def _paths(commands: bytes) -> list[list[tuple[int, int]]]:
    """Follow the pen: 1 moves it, 2 draws a line, 7 closes the ring."""
    found: list[list[tuple[int, int]]] = []
    numbers = _numbers(commands)
    x = y = 0
    for command in numbers:
        act, times = command & 7, command >> 3
        if act == 7:
            found[-1].append(found[-1][0])
            continue
        for _ in range(times):
            step_x, step_y = next(numbers), next(numbers)
            x += (step_x >> 1) ^ -(step_x & 1)
            y += (step_y >> 1) ^ -(step_y & 1)
            if act == 1:
                found.append([(x, y)])
            else:
                found[-1].append((x, y))
    return found
