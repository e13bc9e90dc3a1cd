"""The sources of the scripts and styles of the page, as text: what the bundles in assets/ are built from."""

from __future__ import annotations

import re
from pathlib import Path

ASSETS = Path(__file__).parents[1] / "assets"


def scripts() -> str:
    """Return all modules of the scripts, one after another."""
    return "\n".join(path.read_text("utf-8") for path in sorted((ASSETS / "src").rglob("*.js")))


def styles() -> str:
    """Return all parts of the style sheet in their order."""
    order = re.findall(r'@import "\./(.+)";', (ASSETS / "css" / "main.css").read_text("utf-8"))
    return "\n".join((ASSETS / "css" / name).read_text("utf-8") for name in order)
