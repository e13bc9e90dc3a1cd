"""The cascade: each style sheet stands in a declared layer, and no class is also one of Dash."""

from __future__ import annotations

import re
from importlib.resources import files

from tests.sources import ASSETS, styles

CSS = ASSETS / "css"
MAIN = (CSS / "main.css").read_text("utf-8")


def test_each_style_sheet_stands_in_a_declared_layer() -> None:
    """Only the rules that override those of MapLibre are outside; the files of a layer stand together, in its order."""
    (declared,) = re.findall(r"@layer ([\w, ]+);", MAIN)
    imports = dict(re.findall(r'@import "\./([\w.]+)"(?: layer\((\w+)\))?;', MAIN))
    assert set(imports) == {path.name for path in CSS.glob("*.css")} - {"main.css"}
    assert imports.pop("maplibre.css") == ""
    assert list(dict.fromkeys(imports.values())) == declared.split(", ")
    order = [declared.index(layer) for layer in imports.values()]
    assert order == sorted(order)


def test_no_class_is_one_of_dash() -> None:
    """Dash adds its rules to the page in no layer, so they would win over ours."""
    script = files("dash").joinpath("dcc", "dash_core_components.js").read_text("utf-8")
    theirs = set(re.findall(r"\\n\.([a-z][\w-]*)(?=[ ,:.\[])", script))
    ours = set(
        re.findall(r"\.([a-z][\w-]*)(?=[\s,:.\[)])", re.sub(r"/\*.*?\*/|url\([^)]*\)", "", styles(), flags=re.DOTALL))
    )
    assert "tab" in theirs
    assert "button" in ours
    assert not theirs & ours
