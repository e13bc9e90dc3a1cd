"""Write assets/fonts/noto-sans.woff2: a subset of the Noto Sans that the posters use.

    python tools/build_font.py

One variable font file contains all weights from regular to bold. Other letters, such as Greek or Chinese, use system
fonts. The font is under the SIL Open Font License 1.1, which is copied next to it.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import fontpkg_noto_sans
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

OUT = Path(__file__).parents[1] / "assets" / "fonts"
NAME = "noto-sans.woff2"
MOST_BYTES = 40_000
AXES = {"wdth": 100, "wght": (400, 700)}
FEATURES = ["kern", "locl", "ccmp", "tnum"]
LATIN = "".join(chr(code) for first, last in ((0x20, 0x7E), (0xA0, 0x17E)) for code in range(first, last + 1))
"""ASCII, Latin-1 and Latin Extended-A: all languages of the European Union in Latin letters, and Turkish."""
MORE = "ȘșȚț‐‑–—‘’‚“”„†•…‰‹›€−"


def build() -> bytes:
    """Return the subset as a web font."""
    font = TTFont(Path(fontpkg_noto_sans.__file__).parent / "files" / "NotoSans[wdth,wght].ttf")
    options = Options()
    options.layout_features, options.hinting, options.name_IDs = FEATURES, False, [1, 2, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(text=LATIN + MORE)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, AXES)
    font.flavor = "woff2"
    content = BytesIO()
    font.save(content)
    return content.getvalue()


def main() -> int:
    """Write the font and its licence; fail if it is too big."""
    content = build()
    print(f"{NAME}: {len(content)} bytes")
    if len(content) > MOST_BYTES:
        print(f"more than {MOST_BYTES} bytes: remove letters")
        return 1
    OUT.mkdir(exist_ok=True)
    (OUT / NAME).write_bytes(content)
    (OUT / "OFL.txt").write_bytes((Path(fontpkg_noto_sans.__file__).parent / "LICENSE").read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
