"""Components as HTML, and their attributes."""

from __future__ import annotations

from html import escape
from typing import Any

from dash import dcc
from dash.development.base_component import Component

from dashboard.components.slot import Slot
from dashboard.text.i18n import NO_BREAK_SPACE

Children = Any
"""A component, a text, or a list of these."""

SEPARATOR = f"{NO_BREAK_SPACE}· "
"""Separator between the parts of a line; it stays with the part before it when the line breaks."""


def aria(**values: str) -> dict[str, Any]:
    """Write ARIA properties for a component: `html.Nav(…, **aria(label="Pages"))`."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """Write data attributes for a component."""
    return {f"data-{name.replace('_', '-')}": value for name, value in values.items()}


def hyphenate(attributes: dict[str, Any]) -> dict[str, Any]:
    """Rename data_x and aria_x to data-x and aria-x, which are not valid Python keywords."""
    return {
        key.replace("_", "-") if key.startswith(("data_", "aria_")) else key: value for key, value in attributes.items()
    }


class Raw(str):
    """Trusted HTML from our own code, inserted into the document unescaped."""

    __slots__ = ()


_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "wbr"})
_ATTRIBUTES = {
    "className": "class",
    "htmlFor": "for",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
}


def to_html(node: Any) -> str:
    """Render components as HTML, as Dash does in the browser; widgets that need scripts become empty boxes."""
    if node is None or node is False:
        return ""
    if isinstance(node, Raw):
        return node
    if isinstance(node, str | int | float):
        return escape(str(node), quote=False)
    if isinstance(node, Component):
        return _element(node)
    return "".join(to_html(child) for child in node)


def _element(node: Component) -> str:
    if isinstance(node, dcc.Location):
        return ""
    plain_html = isinstance(node, Slot) or node._namespace == "dash_html_components"
    tag = getattr(node, "element", node._type.lower()) if plain_html else "div"
    attributes = []
    properties: dict[str, Any] = node.to_plotly_json()["props"]  # type: ignore[no-untyped-call]  # Dash has no types here
    for key, value in properties.items():
        if (
            key in ("children", "element", "html")
            or value is None
            or value is False
            or (not plain_html and key not in ("id", "className"))
        ):
            continue
        name = _ATTRIBUTES.get(key, key.lower())
        attributes.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    if tag in _VOID:
        return f"<{tag}{''.join(attributes)}>"
    children = to_html(getattr(node, "children", None)) if plain_html else ""
    return f"<{tag}{''.join(attributes)}>{children}</{tag}>"
