"""The state of the screen as one frozen value, and its address: the only codec between a query string and what is seen.

The law is `State.from_query(state.to_query()) == state`. Keys stand in the order of the alphabet, values of one key are
sorted, defaults are left out. The codec knows nothing of a network; `resolve` in `dashboard.query.selection` drops
what a network does not have, and says so.
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
"""Values read from one address; what comes after is ignored, so that no address costs more than a page."""
MAX_COMPARED = 3
"""Cities that are shown beside each other."""
MAX_LENGTH = 200
"""Characters of one value, of a search for example."""

_SAFE = "-._~,:"
MULTI_VALUED = ("attended", "compare", "country", "role", "topic")
"""Keys that may stand several times in an address."""
FILTER_KEYS = ("attended", "country", "lang", "match", "q", "role", "topic")
"""Keys of what selects cities, with the language that all texts are in."""
DETAIL_KEYS = ("city", "event", "about", "compare")
"""Keys of what is opened, of which at most one is set; the first wins."""
_ENUM_VALUES: dict[str, tuple[str, ...]] = {"tab": get_args(Tab), "match": get_args(Match), "theme": get_args(Theme)}


@dataclass(frozen=True, slots=True)
class MapView:
    """What part of the world the map shows: the centre in degrees (WGS 84), and MapLibre's zoom of 512-pixel tiles."""

    latitude: float
    longitude: float
    zoom: float

    def __post_init__(self) -> None:
        longitude = (self.longitude + 180.0) % 360.0 - 180.0 if abs(self.longitude) > 180.0 else self.longitude
        zoom = round(min(max(self.zoom, 0.0), 20.0), 2) + 0.0
        digits = max(3, ceil(log10(512 * 2**zoom / 360)))  # two pixels stay apart at every zoom
        object.__setattr__(self, "latitude", round(min(max(self.latitude, -85.0), 85.0), digits) + 0.0)
        object.__setattr__(self, "longitude", round(longitude, digits) + 0.0)
        object.__setattr__(self, "zoom", zoom)

    def __str__(self) -> str:
        return f"{self.latitude:.10g},{self.longitude:.10g},{self.zoom:g}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read "48.1,11.5,4" or return None."""
        try:
            latitude, longitude, zoom = (float(part) for part in text.split(","))
        except ValueError:
            return None
        if not all(abs(number) < 1000 for number in (latitude, longitude, zoom)):  # False for NaN too
            return None
        return cls(latitude, longitude, zoom)


@dataclass(frozen=True, slots=True)
class State:
    """All that can be seen.

    Args:
        country: ISO 3166-1 alpha-2 codes. Values of one facet mean "or", facets mean "and".
        role: values of `dashboard.model.network.Role`.
        topic: ids of topics; a topic includes those below it.
        match: whether a city must work on any or on all of the topics.
        attended: ids of events a city has a part in.
        q: words to search for.
        city, event, about, compare: what is opened: a city, an event, a topic, two or three cities beside each other.
            At most one of them is set; the first in this order wins.
        tab: the table below the map.
        sort: a column of the table, with "-" before it for descending; "" is the order of the network.
        page: of the table, from 1.
        show: "matching" hides the cities that do not match; "" fades them.
        view: what the map shows; None is the first view.
        theme, lang, embed: how the page looks.
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
        left = MAX_VALUES - len(fields(self))  # an address that is written holds no more than one that is read
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
        """Read a query string, with or without its "?"; what it does not know or cannot read is ignored."""
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
        """Write the canonical query string, without "?"; "" for the state of the first visit."""
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
        """Write the address of this state relative to the page: "?" alone leads back to the first visit."""
        return "?" + self.to_query()

    def replace(self, **changes: Any) -> Self:
        """Return this state with some fields changed, and the table back on its first page."""
        return replace(self, **{"page": 1, **changes})

    def keep(self, *keys: str) -> Self:
        """Return a state with the values of some keys; all others are those of the first visit."""
        return type(self)(**{key: getattr(self, key) for key in keys})

    def open(self, kind: str = "", value: str | tuple[str, ...] = "") -> Self:
        """Return this state with one thing opened (`city`, `event`, `about`, `compare`), or with nothing opened."""
        closed: dict[str, Any] = {"city": "", "event": "", "about": "", "compare": ()}
        return replace(self, **(closed | ({kind: value} if kind else {})))

    def href_template(self, kind: str) -> Callable[[str], str]:
        """Return what `open(kind, value).href()` does as a function for many values."""
        holder = "value-of-this-kind"
        before, _, after = self.open(kind, holder).href().partition(f"{kind}={holder}")
        return lambda value: f"{before}{kind}={quote(_clean(value), safe=_SAFE)}{after}"

    def toggle(self, key: str, value: str) -> Self:
        """Return this state with one value of a facet added, or taken away where it stood."""
        values: tuple[str, ...] = getattr(self, key)
        changed = tuple(item for item in values if item != value) if value in values else (*values, value)
        return self.replace(**{key: changed})

    def cleared(self) -> Self:
        """Return this state without any filter; what is opened and how it looks stay."""
        return self.replace(country=(), role=(), topic=(), match="any", attended=(), q="")

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.country or self.role or self.topic or self.attended or self.q)

    @property
    def opened(self) -> tuple[str, str | tuple[str, ...]] | None:
        """What is opened: the name of its key and its value."""
        for key in DETAIL_KEYS:
            if getattr(self, key):
                return key, cast("str | tuple[str, ...]", getattr(self, key))
        return None


_DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(State)}


def _pairs(query: str) -> Iterable[tuple[str, str]]:
    query = query.removeprefix("?")
    return parse_qsl("&".join(query.split("&")[:MAX_VALUES]), keep_blank_values=False, errors="replace")


def _clean(text: str) -> str:
    """Return text as it can stand in an address: no lone surrogates, no control characters, single spaces."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())[:MAX_LENGTH].rstrip()
