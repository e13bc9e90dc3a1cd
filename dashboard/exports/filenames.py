"""File names that describe the content: "mysmartlife-cities-network-cities-finland.csv"."""

from __future__ import annotations

import re

from dashboard.query.selection import Selection
from dashboard.query.summary import label_of
from dashboard.text.normalize import normalize

LONGEST = 100
"""Maximum characters before the extension, far below the 255 bytes that file systems allow."""


def file_name(selection: Selection, *, stem: str, extension: str) -> str:
    """Return a name of ASCII letters, digits and hyphens, safe in headers and on all file systems."""
    network, state = selection.network, selection.state
    words = [network.title, stem]
    opened = ("city", "event", "about")
    words += [label_of(network, key, getattr(state, key)) for key in opened if getattr(state, key)]
    for key in ("compare", "role", "country", "topic", "attended"):
        words += [label_of(network, key, value) for value in getattr(state, key)]
    words.append(state.q)
    parts = [slug for word in words if (slug := _slug(word))]
    name = "-".join(parts)[:LONGEST].strip("-") or "cities"
    return f"{name}.{extension}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", normalize(text)).strip("-")
