"""Full-text search with prefix and fuzzy matches: cities, countries, topics, events, roles and notes.

All texts are normalized into one word index. Words of a query match prefixes ("medel" finds Medellín); a word without a
match may differ by one or two letters ("medelin"). Names rank above descriptions, and these above facts. An entry must
match all words of a query; if no entry does, the entries with the most words are returned as partial matches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from dashboard.model.network import Network
from dashboard.query.search_entries import FACT, NAME, TEXT, Kind, keys_of, names_of, texts_of
from dashboard.query.word_index import MAX_WORDS, STOP_WORDS, SYNONYMS, WordIndex
from dashboard.reference.countries import country_code
from dashboard.text.normalize import normalize

Floats = npt.NDArray[np.float32]

MAX_HITS = 5
"""Maximum number of hits per kind."""
FILTER_KINDS = (Kind.ROLE, Kind.TOPIC, Kind.COUNTRY)
"""Kinds whose values can be combined to a filter by a query such as "electric mobility Spain"."""
MAX_COMBINED_WORDS = 8
"""Longer queries are not split into values of several filters: the number of parts to look up grows with the square."""
MIN_FILTER_SCORE = 0.8
"""From this score on, a part of a query means a value of a filter; below, it is a word of a description."""
MIN_SIMILARITY = 60.0
"""Minimum similarity (0 to 100) of suggestions if nothing is found."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A search hit: kind and id; the id of a country is its ISO 3166-1 alpha-2 code."""

    kind: Kind
    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, best first, and the number of all hits."""

    kind: Kind
    hits: tuple[Hit, ...]
    count: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The result of a search.

    Args:
        groups: the group with the best hit first.
        words: the normalized words that matched, for highlighting.
        unmatched_words: words of the query without any match.
        partial: whether no entry matches all words, so that the entries match only the most words.
        fuzzy: whether all matches are fuzzy.
        nearest: suggestions if nothing is found.
    """

    groups: tuple[Group, ...] = ()
    words: tuple[str, ...] = ()
    unmatched_words: tuple[str, ...] = ()
    partial: bool = False
    fuzzy: bool = False
    nearest: tuple[Hit, ...] = ()

    @property
    def count(self) -> int:
        """Number of all hits."""
        return sum(group.count for group in self.groups)


class _Scored(NamedTuple):
    """Scores of all entries, matched and unmatched words, and whether the match is partial or fuzzy."""

    scores: Floats
    words: tuple[str, ...] = ()
    unmatched_words: tuple[str, ...] = ()
    partial: bool = False
    fuzzy: bool = False


