"""The callback graph of the page: what follows from the address, and what sets it.

All callbacks run in the browser (`assets/src/app.js`, `assets/src/map/`) and fetch views by GET, so no request has a
body. A link or a key changes the address with `navigate()`, which calls `page` and `panel` at once and then sets ADDRESS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dash import ClientsideFunction, Dash, Input, Output

from dashboard.components.ids import Id

PAGE: Final = (Id.SENTENCE, Id.FILTERS_BODY, Id.LEGEND, Id.TABLES, Id.EVENTS)
"""Slots that follow the filters, in the order in which the script returns their HTML."""


def register(app: Dash) -> None:
    """Register the callback graph."""
    address, clicked, moved = Input(Id.ADDRESS, "data"), Input(Id.GRAPH, "clickData"), Input(Id.GRAPH, "relayoutData")

    def on_client(function: str, *arguments: Input | Output | list[Output], initial: bool = False) -> None:
        register_function: Callable[..., None] = app.clientside_callback
        register_function(ClientsideFunction("view", function), *arguments, prevent_initial_call=not initial)

    on_client("page", [Output(slot, "html") for slot in PAGE], address, initial=True)
    on_client("panel", Output(Id.PANEL, "html"), address)
    on_client("figure", Output(Id.GRAPH, "figure"), address, initial=True)
    on_client("picture", Output(Id.POSTER, "html"), address, initial=True)
    on_client("outside", Output(Id.OUTSIDE, "html"), moved)
    on_client("open", Output(Id.ADDRESS, "data"), clicked)
