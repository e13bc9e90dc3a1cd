"""Suggestions for unknown values: "did you mean …?" for ids, options, columns, countries and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.text.normalize import normalize

CUTOFF = 70.0
"""Default minimum similarity, 0 to 100."""


def suggest(
    value: str,
    known: Mapping[str, str] | Iterable[str],
    *,
    limit: int = 1,
    cutoff: float = CUTOFF,
    margin: float = 100.0,
) -> list[str]:
    """Return the known ids that are most similar to a value, the most similar first.

    Args:
        value: the unknown value.
        known: ids, or titles by id: then an id is as similar as the better of both.
        limit: maximum number of ids.
        cutoff: minimum similarity, 0 to 100 (normalized indel similarity of the normalized texts).
        margin: maximum difference from the best similarity.
    """
    from rapidfuzz import fuzz, process

    wanted = normalize(value)
    ids = list(known)
    scores: dict[str, float] = {}
    for texts in (ids, list(known.values()) if isinstance(known, Mapping) else []):
        folded = [normalize(text) for text in texts]
        for _text, score, row in process.extract(wanted, folded, scorer=fuzz.ratio, score_cutoff=cutoff, limit=limit):
            scores[ids[row]] = max(score, scores.get(ids[row], 0.0))
    best = sorted(scores, key=lambda key: (-scores[key], ids.index(key)))
    return [key for key in best if scores[key] > scores[best[0]] - margin][:limit]


def closest(value: str, known: Mapping[str, str] | Iterable[str], *, cutoff: float = CUTOFF) -> str:
    """Return the known id that is most similar to a value, or "" if none is similar enough; see `suggest`."""
    return next(iter(suggest(value, known, cutoff=cutoff)), "")