class Searcher:
    """Search index of one network."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.keys = keys_of(network)
        row_of = {key: row for row, key in enumerate(self.keys)}
        self.index = WordIndex(len(self.keys))
        for key, weight, text in texts_of(network):
            self.index.add(row_of[key], weight, text)
        self.index.close()

    @cached_property
    def _kinds(self) -> npt.NDArray[np.int8]:
        kinds = list(Kind)
        return np.array([kinds.index(kind) for kind, _ in self.keys], dtype=np.int8)

    @cached_property
    def _filter_kinds(self) -> list[Kind]:
        """The kinds of filters that have values; none where one kind is all there is."""
        present = {kind for kind, _ in self.keys}.intersection(FILTER_KINDS)
        return [kind for kind in FILTER_KINDS if kind in present and len(present) > 1]

    @cached_property
    def _names(self) -> list[tuple[str, ...]]:
        """Normalized names of each entry; the display name first."""
        return names_of(self.network, self.keys)

    @cached_property
    def _sizes(self) -> Floats:
        """A small bonus per entry that ranks the larger of two equal cities first."""
        sizes = np.zeros(len(self.keys), dtype=np.float32)
        populations = self.network.cities["population"].to_numpy(dtype=float)
        sizes[: len(populations)] = np.log10(np.nan_to_num(np.maximum(populations, 1.0), nan=1.0)) / 1000
        return sizes

    def matches(self, query: str) -> npt.NDArray[np.bool_]:
        """Return the cities that match a query: bool, one per city.

        They are the cities that `find` counts; none if a word does not match.
        """
        scored = self._scores(query)
        incomplete = scored.unmatched_words or scored.partial
        cities = scored.scores[: len(self.network)]
        return np.zeros(len(self.network), dtype=bool) if incomplete else np.asarray(cities > 0, dtype=bool)

    def is_name(self, query: str, hit: Hit) -> bool:
        """Check if a query is a full name of an entry, not only a prefix."""
        return self._is_name(normalize(query), self.keys.index((hit.kind, hit.id)), country_code(query))

    def _is_name(self, folded: str, row: int, country: str | None) -> bool:
        return folded in self._names[row] or self.keys[row] == (Kind.COUNTRY, country)

    def find(self, query: str, *, most: int = MAX_HITS) -> SearchResult:
        """Find entries of all kinds, best first.

        Args:
            query: the text to search for.
            most: maximum number of hits per kind.
        """
        folded = normalize(query)
        if not folded:
            return SearchResult()
        scores, words, unmatched, partial, fuzzy = self._scores(query)
        rows = np.flatnonzero(scores)
        if not len(rows):
            return SearchResult(nearest=self._nearest(folded))
        groups = []
        for number, kind in enumerate(Kind):
            of_kind = rows[self._kinds[rows] == number]
            if len(of_kind):
                groups.append(Group(kind, self._best(of_kind, scores, query, most), len(of_kind)))
        groups.sort(key=lambda group: -round(group.hits[0].score, 1))
        return SearchResult(tuple(groups), words, unmatched, partial, fuzzy)

    def combination(self, query: str) -> Mapping[Kind, Hit]:
        """Split a query into values of two or more filters: "electric mobility Spain" is a topic and a country.

        Returns:
            One value for each kind, none of them fuzzy; nothing where a word is left over or there is one value only.
        """
        words = [word for word in normalize(query).split() if word not in STOP_WORDS]
        if not 2 <= len(words) <= MAX_COMBINED_WORDS:
            return {}
        found = self._split_filters(words, self._filter_kinds)
        return found if found and len(found) > 1 else {}

    def _split_filters(self, words: Sequence[str], kinds: Sequence[Kind]) -> Mapping[Kind, Hit] | None:
        """Assign all words, from the first on, to values of different kinds, the longest first part first."""
        if not words:
            return {}
        for end in range(len(words), 0, -1):
            result = self.find(" ".join(words[:end]))
            if result.fuzzy or result.partial or result.unmatched_words:
                continue
            for hit in (group.hits[0] for group in result.groups if group.kind in kinds):
                if hit.score < MIN_FILTER_SCORE:
                    continue
                rest = self._split_filters(words[end:], [kind for kind in kinds if kind is not hit.kind])
                if rest is not None:
                    return {hit.kind: hit, **rest}
        return None

    def _best(self, rows: npt.NDArray[np.intp], scores: Floats, query: str, most: int) -> tuple[Hit, ...]:
        """Rank the rows of one kind: full names first, then prefixes of names."""
        order = scores[rows] + self._sizes[rows]
        room = max(50, most)
        if len(rows) > room:
            order_of_kept = np.partition(order, -room)[-room]
            rows = rows[order >= order_of_kept][: 4 * room]
        folded, country = normalize(query), country_code(query) if len(query) > 3 else None
        hits = []
        for row in rows.tolist():
            names = self._names[row]
            begins = any(name.startswith(folded) for name in names)
            bonus = 1.0 if self._is_name(folded, row, country) else 0.5 if begins else 0.0
            hits.append((-(float(scores[row] + self._sizes[row]) + bonus), len(names[0]), row))
        return tuple(self._hit(row, -score) for score, _, row in sorted(hits)[:most])

    def _hit(self, row: int, score: float) -> Hit:
        kind, identity = self.keys[row]
        return Hit(kind, identity, round(score, 4))

    def _scores(self, query: str) -> _Scored:
        """Score all entries: exact matches, else country names, else fuzzy matches, else partial matches."""
        words = normalize(query).split()[:MAX_WORDS]
        words = [word for word in words if word not in STOP_WORDS] or words
        scores, exact = np.zeros(len(self.keys), dtype=np.float32), list[Floats]()
        for spelled in (*self._split_compounds(words), words) if words else ():
            exact = [self._exact(spelled, position) for position in range(len(spelled))]
            scores = self._clear(_all_of(exact))
            if scores.any():
                return _Scored(scores, tuple(spelled))
        if not words:
            return _Scored(scores)
        if (country := self._country(query)) is not None:
            return _Scored(country)
        fuzzy = [self._fuzzy(word, found) for word, found in zip(words, exact, strict=True)]
        scores = self._clear(_all_of([found for found, _ in fuzzy]))
        meant = tuple(word for _, taken in fuzzy for word in taken)
        if scores.any():
            return _Scored(scores, meant, fuzzy=True)
        unmatched = tuple(word for word, (found, _) in zip(words, fuzzy, strict=True) if not found.any())
        kept = [found for found, _ in fuzzy if found.any()]
        scores = self._clear(_all_of(kept)) if kept else scores
        if scores.any():
            return _Scored(scores, meant, unmatched)
        most = _most_of(kept, least=len(words) / 2)
        return _Scored(most, meant, unmatched, partial=True) if most.any() else _Scored(scores)

    def _clear(self, scores: Floats) -> Floats:
        """Drop entries that match only by a fact if others match by name or description.

        Cities are compared only with cities, so that the name of a topic does not hide a city.
        """
        cities = len(self.network)
        return np.concatenate(
            [_without_facts(scores[:cities], scores[:cities]), _without_facts(scores[cities:], scores)]
        )

    def _exact(self, words: Sequence[str], position: int) -> Floats:
        """Score entries with a word that starts with the given word or a synonym."""
        word = words[position]
        scores = self.index.beginning(word, least=NAME if len(words) == 1 and len(word) < 3 else FACT)
        others = SYNONYMS.get(word, ())
        if word == "e":  # "e-mobility": the letter means electric only before another word
            others = ("electro", "electric") if position + 1 < len(words) else ()
        for other in others:
            np.maximum(scores, self.index.beginning(other) * (1.0 if word == "e" else 0.9), out=scores)
        if not scores.any() and word.endswith("s") and len(word) > 3:  # plural: "bicycles" finds "bicycle"
            return self._exact([*words[:position], word[:-1], *words[position + 1 :]], position)
        return scores

    def _fuzzy(self, word: str, exact: Floats) -> tuple[Floats, tuple[str, ...]]:
        """Score entries with a word prefix that differs by one or two letters."""
        scores, taken = exact.copy(), [word] if exact.any() else []
        edits = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
        if not edits:
            return scores, tuple(taken)
        for length in range(len(word) - edits, len(word) + edits + 1):
            near = process.extract(
                word, self.index.beginnings(length, least=TEXT), scorer=OSA.distance, score_cutoff=edits, limit=20
            )
            for beginning, distance, _ in near:
                if distance:
                    found = self.index.beginning(beginning)[: len(scores)]
                    np.maximum(scores, found * (0.8 - 0.15 * distance), out=scores)
                    taken.append(beginning)
        return scores, tuple(taken)

    def _split_compounds(self, words: Sequence[str]) -> Iterator[list[str]]:
        """Split compounds in all plausible ways: "emobility", "electromobility", "torresvedras"."""
        for at, word in enumerate(words):
            if len(word) < 4 or self.index.has_beginning(word, least=TEXT):
                continue
            cuts = [1] if word[0] == "e" and len(word) > 4 else []
            cuts += [cut for cut in range(len(word) - 3, 2, -1) if self.index.has_word(word[:cut])]
            for cut in cuts:
                if self.index.has_beginning(word[cut:], least=TEXT):
                    yield [*words[:at], word[:cut], word[cut:], *words[at + 1 :]]

    def _country(self, query: str) -> Floats | None:
        """Score a country and its cities by an alternative name: "Deutschland", "Türkiye", "UK"."""
        if len(query) < 4 and not query.isupper():
            return None
        code = country_code(query)
        if code not in self.network.countries:
            return None
        scores = np.zeros(len(self.keys), dtype=np.float32)
        scores[: len(self.network)][(self.network.cities["country"] == code).to_numpy()] = TEXT
        scores[self.keys.index((Kind.COUNTRY, str(code)))] = NAME
        return scores

    def _nearest(self, folded: str) -> tuple[Hit, ...]:
        visible = [names[0] for names in self._names]
        near = process.extract(folded, visible, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=3)
        return tuple(self._hit(row, score / 100) for _, score, row in near)


def _without_facts(scores: Floats, among: Floats) -> Floats:
    """Set scores that come only from facts to 0 if any score in `among` is higher."""
    return np.where(scores < 1.1 * FACT, 0, scores).astype(np.float32) if among.max(initial=0) >= 0.5 else scores


def _all_of(scores: Sequence[Floats]) -> Floats:
    """Return the mean of the scores; 0 for entries with a zero score."""
    every = np.logical_and.reduce([one > 0 for one in scores])
    return np.where(every, np.mean(scores, axis=0), 0).astype(np.float32)


def _most_of(scores: Sequence[Floats], *, least: float) -> Floats:
    """Return the mean of the scores of entries with the most matches, at least `least`; 0 for the others."""
    if not scores:
        return np.zeros(0, dtype=np.float32)
    counts = np.sum([one > 0 for one in scores], axis=0)
    best = counts.max(initial=0)
    wanted = (counts == best) & (best >= max(1, least))
    return np.where(wanted, np.mean(scores, axis=0), 0).astype(np.float32)
