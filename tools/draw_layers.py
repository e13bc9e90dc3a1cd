"""Draw the layers of the code as docs/layers.svg, from the import-linter contract in pyproject.toml.

    python -m tools.draw_layers

Boxes have their own background, for light and dark pages.
"""

from __future__ import annotations

import ast
import re
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "layers.svg"
WIDTH, ROW, GAP, MARGIN = 960, 40, 8, 10


def layers(pyproject: str) -> list[list[str]]:
    """Return the modules of each layer from the top down, as the contract on `dashboard` lists them."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    (rows,) = (each["layers"] for each in contracts if each.get("containers") == ["dashboard"])
    return [[name.strip(" ()") for name in re.split(r"[|:]", row)] for row in rows]


def describe(name: str) -> tuple[str, int]:
    """Return the first line of a module's docstring, without "Name: ", and its number of modules."""
    package = ROOT / "dashboard" / name
    modules = sorted(package.rglob("*.py")) if package.is_dir() else [package.with_suffix(".py")]
    source = (package / "__init__.py" if package.is_dir() else modules[0]).read_text(encoding="utf-8")
    line = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
    _, colon, rest = line.partition(": ")
    return (rest if colon else line), sum(module.name != "__init__.py" for module in modules)


def draw(rows: list[list[str]]) -> str:
    """Return the picture: one row per layer, the top layer first."""
    height = 2 * MARGIN + len(rows) * (ROW + GAP) - GAP
    title = "Layers of the code: a package imports from the rows below its own"
    box = f"0 0 {WIDTH} {height}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="sans-serif" font-size="14">',
        f"<title>{title}</title>",
    ]
    for index, names in enumerate(rows):
        top = MARGIN + index * (ROW + GAP)
        width = (WIDTH - 2 * MARGIN - GAP * (len(names) - 1)) / len(names)
        for place, name in enumerate(names):
            parts += _box(MARGIN + place * (width + GAP), top, width, name, alone=len(names) == 1)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _box(left: float, top: float, width: float, name: str, *, alone: bool) -> list[str]:
    """Draw a module: name, purpose if there is space, and the number of modules of a package."""
    purpose, count = describe(name)
    base = top + ROW / 2 + 5
    box = [
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{ROW}" rx="5" fill="#eef4f8" stroke="#5f7d92"/>',
        f'<text x="{left + 14:g}" y="{base:g}" font-weight="bold" fill="#12303f">{escape(name)}</text>',
    ]
    if alone:
        box.append(f'<text x="{left + 130:g}" y="{base:g}" fill="#12303f">{escape(purpose)}</text>')
    if (ROOT / "dashboard" / name).is_dir():
        unit = "module" if count == 1 else "modules"
        box.append(
            f'<text x="{left + width - 14:g}" y="{base:g}" text-anchor="end" fill="#3d5a6c">{count} {unit}</text>'
        )
    return box


if __name__ == "__main__":
    PICTURE.write_text(draw(layers((ROOT / "pyproject.toml").read_text(encoding="utf-8"))), encoding="utf-8")
