"""The layout that all dialogs share: a heading, a close button and the content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.html import aria, hyphenate
from dashboard.text.i18n import gettext as _


def dialog(name: str, title: str, children: Sequence[Any], *, wide: bool = False) -> html.Dialog:
    """Build a dialog that the address `#name` opens."""
    close = html.A(
        html.Span("×", **aria(hidden="true")),
        href="#",
        className="button close",
        **hyphenate({"aria_label": _("Close"), "data_dialog_close": "1"}),
    )
    heading = html.H2(title, id=f"{name}-title", tabIndex=-1)
    return html.Dialog(
        html.Div([html.Div([heading, close], className="dialog-head"), *children], className="dialog-body"),
        id=name,
        className="dialog dialog-wide" if wide else "dialog",
        **aria(labelledby=f"{name}-title"),
    )


def group(title: str, children: Sequence[Any], *, identity: str = "") -> html.Section:
    """Build a section of a dialog with a heading; the id is its anchor."""
    named: dict[str, Any] = {"id": identity} if identity else {}
    return html.Section([html.H3(title), *children], className="dialog-part", **named)
