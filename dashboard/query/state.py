"""The visible state of the page as an immutable value, and its codec: the query string.

Invariant: `State.from_query(state.to_query()) == state`. The canonical form sorts keys and values and omits defaults.
The codec is independent of a network; `drop_unknown` in `dashboard.query.selection` removes unknown values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from math import ceil, log10
from typing import Any, Literal, Self, cast, get_args
from urllib.parse import parse_qsl, quote

Tab = Literal["cities", "matrix", "events", "gaps"]
Match = Literal["any", "all"]
Theme = Literal["auto", "light", "dark"]

MAX_VALUES = 200
"""Maximum number of values in a query string; the rest is ignored, to limit the cost of a request."""
MAX_COMPARED = 3
"""Maximum number of cities in a comparison."""
MAX_LENGTH = 200
"""Maximum number of characters of a value."""

_SAFE = "-._~,:"
MULTI_VALUED = ("attended", "compare", "country", "role", "topic")
"""Keys that may be repeated."""
FILTER_KEYS = ("attended", "country", "lang", "match", "q", "role", "topic")
"""Keys that select cities, and the language of the texts."""
DETAIL_KEYS = ("city", "event", "about", "compare")
"""Keys of the open detail; at most one is set, and the first wins."""
_ENUM_VALUES: dict[str, tuple[str, ...]] = {"tab": get_args(Tab), "match": get_args(Match), "theme": get_args(Theme)}


@dataclass(frozen=True, slots=True)
class MapView:
    """The map viewport: centre in degrees (WGS 84), and MapLibre zoom (512-pixel tiles)."""

    latitude: float
    longitude: float
    zoom: float

    def __post_init__(self) -> None:
        longitude = (self.longitude + 180.0) % 360.0 - 180.0 if abs(self.longitude) > 180.0 else self.longitude
        zoom = round(min(max(self.zoom, 0.0), 20.0), 2) + 0.0
        digits = max(3, ceil(log10(512 * 2**zoom / 360)))  # enough digits to distinguish pixels at every zoom
        object.__setattr__(self, "latitude", round(min(max(self.latitude, -85.0), 85.0), digits) + 0.0)
        object.__setattr__(self, "longitude", round(longitude, digits) + 0.0)
        object.__setattr__(self, "zoom", zoom)

    def __str__(self) -> str:
        return f"{self.latitude:.10g},{self.longitude:.10g},{self.zoom:g}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Parse "48.1,11.5,4"; return None if invalid."""
        try:
            latitude, longitude, zoom = (float(part) for part in text.split(","))
        except ValueError:
            return None
        if not all(abs(number) < 1000 for number in (latitude, longitude, zoom)):  # False for NaN too
            return None
        return cls(latitude, longitude, zoom)


