"""Share: a link to the current view, and an embed code for other sites."""

from __future__ import annotations

from html import escape
from typing import Any

from dash import html

from dashboard.components.dialogs.base import dialog, group
from dashboard.components.html import Raw, aria, hyphenate
from dashboard.query.selection import Selection
from dashboard.text.i18n import gettext as _

SIZES = {"480x420": (480, 420), "800x600": (800, 600), "1100x720": (1100, 720)}
"""Width and height of a frame in pixels."""
FIRST = "800x600"


def share_dialog(selection: Selection, *, base: str, may_be_framed: bool) -> html.Dialog:
    """Build the dialog; scripts update link and embed code when the address changes."""
    state = selection.state
    here = state.replace(page=state.page, embed=False).href().removesuffix("?")
    link = base + here if base else _("The address of this page is the link.")
    children: list[Any] = [
        group(
            _("Link to this view"),
            [
                html.P(_("It contains the filters, the open panel, the table and the map view."), className="muted"),
                _copyable("share-link", link, _("Copy link"), _("Link copied")),
            ],
        )
    ]
    if may_be_framed:
        width, height = SIZES[FIRST]
        source = base + state.replace(embed=True, tab="cities").href()
        snippet = iframe(source, selection.title, width, height) if base else ""
        choices = Raw(_choices())
        children.append(
            group(
                _("Embed in another site"),
                [
                    html.P(_("It shows the map with summary and legend; links open this page."), className="muted"),
                    choices,
                    _copyable("share-frame", snippet, _("Copy the embed code"), _("Frame copied")),
                ],
            )
        )
    return dialog("share", _("Share"), children)


def iframe(source: str, name: str, width: int, height: int) -> str:
    """Write the embed code (an iframe)."""
    return (
        f'<iframe src="{escape(source)}" title="{escape(name)}" width="{width}" height="{height}" '
        'loading="lazy" allowfullscreen></iframe>'
    )


def _copyable(name: str, text: str, label: str, done: str) -> html.Div:
    attributes = hyphenate({"data_copy": name, "data_done": done})
    box = html.Code(text, id=name, className="copyable", tabIndex=0, **aria(label=label))
    return html.Div([box, html.Button(label, type="button", className="button", **attributes)], className="copy-row")


def _choices() -> str:
    """Write the options of size and theme, which need scripts."""
    sizes = {value: f"{width} × {height}" for value, (width, height) in SIZES.items()}
    themes = {"auto": _("as the reader's device"), "light": _("light"), "dark": _("dark")}
    choices = _radios("share-size", _("Size in pixels"), sizes, FIRST)
    choices += _radios("share-theme", _("Colours"), themes, "auto")
    return f'<form id="share-form" class="choices">{choices}</form>'


def _radios(name: str, legend: str, options: dict[str, str], checked: str) -> str:
    items = "".join(
        f'<label><input type="radio" name="{name}" value="{escape(value)}"{" checked" if value == checked else ""}> '
        f"{escape(words)}</label>"
        for value, words in options.items()
    )
    return f"<fieldset><legend>{escape(legend)}</legend>{items}</fieldset>"
