"""Sources of the scripts and styles of the page, from which the bundles in assets/ are built."""

from __future__ import annotations

import re
from pathlib import Path

ASSETS = Path(__file__).parents[1] / "assets"


def scripts() -> str:
    """Return all script modules, concatenated."""
    return "\n".join(path.read_text("utf-8") for path in sorted((ASSETS / "src").rglob("*.js")))


def styles() -> str:
    """Return all style sheets in order, concatenated."""
    order = re.findall(r'@import "\./(.+?)"', (ASSETS / "css" / "main.css").read_text("utf-8"))
    return "\n".join((ASSETS / "css" / name).read_text("utf-8") for name in order)
