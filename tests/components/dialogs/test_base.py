"""The frame that all dialogs share has a name and a way out."""

from __future__ import annotations

import re

import pytest

from tests.components.dialogs.reading import inside, shown


@pytest.mark.parametrize("name", ["share", "export", "about", "api", "help"])
def test_each_dialog_has_a_name_and_a_way_out(name: str) -> None:
    """It is called by its heading, and a link closes it also without scripts."""
    text = inside(shown(), name)
    assert f'aria-labelledby="{name}-title"' in text
    assert f'id="{name}-title"' in text
    assert re.search(r'<a [^>]*href="#"[^>]*aria-label="Close"|<a [^>]*aria-label="Close"[^>]*href="#"', text)
