"""Links own their keys and keep the rest, sources open safely, and components become HTML that says what they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.html import (
    QUERY_GROUPS,
    Raw,
    age,
    aria,
    data,
    external,
    fact_item,
    host,
    link,
    source_line,
    to_html,
)
from dashboard.model.network import Basis, Fact, Source, SourceKind
from dashboard.query.labels import basis_meaning, basis_name, source_kind
from dashboard.query.state import State
from tests.networks import HOSTILE, SOURCE
from tests.seen import Page, goal, prop, text, walk

KEYS = set(State.__dataclass_fields__) - {"embed"}


@pytest.mark.parametrize("owns", QUERY_GROUPS)
def test_link_names_the_keys_it_sets(owns: str) -> None:
    """The keys are keys of the state, and the address is the whole state."""
    state = State(country=("ES",), city="rome", tab="gaps")
    made = link("Go", state, owns, className="button", aria_label="Go there", data_step="next")
    assert set(QUERY_GROUPS[owns].split()) <= KEYS
    assert prop(made, "data-keys") == QUERY_GROUPS[owns]
    assert goal(made) == state
    assert (prop(made, "aria-label"), prop(made, "data-step")) == ("Go there", "next")


def test_link_may_lead_to_a_part_of_the_page() -> None:
    """The part stands behind the state, written so that any id can be one."""
    made = link("Go", State(city="rome"), "opened", part="topic-a b")
    assert prop(made, "href") == "?city=rome#topic-a%20b"


def test_every_key_of_the_address_is_owned_by_some_link() -> None:
    """No part of the state is out of reach of a link."""
    assert {key for keys in QUERY_GROUPS.values() for key in keys.split()} == KEYS


def test_link_out_of_the_page_is_safe_and_says_so() -> None:
    """The other page gets no hold on this one, and a reader of the screen hears that a tab opens."""
    made = external("A page", "https://www.example.org/?a=1&b=2", title="Title")
    assert (prop(made, "target"), prop(made, "href")) == ("_blank", "https://www.example.org/?a=1&b=2")
    assert {"noopener", "noreferrer"} <= set(prop(made, "rel").split())
    assert text(made) == "A page (opens in a new tab)"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://www.rome.example/x", "rome.example"),
        ("http://EXAMPLE.org:80", "example.org"),
        ("no address", "no address"),
    ],
)
def test_host_is_short(url: str, wanted: str) -> None:
    """A website is shown by the name of its host."""
    assert host(url) == wanted


def test_every_kind_and_basis_has_words() -> None:
    """A new kind of source or basis needs words."""
    assert len({source_kind(kind) for kind in SourceKind}) == len(SourceKind)
    assert len({basis_name(basis) for basis in Basis}) == len({basis_meaning(basis) for basis in Basis}) == len(Basis)


def test_fact_shows_where_it_was_read_and_on_what_basis() -> None:
    """Basis, age, publisher and kind of source are in sight; the tag opens to its meaning, title and day of reading."""
    source = Source("s", "Title", "The Paper", SourceKind.PRESS, "https://paper.example/a", date(2026, 11, 22))
    item = fact_item(Fact("They plan a tram.", Basis.IMPLIED, source, 2019), before="Rome: ")
    [note] = [one for one in walk(item) if one._type == "Details"]
    assert text(note.children[0]) == "implied"
    assert text(note.children[1]) == f"{basis_meaning(Basis.IMPLIED)}“Title” · read on 22 Nov 2026"
    assert text(item) == f"Rome: They plan a tram.{text(note)}2019 · The Paper (opens in a new tab) · press"


def test_source_of_a_repost_and_in_another_language_says_so_in_sight() -> None:
    """Kind and language stand in the line itself; a page in the language of the interface says nothing of it."""
    page = replace(SOURCE, kind=SourceKind.SECONDARY, language="fi", published="2021-03")
    shown = text(fact_item(Fact("It began.", Basis.STATED, page)))
    assert shown.endswith("published in 2021 · A publisher (opens in a new tab) · secondary source · in Finnish")
    assert "“A page” · published Mar 2021 · read on 22 Nov 2026" in shown
    assert text(source_line(replace(SOURCE, language="en-GB"))) == text(source_line(SOURCE))


@pytest.mark.parametrize(
    ("year", "published", "wanted"),
    [(2019, "2021-03-02", "2019"), (2019, "", "2019"), (None, "2021-03", "published in 2021"), (None, "", "undated")],
)
def test_every_fact_says_how_old_it_is(year: int | None, published: str, wanted: str) -> None:
    """The year it was true, else the year of its page, else that it is undated; the day of reading is no age."""
    assert age(Fact("It began.", Basis.STATED, replace(SOURCE, published=published), year)) == wanted


def test_source_without_basis_has_no_tag() -> None:
    """The source of a summary says where and when."""
    assert "stated" not in text(source_line(SOURCE))
    assert "read on 22 Nov 2026" in text(source_line(SOURCE))


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
