"""Link previews: title, summary and picture of the shared view (Open Graph, Twitter cards)."""

from __future__ import annotations

import re
from html import escape

import numpy as np
from flask import Request

from dashboard.config import Settings
from dashboard.exports.formats import PICTURE_KEYS
from dashboard.model.entities import ONLINE, City, Event, Topic
from dashboard.model.network import Network
from dashboard.query.facets import facet_index
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.query.summary import label_of, role_name
from dashboard.reference.countries import country_name
from dashboard.text.i18n import format_date_range, format_list, format_number, language, ngettext
from dashboard.text.i18n import gettext as _

_HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_-]{1,63})*\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE
)
MOST_LETTERS = 300
"""Maximum length of a description; link previews truncate longer ones."""
WIDTH, HEIGHT = 1200, 630
"""Size of the picture in pixels, as the large social networks recommend."""


def base_url(request: Request, settings: Settings) -> str:
    """Return the public base URL with a trailing slash; "" without a setting or a valid Host header."""
    if settings.public_url:
        return settings.public_url.rstrip("/") + "/"
    host = request.headers.get("Host", "")
    if len(host) > 260 or not _HOST.fullmatch(host):
        return ""
    return f"{request.scheme}://{host.lower()}/"


def social_meta_tags(selection: Selection, base: str) -> str:
    """Write the tags of a resolved state for the head of its page.

    Args:
        base: the public base URL with a trailing slash; "" omits all tags with an address.
    """
    network, state = selection.network, selection.state
    text = selection.sentence
    shared = selection.title.removesuffix(f" – {network.title}") if state.opened else text
    described = description(selection)
    tags = [
        ("name", "description", described),
        ("property", "og:type", "website"),
        ("property", "og:site_name", network.title),
        ("property", "og:locale", language().replace("-", "_")),
        ("property", "og:title", shared),
        ("property", "og:description", described if described != shared else network.title),
    ]
    links = ""
    if base:
        here = base + _query(state.replace(page=state.page, embed=False, theme="auto"))
        picture = state.keep(*PICTURE_KEYS).to_query()
        image = f"{base}export/map.png?{picture + '&' if picture else ''}sheet=preview"
        tags += [
            ("property", "og:url", here),
            ("property", "og:image", image),
            ("property", "og:image:type", "image/png"),
            ("property", "og:image:width", str(WIDTH)),
            ("property", "og:image:height", str(HEIGHT)),
            ("property", "og:image:alt", selection.title),
            ("name", "twitter:card", "summary_large_image"),
        ]
        links = f'<link rel="canonical" href="{escape(here)}">'
    return "".join(f'<meta {kind}="{name}" content="{escape(value)}">' for kind, name, value in tags) + links


def description(selection: Selection) -> str:
    """Describe a resolved state: the text of the opened item, else the summary of the selection."""
    network, state = selection.network, selection.state
    words = ""
    if city := network.city(state.city):
        words = city.summary or _city(city)
    elif event := network.event_by_id.get(state.event):
        words = f"{_event(network, event)}. {_first_sentence(event.description) or event.summary}".strip()
    elif topic := network.topic_by_id.get(state.about):
        words = topic.description or _topic(network, topic)
    elif state.compare:
        names = [label_of(network, "city", city) for city in state.compare]
        words = _("Topics, facts and events of {cities} side by side.").format(cities=format_list(names))
    return _cut(words or selection.sentence)


def _city(city: City) -> str:
    known = [role_name(city.role) if city.role else "", country_name(city.country, language()) if city.country else ""]
    return ", ".join(word for word in known if word)


def _event(network: Network, event: Event) -> str:
    place = _("online") if event.place == ONLINE else label_of(network, "city", event.place)
    return f"{format_date_range(event.start, event.end)}, {place}"


def _topic(network: Network, topic: Topic) -> str:
    count = int(np.count_nonzero(facet_index(network).mask("topic", topic.id)))
    return ngettext("{count} city works on this.", "{count} cities work on this.", count).format(
        count=format_number(count)
    )


def _first_sentence(text: str) -> str:
    """Return the first sentence of a text; a full stop after a digit or a capital does not end it."""
    found = re.match(r".+?(?<![0-9A-Z])[.!?](?=\s|$)", " ".join(text.split()))
    return found[0] if found else text


def _cut(text: str) -> str:
    """Truncate a text at a word boundary to the length of a preview."""
    text = " ".join(text.split())
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1].rpartition(" ")[0].rstrip(",;:") + " …"


def _query(state: State) -> str:
    query = state.to_query()
    return f"?{query}" if query else ""
