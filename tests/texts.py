"""The texts that translators see: what the page says in its own words is one of them, however it is worded."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po

TEMPLATE = Path(__file__).parents[1] / "dashboard" / "text" / "locale" / "messages.pot"


@cache
def texts() -> frozenset[str]:
    """Every text of the template, in each of its forms."""
    found: set[str] = set()
    for message in read_po(io.BytesIO(TEMPLATE.read_bytes()), abort_invalid=True):
        found.update([message.id] if isinstance(message.id, str) else message.id)
    return frozenset(found - {""})


def shape(text: str, other: str = "", count: int = 1) -> str:
    """Stand in for `gettext` and `ngettext`: of a text that translators see, only what is put into it, as "‹{date}›".

    So a test can hold a whole document, and the words in it can still be improved. What is no text of ours is "‹?›".
    """
    chosen = other if other and count != 1 else text
    if chosen not in texts() or (other and text not in texts()):
        return "‹?›"
    return f"‹{' '.join('{' + name + '}' for _, name, _, _ in Formatter().parse(chosen) if name)}›"
