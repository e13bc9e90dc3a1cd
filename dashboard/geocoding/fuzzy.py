"""Fuzzy matching: find names that differ from a query by a few letters."""

from __future__ import annotations

from dashboard.geocoding.store import Store

_NOT_AN_ALPHABET = "\u2e80"
"""First code point of East Asian scripts, where every character is a word."""
OFFERED = 3
"""Maximum edit distance of suggestions."""


def fuzzy_matches(store: Store, key: str, within: tuple[str, ...], *, limit: int = 8) -> list[tuple[int, str, int]]:
    """List distance, key and place of the most similar names, the closest first.

    The distance is the optimal string alignment distance. Only names with the same first or last letters are compared,
    because a typo rarely affects both ends.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(key) < 3 or any(letter >= _NOT_AN_ALPHABET for letter in key):
        return []
    part = 2 if len(key) < 6 else 3 if len(key) < 8 else 4
    if not within:
        part = min(len(key) - 1, part + 1)
    near = {*store.starting(key[:part], within), *store.ending(key[-part:], within)}
    choices = sorted(near)
    worst = min(OFFERED, max(1, len(key) // 3))
    hits = process.extract(
        key, [choice[0] for choice in choices], scorer=OSA.distance, score_cutoff=worst, limit=limit * 4
    )
    found = [(int(distance), choices[position][0], choices[position][1]) for _, distance, position in hits]
    best: dict[int, tuple[int, str, int]] = {}
    for distance, name, place in sorted(found):
        best.setdefault(place, (distance, name, place))
    return sorted(best.values())[:limit]
