"""The plotly.js bundle matches plotly.py and keeps its licences."""

from __future__ import annotations

from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

BUNDLE = Path(__file__).parents[1] / "assets" / "plotly-map.min.js"


@pytest.fixture(scope="module")
def script() -> str:
    """The text of the bundle."""
    return BUNDLE.read_text("utf-8")


def test_version_matches_plotly_py(script: str) -> None:
    """An update of plotly.py needs an update of the bundle."""
    assert script.startswith(f"/**\n* plotly.js (map - minified) v{get_plotlyjs_version()}\n")


def test_it_keeps_the_notices_of_its_licences(script: str) -> None:
    """The licences of plotly.js and MapLibre require their notices in every copy."""
    assert "Licensed under the MIT license" in script[:300]
    assert "@license 3-Clause BSD" in script


def test_bundle_defines_window_plotly(script: str) -> None:
    """The graph component uses `window.Plotly` if it exists, and loads nothing else."""
    assert "window.Plotly = Plotly;" in script[-200:]
