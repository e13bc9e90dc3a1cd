"""What a link shows where it is shared: title, sentence and picture of the very view (Open Graph, Twitter cards)."""

from __future__ import annotations

import re
from html import escape

from flask import Request

from dashboard.config import Settings
from dashboard.network.model import Network
from dashboard.network.sentence import plain, sentence, title
from dashboard.network.state import State
from dashboard.server.exporting import of_picture
from dashboard.texts import language

_HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_-]{1,63})*\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE
)
WIDTH, HEIGHT = 1200, 630
"""Pixels of the picture, as the big networks ask for it."""


def base_url(request: Request, settings: Settings) -> str:
    """Return the address visitors use, with the slash; "" where neither the operator nor a sound host name tells it."""
    if settings.public_url:
        return settings.public_url.rstrip("/") + "/"
    host = request.headers.get("Host", "")
    if len(host) > 260 or not _HOST.fullmatch(host):
        return ""
    return f"{request.scheme}://{host.lower()}/"


def preview_tags(network: Network, state: State, base: str) -> str:
    """Write the tags of a resolved state for the head of its page.

    Args:
        base: the address visitors use, with the slash; where it is "", no tag names an address.
    """
    said = plain(sentence(network, state))
    shared = title(network, state).removesuffix(f" – {network.title}") if state.opened else said
    tags = [
        ("name", "description", said),
        ("property", "og:type", "website"),
        ("property", "og:site_name", network.title),
        ("property", "og:locale", language().replace("-", "_")),
        ("property", "og:title", shared),
        ("property", "og:description", said if state.opened else network.title),
    ]
    links = ""
    if base:
        here = base + _query(state.but(page=state.page, embed=False, theme="auto"))
        picture = of_picture(state).to_query()
        image = f"{base}export/map.png?{picture + '&' if picture else ''}sheet=preview"
        tags += [
            ("property", "og:url", here),
            ("property", "og:image", image),
            ("property", "og:image:type", "image/png"),
            ("property", "og:image:width", str(WIDTH)),
            ("property", "og:image:height", str(HEIGHT)),
            ("property", "og:image:alt", said),
            ("name", "twitter:card", "summary_large_image"),
        ]
        links = f'<link rel="canonical" href="{escape(here)}">'
    return "".join(f'<meta {kind}="{name}" content="{escape(value)}">' for kind, name, value in tags) + links


def _query(state: State) -> str:
    query = state.to_query()
    return f"?{query}" if query else ""
