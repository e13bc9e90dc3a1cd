"""Word index: finds entries by word prefix, with weights."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from dashboard.text.normalize import normalize

MAX_WORDS = 12
"""Maximum number of words of a query."""

ORDINALS: Mapping[str, str] = {
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
}

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    # Abbreviations that are not prefixes.
    "ev": ("electric", "electro"),
    "evs": ("electric", "electro"),
    "pv": ("photovoltaic", "solar"),
    "res": ("renewable",),
    "it": ("ict",),
    # Words that people use instead of the words on the pages.
    "photovoltaic": ("solar",),
    "transport": ("mobility",),
    "traffic": ("mobility",),
    "cycling": ("bike", "bicycle"),
    "bicycle": ("bike",),
    "garbage": ("waste",),
    "rubbish": ("waste",),
    "recycling": ("waste",),
    "carbon": ("co2",),
    "emissions": ("co2",),
    "climate": ("co2",),
    "digital": ("ict",),
    # Words that ask for contact and membership.
    "secretariat": ("contact",),
    "email": ("contact",),
    "phone": ("contact",),
    "membership": ("joining",),
    "apply": ("joining",),
    # Numbers of events in words and in figures.
    **{word: (figure,) for word, figure in ORDINALS.items()},
    **{figure: (word,) for word, figure in ORDINALS.items()},
}
"""Synonyms; the comments state the reason for each block."""


STOP_WORDS = frozenset(
    (
        "a an and are at attended be by can cities city could did do does everybody everyone for from has have hosted"
        " how i in is it learn me met of on or our part participated presented show tell that the them they this to"
        " took us was we were what when where which who whom whose with work working works worked you"
    ).split()
)
"""Words that are ignored next to others: "cities in Spain" means Spain, like "who works in Spain?"."""


class WordIndex:
    """Sorted words with their entries and weights.

    Call `add` for each text, then `close`. After that, it is immutable and thread-safe.
    """

    def __init__(self, entries: int) -> None:
        self.entries = entries
        self._numbers: dict[str, int] = {}
        self._parts = array("q"), array("q"), array("f")
        self.words: list[str] = []
        self._texts: dict[str, tuple[int, ...]] = {}
        self._beginnings: dict[tuple[int, float], list[str]] = {}

    def add(self, entry: int, weight: float, text: str) -> None:
        """Add the words of a text to an entry (a number from 0) with a weight."""
        if not text:
            return
        numbers = self._texts.get(text)
        if numbers is None:
            numbers = tuple({self._numbers.setdefault(word, len(self._numbers)) for word in normalize(text).split()})
            if len(self._texts) < 100_000:
                self._texts[text] = numbers
        words, rows, weights = self._parts
        words.extend(numbers)
        rows.extend([entry] * len(numbers))
        weights.extend([weight] * len(numbers))

    def close(self) -> None:
        """Build the sorted arrays."""
        words, rows = (np.frombuffer(part, dtype=np.int64) for part in self._parts[:2])
        weights = np.frombuffer(self._parts[2], dtype=np.float32)
        self.words = sorted(self._numbers)
        rank = np.empty(len(self.words), dtype=np.int64)
        for position, word in enumerate(self.words):
            rank[self._numbers[word]] = position
        keys = rank[words] * self.entries + rows
        order = np.lexsort((-weights, keys))  # keep the highest weight of a word per entry
        keys, first = np.unique(keys[order], return_index=True)
        self._rows = (keys % max(self.entries, 1)).astype(np.int32)
        self._weights = np.round(weights[order][first].astype(np.float64), 3)
        self._starts = np.searchsorted(keys, np.arange(len(self.words) + 1) * self.entries)
        self._lengths = np.array([len(word) for word in self.words], dtype=np.float32)
        heaviest = np.maximum.reduceat(self._weights, self._starts[:-1]) if len(self.words) else np.zeros(0)
        self._heaviest = heaviest
        del self._numbers, self._texts, self._parts

    def _range(self, letters: str) -> tuple[int, int]:
        low = bisect_left(self.words, letters)
        return low, bisect_left(self.words, letters + "\U0010ffff", lo=low)

    def has_beginning(self, letters: str, *, least: float) -> bool:
        """Check if a word of at least this weight starts with the given letters."""
        low, high = self._range(letters)
        return bool((self._heaviest[low:high] >= least).any())

    def has_word(self, word: str) -> bool:
        """Check if the index contains a word."""
        low = bisect_left(self.words, word)
        return low < len(self.words) and self.words[low] == word

    def beginning(self, letters: str, *, least: float = 0.0) -> npt.NDArray[np.float32]:
        """Score all entries by their best word with a prefix; 0 without a match.

        A prefix match counts almost as much as a full match. Ignores words with a weight below `least`.
        """
        scores = np.zeros(self.entries, dtype=np.float32)
        low, high = self._range(letters)
        if low < high:
            lengths = self._lengths[low:high]
            fits = np.where(lengths == len(letters), 1.0, 0.8 + 0.1 * len(letters) / lengths).astype(np.float32)
            counts = np.diff(self._starts[low : high + 1])
            places = slice(self._starts[low], self._starts[high])
            rows, weights = self._rows[places], self._weights[places]
            values = np.where(weights >= least, weights * np.repeat(fits, counts), 0).astype(np.float32)
            np.maximum.at(scores, rows, values)
        return scores

    def beginnings(self, length: int, *, least: float) -> list[str]:
        """List the distinct prefixes of a length, of words with at least this weight."""
        found = self._beginnings.get((length, least))
        if found is None:
            words = zip(self.words, (self._heaviest >= least).tolist(), strict=True)
            found = sorted({word[:length] for word, heavy in words if heavy and len(word) >= length})
            self._beginnings[length, least] = found
        return found
