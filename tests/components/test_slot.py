"""A slot is an element whose content the browser sets: Dash gets its properties, the document its HTML."""

from __future__ import annotations

import pytest

from dashboard.components.slot import NAMESPACE, Slot


def test_dash_gets_the_properties_of_a_slot() -> None:
    """By the namespace under which the browser has the component; what is not set is not sent."""
    made = Slot(id="panel", html="<p>x</p>", className="box").to_plotly_json()  # type: ignore[no-untyped-call]  # of Dash
    assert (made["namespace"], made["type"]) == (NAMESPACE, "Slot")
    assert {key: value for key, value in made["props"].items() if value is not None} == {
        "id": "panel",
        "element": "div",
        "html": "<p>x</p>",
        "className": "box",
    }


def test_a_slot_is_an_element_of_any_tag_with_aria() -> None:
    """As a part of the page needs it."""
    made = Slot(id="head", element="h1", role="status", tabIndex=-1, **{"aria-live": "polite"})
    assert (made.element, made.role, made.tabIndex) == ("h1", "status", -1)
    assert made.to_plotly_json()["props"]["aria-live"] == "polite"  # type: ignore[no-untyped-call]  # of Dash


@pytest.mark.parametrize("attribute", ["onclick", "style", "data-x"])
def test_a_slot_has_no_other_attributes(attribute: str) -> None:
    """A slip in a name fails where it is written."""
    with pytest.raises(TypeError):
        Slot(id="x", **{attribute: "y"})
