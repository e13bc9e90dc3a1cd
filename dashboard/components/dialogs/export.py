"""Export: each format as a link with the selection and a description of its content."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.dialogs.base import dialog, group
from dashboard.components.html import hyphenate
from dashboard.exports.formats import FORMATS, Group, contents
from dashboard.query.selection import Selection
from dashboard.text.i18n import gettext as _


def export_dialog(selection: Selection) -> html.Dialog:
    """Build the dialog; scripts update links and counts when the address changes."""
    state = selection.state
    held = contents(selection)
    query = state.replace(page=state.page, embed=False, theme="auto", tab="cities").to_query()

    def item(name: str) -> html.Li:
        file = FORMATS[name]
        href = f"export/{name}" + (f"?{query}" if query else "")
        attributes = hyphenate({"data_export": name} | ({"data_needs": file.needs} if file.needs else {}))
        count = html.Span(held[name], className="export-count", **hyphenate({"data_export_count": name}))
        words = [html.Strong(file.title()), count, html.Span(file.description(), className="muted")]
        hidden = bool(file.needs) and not getattr(state, file.needs)
        return html.Li(html.A(words, href=href, download="", **attributes), hidden=hidden or None)

    def section(title: str, *groups: Group) -> html.Section:
        items: list[Any] = [item(name) for name, file in FORMATS.items() if file.group in groups]
        return group(title, [html.Ul(items, className="exports")])

    events = [Group.EVENT] if selection.network.events else []
    return dialog(
        "export",
        _("Export"),
        [
            html.P(selection.sentence, id="export-sentence", className="dialog-lead"),
            section(_("Lists"), Group.LIST),
            section(_("Pictures"), Group.PICTURE),
            section(_("Events and profile"), *events, Group.PROFILE),
        ],
    )
