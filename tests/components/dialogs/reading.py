"""How tests read the dialogs: as HTML, one at a time."""

from __future__ import annotations

import re

from dashboard.components.dialogs import dialogs_view
from dashboard.components.html import to_html
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State

REAL = load(default_data())

BASE = "https://maps.example/"


def shown(network: Network = REAL, state: State | None = None, **options: object) -> str:
    """The dialogs as HTML."""
    settings = {"base": BASE, "may_be_framed": True, "report_url": "", **options}
    return to_html(dialogs_view(Selection(network, state or State()), **settings))  # type: ignore[arg-type]  # of mixed types


def inside(text: str, name: str) -> str:
    """The HTML of one dialog."""
    found = re.search(rf'<dialog id="{name}".*?</dialog>', text, re.DOTALL)
    assert found
    return found[0]
