"""Slot: a part of the page whose HTML comes from a view and is morphed into place by the browser.

A Dash component of our own: callbacks set its property `html`. Rendering the 400 components of a profile with Dash
takes half a second; morphing their HTML takes one frame and keeps focus, scroll position and open details. The
browser's part is in `assets/src/slots.js`.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

NAMESPACE = "network_components"


class Slot(Component):
    """An element that holds HTML.

    Args:
        children: its content in the HTML document; Dash gets none.
        id: id of the element and of the component.
        element: tag of the element.
        html: the content that the last callback has set.
        attributes: `className`, `role`, `tabIndex` and ARIA attributes of the element.
    """

    _namespace = NAMESPACE
    _type = "Slot"

    def __init__(
        self,
        children: Any = None,
        *,
        id: str,  # noqa: A002 - the name that Dash gives it
        element: str = "div",
        html: str | None = None,
        **attributes: Any,
    ) -> None:
        self.element = element
        self._prop_names = ["children", "id", "element", "html", "className", "role", "tabIndex"]
        self._valid_wildcard_attributes = ["aria-"]
        self.available_properties = self._prop_names
        self.available_wildcard_properties = self._valid_wildcard_attributes
        super().__init__(children=children, id=id, element=element, html=html, **attributes)  # type: ignore[no-untyped-call]  # Dash has no types here
