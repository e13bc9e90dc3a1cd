"""The help dialog names the keys that the script knows."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from tests.components.dialogs.reading import inside, shown
from tests.networks import Town, network_of
from tests.sources import scripts


def test_help_names_the_keys_that_the_script_knows(root: Path) -> None:
    """Each key of the list stands in the script, and those of events only where there are events."""
    text = inside(shown(), "help")
    keys = {unescape(key) for key in re.findall(r"<kbd>([^<]*)</kbd>", text)}
    script = scripts()
    names = {"Esc": "Escape", "Space": " ", "↑": "ArrowUp", "↓": "ArrowDown", "←": "Arrow", "→": "Arrow"}
    for key in keys - {"Enter"}:  # what the browser itself does
        assert f'"{names.get(key, key)}"' in script or names.get(key, key) == "Arrow"
    assert {"/", "?", "Esc", "f", "[", "]"} <= keys
    assert "<kbd>[</kbd>" not in inside(shown(network_of([Town("alba")])), "help")
