"""SVG to PNG, identical on every machine: rendered by resvg with a bundled font.

`python -m dashboard.maps.svg.png WIDTH` reads an SVG from standard input and writes a PNG to standard output. resvg
holds the GIL while it renders, so the server uses another process (`dashboard.web.png_worker`).
"""

from __future__ import annotations

import sys
from importlib.resources import as_file, files

import resvg_py

FONT_PACKAGE, FONT_FILE, FONT_NAME = "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf", "Noto Sans"
"""Noto Sans (SIL Open Font License 1.1): Latin, Greek, Cyrillic and Devanagari, in all weights."""
COVERED = 0x0590
"""Code points below this are in the font; others use the system fonts."""


def png(svg: str, *, width: int) -> bytes:
    """Render an SVG as a PNG of a width in pixels.

    Raises:
        ValueError: the SVG is invalid.
    """
    with as_file(files(FONT_PACKAGE) / FONT_FILE) as font:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                width=width,
                font_files=[str(font)],
                font_family=FONT_NAME,
                sans_serif_family=FONT_NAME,
                skip_system_fonts=all(_is_covered(letter) for letter in svg),
            )
        )


def _is_covered(letter: str) -> bool:
    return ord(letter) < COVERED or 0x1E00 <= ord(letter) < 0x2200


if __name__ == "__main__":
    sys.stdout.buffer.write(png(sys.stdin.buffer.read().decode(), width=int(sys.argv[1])))
