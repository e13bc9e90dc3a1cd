"""Components become HTML that says what they hold, and any text stays text."""

from __future__ import annotations

from typing import Any

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.html import Raw, aria, data, to_html
from tests.networks import HOSTILE
from tests.seen import Page


def test_names_of_attributes_are_written_as_html_has_them() -> None:
    """Python cannot say "-" in a name."""
    assert aria(label="x", current="page") == {"aria-label": "x", "aria-current": "page"}
    assert data(row_id="1") == {"data-row-id": "1"}


@pytest.mark.parametrize(
    ("node", "wanted"),
    [
        (None, ""),
        ("a & b < c", "a &amp; b &lt; c"),
        (3, "3"),
        ([html.Br(), "x", None, False], "<br>x"),
        (html.Div(["a", [html.B("b")]], className="c", tabIndex=-1), '<div class="c" tabindex="-1">a<b>b</b></div>'),
        (html.Label("x", htmlFor="y"), '<label for="y">x</label>'),
        (html.Div(hidden=True), "<div hidden></div>"),
        (html.Div(hidden=False, title=None), "<div></div>"),
        (html.Div(title='"<&>'), '<div title="&quot;&lt;&amp;&gt;"></div>'),
        (html.Td("x", colSpan=2, rowSpan=3), '<td colspan="2" rowspan="3">x</td>'),
        (Raw("<svg></svg>"), "<svg></svg>"),
        (dcc.Location(id="address"), ""),
        (dcc.Graph(id="graph", figure={"data": []}, className="graph"), '<div id="graph" class="graph"></div>'),
        (dcc.Store(id="store", data="secret"), '<div id="store"></div>'),
    ],
)
def test_components_become_html(node: Any, wanted: str) -> None:
    """As the browser builds them; what needs scripts is an empty box."""
    assert to_html(node) == wanted


@given(st.text() | st.sampled_from(HOSTILE), st.text() | st.sampled_from(HOSTILE))
def test_any_text_stays_text(words: str, title: str) -> None:
    """Whatever a text holds, a browser reads that text and nothing else."""
    page = Page(to_html(html.Main(html.P(words, title=title, **data(x=title)))))
    assert page.faults == []
    assert [one.tag for one in page.elements] == ["main", "p"]
    assert page.elements[1].attributes == {"title": title, "data-x": title}
    assert page.elements[1].text == words
