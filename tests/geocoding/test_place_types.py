"""Words for the kind of a place are left out at both ends, the fewest first, and never all of a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.geocoding.place_types import OF, without_place_types

NAMES = st.text("xyzq", min_size=2, max_size=6)


@pytest.mark.parametrize(
    ("key", "left"),
    [
        ("city of york", ["of york", "york"]),
        ("the city of york", ["of york", "york"]),
        ("city of cape town", ["of cape town", "city of cape", "cape town", "of cape", "cape"]),
        ("gmina gdynia", ["gdynia"]),
        ("york", []),
        ("city", []),
        ("the york", []),
        ("york city council", ["york city", "york"]),
        ("town city", ["city", "town"]),
    ],
)
def test_words_for_the_kind_are_left_out(key: str, left: list[str]) -> None:
    """With the word that joins them with the name, the fewest first; at the front before those at the back."""
    assert list(without_place_types(key)) == left


@given(NAMES, st.sampled_from(["city", "gmina"]), st.sampled_from(sorted(OF)))
def test_a_name_comes_out_whole(name: str, kind: str, of: str) -> None:
    """Whatever joins the two; nothing that is left out is part of it."""
    assert name in list(without_place_types(f"{kind} {of} {name}"))
    assert next(without_place_types(f"{name} {kind}")) == name


@given(
    st.lists(st.sampled_from(["city", "of", "the", "york", "town", "borough"]), min_size=1, max_size=6).map(" ".join)
)
def test_what_is_left_is_a_part_of_the_name_and_never_nothing(key: str) -> None:
    """One run of its words, of two letters at least, with no more left out than before."""
    lengths = []
    for plain in without_place_types(key):
        assert f" {plain} " in f" {key} "
        assert 1 < len(plain) < len(key)
        lengths.append(len(plain.split()))
    assert lengths == sorted(lengths, reverse=True)
