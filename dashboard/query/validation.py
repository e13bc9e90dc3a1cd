"""Validate the query string of exports; report all problems with suggestions.

The page ignores unknown values (`State.from_query`, `drop_unknown`). Exports reject them, because a program with a
misspelled country must not get all countries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl

from dashboard.model.network import Network
from dashboard.query.state import DETAIL_KEYS, MAX_COMPARED, MAX_VALUES, MULTI_VALUED, MapView, State
from dashboard.query.unknown_values import UnknownValue, drop_unknown
from dashboard.text.i18n import languages
from dashboard.text.suggest import closest

ENUM_KEYS = {
    "match": ("any", "all"),
    "tab": ("cities", "matrix", "events", "gaps"),
    "theme": ("auto", "light", "dark"),
    "embed": ("0", "1"),
    "show": ("matching",),
}
"""Keys with a closed set of values."""
SORTS = ("city", "country", "role", "topics", "events")
DISPLAY_KEYS = ("lang", "match", "sort", "tab", "theme", "view")
"""Display keys, whose unknown values cause a notice on the page."""
_KEYS = tuple(field.name for field in fields(State))


@dataclass(frozen=True, slots=True)
class QueryIssue:
    """A problem of a query string; `nearest` is the most similar valid value, or ""."""

    key: str
    value: str
    message: str
    nearest: str = ""


def validate_query(network: Network, query: str, *, extra_keys: Collection[str] = ()) -> tuple[QueryIssue, ...]:
    """List all problems of a query string.

    Args:
        network: the network.
        query: the query string.
        extra_keys: known keys in addition to those of the state.
    """
    found: list[QueryIssue] = []
    known = (*_KEYS, *extra_keys)
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True, errors="replace")
    if len(pairs) > MAX_VALUES:
        found.append(QueryIssue("", "", f"{len(pairs)} values; at most {MAX_VALUES} are read"))
    for key, value in pairs[:MAX_VALUES]:
        display = value[:60]
        if key not in known:
            nearest = closest(key, known)
            found.append(QueryIssue(key[:60], display, _unknown("key", key[:60], nearest, known), nearest))
        elif message := _invalid_value(key, value):
            found.append(QueryIssue(key, display, message, closest(value, ENUM_KEYS.get(key, ()))))
    found += _contradictions(pairs[:MAX_VALUES])
    for notice in drop_unknown(network, State.from_query(query))[1]:
        if notice.key == "compared":
            found.append(
                QueryIssue("compare", "", f"compare: {notice.value} too many; at most {MAX_COMPARED} can be compared")
            )
            continue
        kind = {"attended": "event", "about": "topic", "compare": "city"}.get(notice.key, notice.key)
        message = _unknown(kind, notice.value[:60], notice.nearest, ())
        found.append(QueryIssue(notice.key, notice.value[:60], message, notice.nearest))
    return tuple(found)


def ignored_values(query: str) -> tuple[UnknownValue, ...]:
    """List the display values that the page ignores."""
    found = []
    pairs = parse_qsl(query.removeprefix("?"), errors="replace")[:MAX_VALUES]
    for key, value in dict(reversed(pairs)).items():  # the page uses the first of several values
        known = {**ENUM_KEYS, "sort": SORTS}.get(key, ())
        if key in DISPLAY_KEYS and (
            _invalid_value(key, value) or (key == "lang" and value and value not in languages())
        ):
            sign = "-" if value.startswith("-") else ""
            nearest = closest(value.removeprefix("-").lower(), known)
            found.append(UnknownValue(key, value[:60], sign + nearest if nearest else ""))
    return tuple(sorted(found, key=lambda notice: notice.key))


def _contradictions(pairs: Collection[tuple[str, str]]) -> Iterator[QueryIssue]:
    """Yield conflicting values of a key; the page would silently use the first."""
    values: dict[str, list[str]] = {}
    for key, value in pairs:
        if key in _KEYS and value.strip():
            values.setdefault(key, []).append(value)
    for key, given in values.items():
        if key not in MULTI_VALUED and (other := next((value for value in given if value != given[0]), "")):
            yield QueryIssue(key, other[:60], f"{key}: {given[0][:60]!r} and {other[:60]!r}; only one can be given")
    opened = [key for key in DETAIL_KEYS if key in values]
    for key in opened[1:]:
        message = f"{key}: given together with {opened[0]}; at most one of {', '.join(DETAIL_KEYS)} can be opened"
        yield QueryIssue(key, values[key][0][:60], message)


def _invalid_value(key: str, value: str) -> str:
    """Return an error for an invalid value, else ""."""
    if key in ENUM_KEYS and value and value not in ENUM_KEYS[key]:
        return f"{key}: {value[:60]!r} is not one of {', '.join(ENUM_KEYS[key])}"
    if key == "view" and MapView.parse(value) is None:
        return f"view: {value[:60]!r} cannot be read; write latitude,longitude,zoom as in 50.5,10.5,3"
    if key == "page" and not (value.isascii() and value.isdigit() and len(value) < 7 and int(value) > 0):
        return f"page: {value[:60]!r} is not a page; write a number from 1 on"
    if key == "sort" and value and value.removeprefix("-") not in SORTS:
        return f"sort: {value[:60]!r} is not a column; write one of {', '.join(SORTS)}, or -city and so on"
    return ""


def _unknown(kind: str, value: str, nearest: str, known: Collection[str]) -> str:
    hint = f"; did you mean {nearest}?" if nearest else f"; known keys: {', '.join(sorted(known))}" if known else ""
    return f"{kind}: {value!r} is not known here{hint}"
