"""Render assets/icon.svg as PNG and ICO files in assets/icons/."""

from __future__ import annotations

import struct
from pathlib import Path

import resvg_py

ASSETS = Path(__file__).resolve().parent.parent / "assets"
FAVICON_SIZES = (16, 32, 48)
APP_SIZES = (192, 512)
TOUCH_SIZE = 180
ROUNDED, SQUARE = 'rx="7"', 'rx="0"'
"""A phone cuts the corners of a touch icon itself, and shows black where they are transparent."""


def draw(svg: str, size: int) -> bytes:
    """Return a PNG of this size in pixels."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size, skip_system_fonts=True))


def ico(pictures: dict[int, bytes]) -> bytes:
    """Pack PNG images, by size in pixels, into an ICO file: header, entries, images."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    entries = []
    for size, picture in pictures.items():
        entries.append(struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(picture), offset))
        offset += len(picture)
    return b"".join([head, *entries, *pictures.values()])


def icons(svg: str) -> dict[str, bytes]:
    """Return all files by name."""
    if ROUNDED not in svg:
        raise SystemExit(f"assets/icon.svg: no {ROUNDED}; adapt ROUNDED, so that the touch icon fills its square")
    found = {f"icon-{size}.png": draw(svg, size) for size in APP_SIZES}
    found["apple-touch-icon.png"] = draw(svg.replace(ROUNDED, SQUARE), TOUCH_SIZE)
    found["favicon.ico"] = ico({size: draw(svg, size) for size in FAVICON_SIZES})
    return found


def main() -> None:
    """Write the files and print their sizes."""
    folder = ASSETS / "icons"
    folder.mkdir(exist_ok=True)
    for name, content in icons((ASSETS / "icon.svg").read_text("utf-8")).items():
        (folder / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes")


if __name__ == "__main__":
    main()
