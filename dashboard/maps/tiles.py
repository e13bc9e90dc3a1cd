"""The vector tiles of the basemap, read from their archive.

The archive assets/basemap/tiles.zip contains the tiles of zoom 4 and 5 as `z/x/y.mvt`; `sea.mvt` replaces all tiles of
open sea. Tiles are uncompressed (Mapbox Vector Tile 2.1); compress them for transfer.
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
    """A read-only tile archive, opened on first use.

    Args:
        path: the archive written by `tools/build_basemap.py`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def version(self) -> str:
        """A short hash of the archive, for the address of its tiles, so that they are immutable."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()[:12]

    @cached_property
    def _members(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def read(self, zoom: int, column: int, row: int) -> bytes | None:
        """Read one tile, or None if the tile does not exist.

        Args:
            zoom: 4 or 5.
            column: from 0 at 180° west.
            row: from 0 in the north.
        """
        if zoom not in ZOOMS or not 0 <= column < 2**zoom or not 0 <= row < 2**zoom:
            return None
        return self._members.get(f"{zoom}/{column}/{row}.mvt", self._members["sea.mvt"])


Paths = dict[str, list[list[tuple[int, int]]]]
"""Rings and lines by layer name, in units of 1/4096 of a tile."""


def decode(body: bytes) -> Paths:
    """Decode the paths of a tile; rings are closed, holes have the opposite orientation."""
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
    """Decode protobuf varints: seven bits per byte, the lowest first."""
    value = shift = 0
    for byte in body:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield value
            value = shift = 0


def _fields(body: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Decode the fields of a protobuf message; our tiles contain only numbers and bytes."""
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
    """Decode the commands of a geometry: 1 is MoveTo, 2 LineTo, 7 ClosePath."""
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
