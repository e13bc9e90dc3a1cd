"""Write lines and polygons as a Mapbox Vector Tile, geometry only.

Follows the Mapbox Vector Tile specification 2.1 (mapbox/vector-tile-spec). Build-time only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

EXTENT = 4096
MOVE_TO, LINE_TO, CLOSE_PATH = 1, 2, 7
LINE, POLYGON = 2, 3

Pixel = tuple[int, int]


def varint(value: int) -> bytes:
    """Encode a protobuf varint: seven bits per byte, lowest first."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number: int, value: bytes | int) -> bytes:
    """Encode one protobuf field: a number, or bytes with a length prefix."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def _zigzag(value: int) -> int:
    return value << 1 if value >= 0 else -value * 2 - 1


def _commands(paths: Iterable[Sequence[Pixel]], *, close: bool) -> bytes:
    """Encode paths as drawing commands with relative coordinates."""
    out: list[int] = []
    pen_x = pen_y = 0
    for path in paths:
        points = list(path[:-1] if close else path)
        out.append(1 << 3 | MOVE_TO)
        for place, (x, y) in enumerate(points):
            if place == 1:
                out.append((len(points) - 1) << 3 | LINE_TO)
            out += (_zigzag(x - pen_x), _zigzag(y - pen_y))
            pen_x, pen_y = x, y
        if close:
            out.append(1 << 3 | CLOSE_PATH)
    return b"".join(varint(number) for number in out)


def layer(name: str, kind: int, paths: Sequence[Sequence[Pixel]]) -> bytes:
    """Encode a layer with one feature of the given kind; empty if there are no paths.

    Polygon rings are closed; outer rings are clockwise on the screen, each followed by its holes.
    """
    if not paths:
        return b""
    feature = field(3, kind) + field(4, _commands(paths, close=kind == POLYGON))
    body = field(15, 2) + field(1, name.encode()) + field(2, feature) + field(5, EXTENT)
    return field(3, body)
