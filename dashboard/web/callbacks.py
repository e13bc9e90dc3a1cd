"""All callbacks of the page: the browser fetches a view by GET and puts its parts in their slots.

The functions are in `assets/src/`; they handle slots and addresses, not cities. No callback runs on the server, so no
request has a body. Parts of the page arrive as HTML and the browser inserts them itself: a profile has some 400
components, and rendering each with Dash takes half a second instead of one frame.
"""

from __future__ import annotations

from collections.abc import Callable

from dash import ClientsideFunction, Dash, Input, Output

from dashboard.components.ids import Id


def register(app: Dash) -> None:
    """Register the callbacks that update the slots of the page and the map when the address changes."""
    on_client: Callable[..., None] = app.clientside_callback
    address = Input(Id.ADDRESS, "data")
    # One callback for all parts: Dash drops the second of two callbacks with the same input and no output.
    on_client(ClientsideFunction("view", "parts"), address)
    on_client(ClientsideFunction("view", "map"), Output(Id.GRAPH, "figure"), address)
