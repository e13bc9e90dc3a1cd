"""Facts show their age, source and basis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.components.facts import age, fact_item, source_line
from dashboard.model.facts import Basis, Fact, Source, SourceKind
from dashboard.query.labels import basis_meaning, basis_name, source_kind
from tests.networks import SOURCE
from tests.seen import text, walk


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
