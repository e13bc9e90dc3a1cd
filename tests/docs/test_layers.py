"""docs/layers.svg shows the layers of the import-linter contract."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise

from tools.draw_layers import PICTURE, ROOT, draw, layers

CONTRACT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def texts() -> Iterator[ET.Element]:
    """Yield the texts of the picture."""
    picture = ET.fromstring(PICTURE.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    yield from picture.iter("{http://www.w3.org/2000/svg}text")


def test_picture_is_up_to_date() -> None:
    """The script draws the committed picture; run `python -m tools.draw_layers`."""
    assert PICTURE.read_text(encoding="utf-8") == draw(layers(CONTRACT))


def test_each_module_of_the_contract_is_drawn_once() -> None:
    """All layers are in the picture, the top layer first."""
    names = [each.text for each in texts() if each.get("font-weight")]
    assert names == [name for row in layers(CONTRACT) for name in row]
    packages = {path.parent.name for path in (ROOT / "dashboard").glob("*/__init__.py")}
    assert packages <= set(names)


def test_texts_do_not_overlap() -> None:
    """Texts of one row do not overlap, with a generous estimate of their widths."""
    rows: dict[str, list[tuple[float, float]]] = {}
    for each in texts():
        width = 7.3 * len(each.text or "")
        left = float(each.get("x", "0")) - (width if each.get("text-anchor") == "end" else 0)
        rows.setdefault(each.get("y", ""), []).append((left, left + width))
    for spans in rows.values():
        ordered = sorted(spans)
        assert all(one[1] < other[0] for one, other in pairwise(ordered)), ordered
