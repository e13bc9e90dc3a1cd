"""A slot is one element: in the HTML document with its content, for Dash without."""

from __future__ import annotations

import pytest
from dash import html

from dashboard.components.html import to_html
from dashboard.components.slot import NAMESPACE, Slot


@pytest.mark.parametrize(
    ("slot", "wanted"),
    [
        (Slot(id="a"), '<div id="a"></div>'),
        (
            Slot(html.P("<"), id="a", element="aside", className="b"),
            '<aside id="a" class="b"><p>&lt;</p></aside>',
        ),
        (Slot("x", id="a", element="section", tabIndex=-1), '<section id="a" tabindex="-1">x</section>'),
        (Slot(id="a", html="<p>later</p>"), '<div id="a"></div>'),
    ],
)
def test_slot_is_an_element_of_the_document(slot: Slot, wanted: str) -> None:
    """Neither the tag nor the HTML of a callback is an attribute of it."""
    assert to_html(slot) == wanted


def test_slot_has_its_label() -> None:
    """ARIA attributes are kept, for Dash too."""
    slot = Slot(id="a", **{"aria-label": "Details"})
    assert to_html(slot) == '<div id="a" aria-label="Details"></div>'
    sent = slot.to_plotly_json()
    assert (sent["namespace"], sent["type"]) == (NAMESPACE, "Slot")
    assert sent["props"]["aria-label"] == "Details"
    assert sent["props"]["element"] == "div"


def test_unknown_properties_are_refused() -> None:
    """A typing error is not silently lost."""
    with pytest.raises(TypeError):
        Slot(id="a", title="x")
