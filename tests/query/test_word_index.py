"""The index of words: which entries have a word that begins so, and how much it counts there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.query import word_index
from dashboard.query.word_index import ORDINALS, STOP_WORDS, SYNONYMS, WordIndex
from dashboard.text.normalize import normalize

WORDS = st.text("abc", min_size=1, max_size=4)
TEXTS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([0.3, 0.6, 0.9, 1.0]), st.lists(WORDS, max_size=3).map(" ".join)),
    max_size=12,
)


def index_of(*texts: tuple[int, float, str], entries: int = 5) -> WordIndex:
    """An index of some texts."""
    index = WordIndex(entries)
    for text in texts:
        index.add(*text)
    index.close()
    return index


@given(TEXTS, WORDS, st.sampled_from([0.0, 0.3, 0.5, 0.6, 1.0]))
def test_the_score_is_that_of_the_best_word(texts: list[tuple[int, float, str]], letters: str, least: float) -> None:
    """As a plain loop over all texts would score it."""
    heaviest: dict[tuple[int, str], float] = {}
    for entry, weight, text in texts:
        for word in text.split():
            heaviest[entry, word] = max(weight, heaviest.get((entry, word), 0))
    wanted = [0.0] * 5
    for (entry, word), weight in heaviest.items():
        if word.startswith(letters) and weight >= least:
            fit = 1.0 if word == letters else 0.8 + 0.1 * len(letters) / len(word)
            wanted[entry] = max(wanted[entry], weight * fit)
    index = index_of(*texts)
    assert index.beginning(letters, least=least).tolist() == pytest.approx(wanted, abs=1e-6)
    of_word = [weight for (_, word), weight in heaviest.items() if word == letters]
    beginning = [weight for (_, word), weight in heaviest.items() if word.startswith(letters)]
    assert index.has_word(letters) == bool(of_word)
    assert index.has_beginning(letters, least=least) == any(weight >= least for weight in beginning)
    assert index.beginnings(len(letters), least=least) == sorted(
        {
            word[: len(letters)]
            for (_, word), weight in heaviest.items()
            if weight >= least and len(word) >= len(letters)
        }
    )


def test_no_limit_means_every_weight() -> None:
    """Also a weight of next to nothing."""
    index = index_of((1, 0.001, "word"))
    assert index.beginning("word")[1] == np.float32(0.001)


@pytest.mark.parametrize(
    ("letters", "score"),
    [("nantes", 1.0), ("nante", 0.8 + 0.1 * 5 / 6), ("n", 0.8 + 0.1 / 6), ("nantesx", 0.0), ("a", 0.0)],
)
def test_a_whole_word_counts_most_and_a_beginning_by_its_share(letters: str, score: float) -> None:
    """What goes on after the word does not find it, nor do letters from within."""
    index = index_of((2, 1.0, "Nantes"))
    assert index.beginning(letters).tolist() == pytest.approx([0, 0, score, 0, 0])


def test_texts_are_folded_and_their_words_counted_once() -> None:
    """Case and accents do not matter; a word that stands twice counts no more."""
    index = index_of((0, 0.6, "ČAČAK, Čačak!"), (1, 0.6, "cacak"))
    assert index.words == ["cacak"]
    assert index.beginning("cacak").tolist() == pytest.approx([0.6, 0.6, 0, 0, 0])


def test_the_heaviest_of_several_texts_counts() -> None:
    """In whatever order they are added."""
    for order in ((0.3, 1.0, 0.6), (1.0, 0.6, 0.3), (0.6, 0.3, 1.0)):
        index = index_of(*((0, weight, f"word {weight}") for weight in order))
        assert index.beginning("word")[0] == 1.0


def test_one_text_of_many_entries_is_found_in_each() -> None:
    """It is folded once, and the last entry has it too."""
    index = index_of(*((entry, 0.9, "same text") for entry in range(5)))
    assert index.beginning("text").tolist() == pytest.approx([0.9] * 5)


def test_an_index_without_words_or_entries_finds_nothing() -> None:
    """Empty texts are no words."""
    for entries in (0, 5):
        index = index_of(*([(0, 1.0, ""), (0, 1.0, " … ")] if entries else []), entries=entries)
        assert index.words == []
        assert index.beginning("a").tolist() == [0.0] * entries
        assert not index.has_word("a")
        assert not index.has_beginning("", least=0)
        assert index.beginnings(1, least=0) == []


def test_words_of_all_scripts_have_beginnings() -> None:
    """Up to the last code point there is."""
    index = index_of((0, 1.0, "москва"), (1, 1.0, "x\U0010fffe"), (2, 1.0, "中国"))
    assert index.beginning("мос")[0] > 0
    assert index.beginning("中")[2] > 0


def test_beginnings_are_asked_for_by_length_and_weight() -> None:
    """Two questions do not share an answer."""
    index = index_of((0, 1.0, "heavy"), (1, 0.3, "light"))
    assert index.beginnings(2, least=0.6) == ["he"]
    assert index.beginnings(2, least=0.3) == ["he", "li"]
    assert index.beginnings(3, least=0.6) == ["hea"]
    assert index.beginnings(5, least=0.3) == ["heavy", "light"]
    assert index.beginnings(6, least=0.3) == []


def test_other_words_are_folded_as_texts_are() -> None:
    """A word that normalizing changes would never be found; none stands for itself or is passed over."""
    for word, others in SYNONYMS.items():
        assert [normalize(one) for one in (word, *others)] == [word, *others]
        assert word not in others
        assert not STOP_WORDS & {word, *others} - {"it"}
    assert {SYNONYMS[figure][0] for figure in ORDINALS.values()} == set(ORDINALS)
    assert all(normalize(word) == word for word in STOP_WORDS)
    assert word_index.MAX_WORDS > 1