@dataclass(frozen=True, slots=True)
class State:
    """The visible state of the page.

    Args:
        country: ISO 3166-1 alpha-2 codes. Values of one facet mean "or", facets mean "and".
        role: values of `dashboard.model.entities.Role`.
        topic: ids of topics; a topic includes its subtopics.
        match: whether cities must match any or all of the topics.
        attended: ids of events in which a city took part.
        q: search words.
        city, event, about, compare: the open detail: a city, an event, a topic, or two or three cities. At most one is
            set; the first in this order wins.
        tab: the table below the map.
        sort: a column of the table, with prefix "-" for descending; "" is the order of the network.
        page: page of the table, from 1.
        show: "matching" hides the other cities; "" dims them.
        view: the map viewport; None is the initial viewport.
        theme, lang, embed: appearance of the page.
    """

    country: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    match: Match = "any"
    attended: tuple[str, ...] = ()
    q: str = ""
    city: str = ""
    event: str = ""
    about: str = ""
    compare: tuple[str, ...] = ()
    tab: Tab = "cities"
    sort: str = ""
    page: int = 1
    show: str = ""
    view: MapView | None = None
    theme: Theme = "auto"
    lang: str = ""
    embed: bool = False

    def __post_init__(self) -> None:
        left = MAX_VALUES - len(fields(self))  # write no more values than are read
        for key in MULTI_VALUED:
            values = sorted({text for text in map(_clean, getattr(self, key)) if text})[:left]
            left -= len(values)
            object.__setattr__(self, key, tuple(values))
        for key in ("q", "city", "event", "about", "sort", "show", "lang"):
            object.__setattr__(self, key, _clean(getattr(self, key)))
        if self.show != "matching":
            object.__setattr__(self, "show", "")
        object.__setattr__(self, "page", min(max(self.page, 1), 100_000))
        opened = False
        for key in DETAIL_KEYS:
            if opened:
                object.__setattr__(self, key, () if key == "compare" else "")
            opened = opened or bool(getattr(self, key))

    @classmethod
    def from_query(cls, query: str) -> Self:
        """Parse a query string, with or without "?"; ignore unknown keys and invalid values."""
        found: dict[str, list[str]] = {}
        for key, value in _pairs(query):
            found.setdefault(key, []).append(value)
        values: dict[str, Any] = {key: tuple(found[key]) for key in MULTI_VALUED if key in found}
        for key in ("q", "city", "event", "about", "sort", "show", "lang"):
            if key in found:
                values[key] = found[key][0]
        for key, allowed in _ENUM_VALUES.items():
            if key in found and found[key][0] in allowed:
                values[key] = found[key][0]
        if "view" in found:
            values["view"] = MapView.parse(found["view"][0])
        if "page" in found and found["page"][0].isdecimal() and len(found["page"][0]) < 7:
            values["page"] = int(found["page"][0])
        values["embed"] = found.get("embed", ["0"])[0] == "1"
        return cls(**values)

    def to_query(self) -> str:
        """Return the canonical query string without "?"; "" for the default state."""
        pairs: list[tuple[str, str]] = []
        for key in sorted(field.name for field in fields(self)):
            value = getattr(self, key)
            if value == _DEFAULTS[key]:
                continue
            if isinstance(value, tuple):
                pairs += [(key, item) for item in value]
            else:
                pairs.append((key, "1" if value is True else str(value)))
        return "&".join(f"{key}={quote(value, safe=_SAFE)}" for key, value in pairs)

    def href(self) -> str:
        """Return the URL of this state relative to the page; "?" is the default state."""
        return "?" + self.to_query()

    def replace(self, **changes: Any) -> Self:
        """Return a copy with changed fields, and the table on page 1."""
        return replace(self, **{"page": 1, **changes})

    def keep(self, *keys: str) -> Self:
        """Return a state with the given keys; all others have their defaults."""
        return type(self)(**{key: getattr(self, key) for key in keys})

    def open(self, kind: str = "", value: str | tuple[str, ...] = "") -> Self:
        """Return a copy with one detail open (`city`, `event`, `about`, `compare`), or none."""
        closed: dict[str, Any] = {"city": "", "event": "", "about": "", "compare": ()}
        return replace(self, **(closed | ({kind: value} if kind else {})))

    def href_template(self, kind: str) -> Callable[[str], str]:
        """Return a fast function for `open(kind, value).href()`, for many values."""
        placeholder = "value-of-this-kind"
        before, _, after = self.open(kind, placeholder).href().partition(f"{kind}={placeholder}")
        return lambda value: f"{before}{kind}={quote(_clean(value), safe=_SAFE)}{after}"

    def toggle(self, key: str, value: str) -> Self:
        """Return a copy with a facet value added, or removed if present."""
        values: tuple[str, ...] = getattr(self, key)
        changed = tuple(item for item in values if item != value) if value in values else (*values, value)
        return self.replace(**{key: changed})

    def cleared(self) -> Self:
        """Return a copy without filters; keep details and appearance."""
        return self.replace(country=(), role=(), topic=(), match="any", attended=(), q="")

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.country or self.role or self.topic or self.attended or self.q)

    @property
    def opened(self) -> tuple[str, str | tuple[str, ...]] | None:
        """Key and value of the open detail, or None."""
        for key in DETAIL_KEYS:
            if getattr(self, key):
                return key, cast("str | tuple[str, ...]", getattr(self, key))
        return None


_DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(State)}


def _pairs(query: str) -> Iterable[tuple[str, str]]:
    query = query.removeprefix("?")
    return parse_qsl("&".join(query.split("&")[:MAX_VALUES]), keep_blank_values=False, errors="replace")


def _clean(text: str) -> str:
    """Return text that is safe in a URL: no lone surrogates, no control characters, single spaces."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())[:MAX_LENGTH].rstrip()
