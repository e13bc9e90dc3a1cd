"""Dialogs: share, export, about, API, help, and a hint on the first visit.

The HTML document contains them, outside the part that scripts take over. Each has an address, `#share` for example:
without scripts the style sheet shows the dialog of the address; with scripts it opens as a modal dialog, and Back
closes it.
"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.dialogs.about import about_dialog
from dashboard.components.dialogs.api import api_dialog
from dashboard.components.dialogs.export import export_dialog
from dashboard.components.dialogs.help import first_hint, help_dialog
from dashboard.components.dialogs.share import share_dialog
from dashboard.query.selection import Selection


def dialogs_view(selection: Selection, *, base: str, may_be_framed: bool, report_url: str) -> html.Div:
    """Build all dialogs of a resolved state.

    Args:
        base: the public base URL with a trailing slash, or "".
        may_be_framed: whether any site may embed the page.
        report_url: address for error reports; "" hides the link.
    """
    network = selection.network
    children: list[Any] = [
        share_dialog(selection, base=base, may_be_framed=may_be_framed),
        export_dialog(selection),
        about_dialog(network, report_url=report_url),
        api_dialog(network, base=base),
        help_dialog(network),
        first_hint(),
    ]
    return html.Div(children, id="dialogs")
