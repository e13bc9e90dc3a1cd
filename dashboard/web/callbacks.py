"""All callbacks of the page, on one screen: the browser fetches a view by GET and puts its parts in their slots.

The functions are in `assets/src/`; they know slots and addresses, and nothing of cities. No callback runs on
the server, so there is no request body in the whole system. Parts of the page arrive as the HTML of their components
and are put in place by the browser itself: a profile has some 400 components, and drawing each as one of Dash's took
half a second where this takes a frame.
"""

from __future__ import annotations

from collections.abc import Callable

from dash import ClientsideFunction, Dash, Input, Output

from dashboard.components.ids import Id


def register(app: Dash) -> None:
    """Let the slots of the page and the map follow the address."""
    on_client: Callable[..., None] = app.clientside_callback
    address = Input(Id.ADDRESS, "data")
    # One callback for all parts: Dash takes two without output and with the same input for one and drops the other.
    on_client(ClientsideFunction("view", "parts"), address)
    on_client(ClientsideFunction("view", "map"), Output(Id.GRAPH, "figure"), address)
