"""Normalization: equal names have equal forms."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.text.normalize import normalize


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Čačak", "cacak"),
        ("ČAČAK", "cacak"),
        ("L\u2019Aquila", "laquila"),
        ("L'Aquila", "laquila"),
        ("L\u00b4Aquila", "laquila"),
        ("Saint-Étienne", "saint etienne"),
        ("Groß-Gerau", "gross gerau"),
        ("İstanbul", "istanbul"),
        ("Iğdır", "igdir"),
        ("Łódź", "lodz"),
        ("Ærøskøbing", "aeroskobing"),
        ("Αθήνα", "αθηνα"),
        ("Київ", "киів"),
        ("절", "절"),
        ("가나", "가나"),
        ("ガーナ", "ガーナ"),
        ("काठमाण्डु", "काठमाण्डु"),
        ("الرِّياض", "الرياض"),
        ("U.S.A.", "usa"),
        ("U. S. A.", "usa"),
        ("Washington, D.C.", "washington dc"),
        ("St. Louis", "st louis"),
        ("St.Louis", "st louis"),
        ("Paral·lel", "parallel"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("  Alba \t Iulia\n", "alba iulia"),
        ("Donostia / San Sebastián", "donostia san sebastian"),
        ("Zero\u200bwidth", "zerowidth"),
        ("", ""),
        ("—", ""),
    ],
)
def test_names_are_normalized(written: str, folded: str) -> None:
    """Case, accents, apostrophes, dots and hyphens are removed; letters of other scripts stay."""
    assert normalize(written) == folded


@given(st.text())
def test_normalization_is_idempotent(text: str) -> None:
    """A normalized name is its own normalized form."""
    assert normalize(normalize(text)) == normalize(text)


@given(st.text(alphabet=st.characters(whitelist_categories=["Lu", "Ll", "Nd", "Zs"], max_codepoint=0x24F)))
def test_case_and_composition_do_not_matter_in_latin(text: str) -> None:
    """Case and Unicode composition of Latin names do not matter."""
    assert normalize(unicodedata.normalize("NFD", text)) == normalize(unicodedata.normalize("NFC", text))
    assert normalize(text.swapcase().lower()) == normalize(text.lower())


@given(st.text(alphabet=st.characters(whitelist_categories=["L", "N", "P", "Z"])))
def test_normalized_name_has_single_spaces_and_no_punctuation(text: str) -> None:
    """Words are letters and digits, separated by one space."""
    folded = normalize(text)
    assert folded == " ".join(folded.split())
    assert all(sign.isalnum() or sign == " " or unicodedata.category(sign)[0] == "M" for sign in folded)
