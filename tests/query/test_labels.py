"""Each basis and each kind of source has words of its own, which translators know."""

from __future__ import annotations

from dashboard.model.facts import Basis, SourceKind
from dashboard.query.labels import basis_meaning, basis_name, source_kind
from tests.texts import texts


def test_each_basis_is_called_what_the_tables_call_it() -> None:
    """Whoever reads "implied" on the page finds it in the data."""
    assert [basis_name(basis) for basis in Basis] == [str(basis) for basis in Basis]
    assert {basis_name(basis) for basis in Basis} <= texts()


def test_each_basis_has_a_meaning_of_its_own() -> None:
    """A sentence for each, and no two alike."""
    meanings = [basis_meaning(basis) for basis in Basis]
    assert len(set(meanings)) == len(meanings)
    assert set(meanings) <= texts()
    assert all(meaning[0].isupper() and meaning.endswith(".") for meaning in meanings)


def test_each_kind_of_source_has_words_of_its_own() -> None:
    """They contain the word that the tables have for it."""
    for kind in SourceKind:
        assert str(kind) in source_kind(kind)
        assert source_kind(kind) in texts()
