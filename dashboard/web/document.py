"""The HTML document: the whole page without scripts, and the scripts that then take over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from dashboard.components.dialogs import dialogs_view
from dashboard.components.html import to_html
from dashboard.components.ids import Id
from dashboard.components.page import page
from dashboard.config import Settings
from dashboard.maps.svg.outlines import Outlines
from dashboard.query.selection import Selection
from dashboard.query.unknown_values import UnknownValue
from dashboard.text.i18n import gettext as _
from dashboard.text.i18n import language
from dashboard.web.assets import Assets
from dashboard.web.dash_bundle import DASH_BUNDLE
from dashboard.web.dataset import RejectedUpdate
from dashboard.web.site_files import THEME_COLOURS
from dashboard.web.social_meta import social_meta_tags
from dashboard.web.view_builders import first_parts
from dashboard.web.views import KEYS

SCRIPTS = ("plotly-map.min.js", "app.min.js", DASH_BUNDLE)
"""In loading order: `window.Plotly` and the callbacks must exist before Dash uses them."""
FONT: Final = "fonts/noto-sans.woff2"
"""Preloaded with the style: the page uses it only if it arrives in time, so that the layout does not shift."""
CONFIG: Final[dict[str, Any]] = {
    "url_base_pathname": None,
    "requests_pathname_prefix": "/",
    "ui": False,
    "props_check": False,
    "disable_version_check": True,
    "show_undo_redo": False,
    "suppress_callback_exceptions": False,
    "update_title": None,
    "children_props": {},
    "serve_locally": True,
    "validate_callbacks": False,
    "csrf_token_name": "_csrf_token",
    "csrf_header_name": "X-CSRFToken",
}
"""The configuration that Dash's renderer reads; it does not reveal package versions."""

SHOWN_FIRST: Final = "autofocus"
"""Scrolls to the table that an address selects, with and without scripts; Dash has no property for it."""
EMBED_TARGET: Final = '<base target="_blank">'
"""In a frame on another site, every link opens a new tab."""


def render_document(
    selection: Selection,
    *,
    assets: Assets,
    settings: Settings,
    outlines: Outlines,
    base: str = "",
    refused: RejectedUpdate | None = None,
    misread: Sequence[UnknownValue] = (),
) -> str:
    """Return the page of a state as HTML that works without scripts, with the scripts of the application.

    Args:
        base: the public base URL with a trailing slash, for shared links; "" if unknown.
        refused: newer tables that were rejected.
        misread: invalid display settings of the address.
    """
    embed = " data-embed" if selection.state.embed else ""
    state = selection.state.replace(page=selection.state.page, embed=False)  # links open the full page
    selection = selection.with_state(state)
    may_be_framed = bool(settings.frame_ancestors)
    dialogs = dialogs_view(selection, base=base, may_be_framed=may_be_framed, report_url=settings.report_url)
    body = to_html(page(selection, first_parts(selection, settings, outlines, refused, misread=misread)))
    if state.tab != "cities" and not state.opened and not embed:
        body = body.replace(f' id="{Id.TABLES}"', f' id="{Id.TABLES}" {SHOWN_FIRST}', 1)
    theme = f' data-theme="{state.theme}"' if state.theme != "auto" else ""
    opened = " data-opened" if state.opened else ""
    lost = _("The server does not respond. Trying again …")
    scripts = "".join(f'<script src="{assets.url(name)}" defer></script>' for name in SCRIPTS)
    return (
        f'<!DOCTYPE html><html lang="{escape(language())}"{theme}{opened}{embed} data-lost-text="{escape(lost)}"'
        f' data-version="{selection.network.version}">'
        '<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(selection.title)}</title>"
        f"{social_meta_tags(selection, base)}{EMBED_TARGET if embed else ''}"
        f'<link rel="preload" href="{assets.url(FONT)}" as="font" type="font/woff2" crossorigin>'
        f'<link rel="stylesheet" href="{assets.url("style.min.css")}">'
        f'{_theme_colours(state.theme)}<link rel="icon" href="/favicon.ico" sizes="32x32">'
        f'<link rel="icon" type="image/svg+xml" href="{assets.url("icon.svg")}">'
        '<link rel="apple-touch-icon" href="/apple-touch-icon.png"><link rel="manifest" href="/manifest.webmanifest">'
        f'{scripts}</head><body><div id="first-page">{body}</div>'
        f'<div id="react-entry-point"></div>{"" if embed else to_html(dialogs)}'
        f'<script id="_dash-config" type="application/json">{json.dumps(CONFIG)}</script>'
        f'<script id="view-keys" type="application/json">{json.dumps(KEYS)}</script>'
        "</body></html>"
    )


def _theme_colours(theme: str) -> str:
    """Write the colour of the browser's toolbars, for the theme of the address or for both."""
    if theme in THEME_COLOURS:
        return f'<meta name="theme-color" content="{THEME_COLOURS[theme]}">'
    return "".join(
        f'<meta name="theme-color" media="(prefers-color-scheme: {name})" content="{colour}">'
        for name, colour in THEME_COLOURS.items()
    )
