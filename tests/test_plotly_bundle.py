"""The bundle of plotly.js that is served fits the plotly.py that makes the figures, and keeps its licences."""

from __future__ import annotations

from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

BUNDLE = Path(__file__).parents[1] / "assets" / "plotly-map.min.js"


@pytest.fixture(scope="module")
def script() -> str:
    """The text of the bundle."""
    return BUNDLE.read_text("utf-8")


def test_it_is_the_version_that_plotly_makes_figures_for(script: str) -> None:
    """A newer plotly.py comes with a newer bundle, or this fails."""
    assert script.startswith(f"/**\n* plotly.js (map - minified) v{get_plotlyjs_version()}\n")


def test_it_keeps_the_notices_of_its_licences(script: str) -> None:
    """The licences of plotly.js and of MapLibre ask that their notices stay in every copy."""
    assert "Licensed under the MIT license" in script[:300]
    assert "@license 3-Clause BSD" in script


def test_it_gives_itself_to_the_page(script: str) -> None:
    """The graph component takes `window.Plotly` where it is there, and loads nothing else."""
    assert "window.Plotly = Plotly;" in script[-200:]
