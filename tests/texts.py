"""The texts that translators see: what the page says in its own words is one of them, however it is worded."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

TEMPLATE = Path(__file__).parents[1] / "dashboard" / "text" / "locale" / "messages.pot"


@cache
def texts() -> frozenset[str]:
    """Every text of the template, in each of its forms."""
    found: set[str] = set()
    for message in read_po(io.BytesIO(TEMPLATE.read_bytes()), abort_invalid=True):
        found.update([message.id] if isinstance(message.id, str) else message.id)
    return frozenset(found - {""})
