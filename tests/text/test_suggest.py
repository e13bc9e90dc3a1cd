"""Suggestions: the most similar id comes first, by its id or its title; what is too different is not suggested."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.text.suggest import CUTOFF, suggest

TOPICS = {"ict": "ICT", "urban-platforms": "Urban Platforms", "waste-recovery": "Waste recovery systems"}
WORDS = st.text("abcdéÉ -_", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("urban-platfroms", ["urban-platforms"]),
        ("URBAN platforms", ["urban-platforms"]),
        ("Waste recovery system", ["waste-recovery"]),  # by its title
        ("itc", []),
        ("", []),
        ("something else", []),
    ],
)
def test_the_most_similar_id_is_suggested(value: str, wanted: list[str]) -> None:
    """Case, accents and separators do not count; ids and titles both do."""
    assert suggest(value, TOPICS) == wanted


def test_the_cutoff_is_included() -> None:
    """Seven of ten letters in common are enough at 70, and not at 70.1."""
    assert suggest("aaaaaaabbb", ["aaaaaaaccc"], cutoff=70.0) == ["aaaaaaaccc"]
    assert suggest("aaaaaaabbb", ["aaaaaaaccc"], cutoff=70.1) == []
    assert CUTOFF == 70.0


def test_limit_and_margin() -> None:
    """No more than asked for, and none that is much worse than the best; equal ones in the given order."""
    known = ["abcd", "abce", "abcdx", "abxyz"]
    assert suggest("abcd", known, limit=4, cutoff=40) == ["abcd", "abcdx", "abce", "abxyz"]
    assert suggest("abcd", known, limit=2, cutoff=40) == ["abcd", "abcdx"]
    assert suggest("abcd", known, limit=4, cutoff=40, margin=12) == ["abcd", "abcdx"]
    assert suggest("abcd", ["abcf", "abce"], limit=2) == ["abcf", "abce"]


@given(st.lists(WORDS, min_size=1, max_size=8, unique=True), st.data())
def test_a_known_id_suggests_itself(known: list[str], data: st.DataObject) -> None:
    """Its own similarity is 100; the suggestions are known ids, each once."""
    value = data.draw(st.sampled_from([word for word in known if word.strip(" -_")] or ["a"]))
    found = suggest(value, known, limit=8, cutoff=0)
    assert len(found) == len(set(found))
    assert set(found) <= set(known)
    if value in known:
        assert suggest(value, [value]) == [value]
