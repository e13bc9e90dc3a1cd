"""How tests read the two matrices: their cells by what they say, and their heads."""

from __future__ import annotations

from dash.development.base_component import Component

from tests.seen import prop, text, walk


def cells(view: object) -> dict[str, Component]:
    """The cells that are links, by what they say."""
    return {
        prop(one, "aria-label"): one
        for one in walk(view)
        if "cell " in (prop(one, "className") or "") and one._type == "A"
    }


def heads(view: object, scope: str) -> list[str]:
    """The texts of the heads of columns or rows."""
    return [text(one) for one in walk(view) if one._type == "Th" and prop(one, "scope") == scope]
