"""Generate variants of a place name as look-up keys.

Variants come in the order in which to try them: the name as written, its parts, names without administrative words,
and names with other word boundaries. For typos, see `fuzzy.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, product
from typing import NamedTuple

from dashboard.geocoding.place_types import OF, without_place_types
from dashboard.text.normalize import normalize

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_UMLAUT = re.compile("[äöüåø]")
_BRACKETS = re.compile(r"[(\[{（]([^)\]}）]*)[)\]}）]?")
_COMMAS = re.compile(r"[,;|，、]")
_SLASHES = re.compile(r"\s*[/\\]\s*|\s+[-–—]\s+|\s+(?:aka|a\.k\.a\.|alias|formerly|ex)\s+", re.IGNORECASE)

_JOINED = re.compile(r"\s*&\s*|\s+(?:and|und|et|y|e|i|og|och|en|ja|és|și|и|та|και)\s+", re.IGNORECASE)
"""Separators of two places in one name."""

_ABBREVIATIONS = (
    ("st", "saint", "sankt", "sint", "szent", "sveti", "sv"),
    ("ste", "sainte"),
    ("sta", "santa"),
    ("sto", "santo"),
    ("s", "san", "sao", "saint", "south"),
    ("mt", "mount"),
    ("mtn", "mountain"),
    ("ft", "fort"),
    ("pt", "port", "point"),
    ("n", "north"),
    ("gr", "gross"),
    ("kr", "kreis"),
    ("b", "bei", "bad"),
    ("a d", "an der"),
    ("upon", "on"),
    ("nw", "northwest"),
    ("hts", "heights"),
    ("spgs", "springs"),
    ("stn", "station"),
    ("cd", "ciudad"),
    ("gral", "general"),
    ("dr", "doctor"),
    ("cnel", "coronel"),
    ("vila", "villa"),
)
_OTHERS: dict[str, tuple[str, ...]] = {}
for _words in _ABBREVIATIONS:
    for _word in _words:
        if " " not in _word:
            _OTHERS[_word] = _OTHERS.get(_word, ()) + tuple(other for other in _words if other != _word)

_KEPT_KINDS = ("village", "town")
"""Place types that are part of some GeoNames names: "Dededo Village"."""
_CONTRACTION = re.compile(r" (?:du|des|do|da|dos|das|del|della|dell) ")
_WORD_ENDS = re.compile(r"[\s./-]+")
_ELISION = re.compile(r"\b(d|de l|dell)['’](?=\w)", re.IGNORECASE)
_DIVISION = r"(?:arrondissement|arr|sector|sectorul|sektor|bezirk|kerulet|cedex)"
_NUMBER = re.compile(
    rf"(?:^[a-z]{{1,2}} (?=\d)|(?<!\S){_DIVISION} )?(?<!\S)(?:\S*\d\S*|(?<= )[ivx]{{2,}}$)(?: {_DIVISION}(?!\S))?"
)
_ARTICLE = re.compile(r"^(?:the|la|le|el|los|las|les|il|lo|al|an|as|os|o|a|den|der|die|het|de|l|t|s) (?=\S{3})")
_ARTICLES = ("la", "el", "los", "las", "le", "les", "the", "al", "a", "o")
_LAST_CODE = re.compile(r"(?<![^\W\d_])[A-Z]{2}\s*$")
_GENITIVE = re.compile(r"(?<=\S{3}[^s\s])s (?:stad|kommune?|stadskommun|by)$")
_EAST_ASIAN = re.compile(r"^(.{2,})(?:市|县|縣|区|區|省|都|府|町|村|镇|鎮|시|군|구|광역시|특별시)$")


def umlaut_keys(name: str) -> Iterator[str]:
    """Write umlauts out, as on keyboards without them: "Malmoe", "Aarhus", "Duesseldorf"."""
    lower = unicodedata.normalize("NFC", name).lower()
    if _UMLAUT.search(lower):
        yield normalize(lower.translate(_UMLAUTS))


class Variant(NamedTuple):
    """One interpretation of a query.

    Args:
        key: the normalized name to look up.
        stripped: whether parts of the name were removed.
        hints: context in the query, as written: a region, a country, a larger city.
        alternate: hints that may be another name of the same place, as in "Donostia / San Sebastián".
        from_suffix: whether words of the name are used as a hint; tried last.
        adjacent: places of which one must be nearby, as in "Brighton & Hove".
        reversed: whether the last part is the name, and the first a hint that must match.
    """

    key: str
    stripped: bool = False
    hints: tuple[str, ...] = ()
    alternate: tuple[str, ...] = ()
    from_suffix: bool = False
    adjacent: tuple[str, ...] = ()
    reversed: bool = False


def variants(name: str) -> Iterator[Variant]:
    """Yield distinct variants of a name, the most literal first; later ones are slower to compute."""
    literal = Variant(normalize(name))
    if literal.key:
        yield literal  # the others are generated only if this finds no place
    seen = {(literal.key, literal.hints)}
    for variant in _all_variants(name):
        if variant.key and (variant.key, variant.hints) not in seen:
            seen.add((variant.key, variant.hints))
            yield variant


def _all_variants(name: str) -> Iterator[Variant]:
    literal = []
    for variant in _parts(name):
        literal.append(variant)
        yield variant
    respelled = [variant._replace(key=key) for variant in literal for key in _respelled(variant.key)]
    yield from respelled
    for variant in [*literal, *respelled]:
        for key in _stripped(variant.key):
            yield variant._replace(key=key, stripped=True)
    if (parted := _ELISION.sub(r"\1 ", name)) != name:  # "Ville d'Angers", where normalization joins the two words
        yield from (Variant(key, stripped=True) for key in without_place_types(normalize(parted)))
    if key := literal[0].key:
        yield from (Variant(f"{key} {kind}", stripped=True) for kind in _KEPT_KINDS)
    yield from _cut(name)


def _parts(name: str) -> Iterator[Variant]:
    """Yield the name as written, then its parts: before a comma, outside and inside brackets, around a slash."""
    yield Variant(normalize(name))
    head, *rest = (part.strip() for part in _COMMAS.split(name))
    hints = tuple(part for part in rest if normalize(part))
    if hints and head:
        yield Variant(normalize(head), hints=hints)
    if inside := tuple(part.strip() for part in _BRACKETS.findall(head) if normalize(part)):
        yield Variant(normalize(_BRACKETS.sub(" ", head)), stripped=True, hints=hints, alternate=inside)
        for part in inside:
            yield Variant(normalize(part), stripped=True, hints=hints)
    parts = [part for part in _SLASHES.split(head) if normalize(part)]
    if len(parts) > 1:
        for position, part in enumerate(parts):
            others = tuple(parts[:position] + parts[position + 1 :])
            yield Variant(normalize(part), stripped=True, hints=hints, alternate=others)
    joined = [part for part in _JOINED.split(head) if normalize(part)]
    if len(joined) > 1:
        yield Variant(normalize(joined[0]), stripped=True, hints=hints, adjacent=tuple(joined[1:]))
    if hints and head:  # the large before the small: "USA, California, San Diego"
        yield Variant(normalize(hints[-1]), hints=(*hints[-2::-1], head), reversed=True)


def _cut(name: str) -> Iterator[Variant]:
    """Use the last words as a hint, as in "Paris France" without a comma; then the first words."""
    head, *rest = _COMMAS.split(name)
    hints = tuple(part.strip() for part in rest if normalize(part))
    words = normalize(head).split()
    code = bool(_LAST_CODE.search(head))  # "Birmingham AL"; the last word of "Villa de la" is no code
    for cut in range(len(words) - 1, max(0, len(words) - 4), -1):
        hint = " ".join(words[cut:])
        if len(hint) > 2 or (code and len(hint) == 2):
            yield Variant(" ".join(words[:cut]), stripped=True, hints=(*hints, hint), from_suffix=True)
        if len(words) - cut > 1:  # "Melbourne VIC Australia"
            yield Variant(" ".join(words[:cut]), stripped=True, hints=(*hints, *words[cut:]), from_suffix=True)
    for cut in range(1, min(len(words), 3)):  # "Wien-Donaustadt", "Germany Berlin"
        if len(hint := " ".join(words[:cut])) > 2:
            yield Variant(" ".join(words[cut:]), stripped=True, hints=(*hints, hint), from_suffix=True)


def _respelled(key: str) -> Iterator[str]:
    """Expand and contract abbreviations: "st louis", "saint louis"."""
    words = key.split()
    if len(words) > 1:
        choices = [(word, *_OTHERS.get(word, ())) for word in words]
        if any(len(choice) > 1 for choice in choices):
            yield from (" ".join(choice) for choice in islice(product(*choices), 1, 12))
        yield "".join(words)
    if "oe" in key or "ae" in key or "ue" in key or "aa" in key:  # "Goeteborg" for a name kept without its umlaut
        yield key.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("aa", "a")


class Abbreviation(NamedTuple):
    """An abbreviated name: its prefix, and a pattern for the full key."""

    start: str
    pattern: re.Pattern[str]


def abbreviation(name: str) -> Abbreviation | None:
    """Interpret full stops in a name as abbreviations; None if there are none after the first word.

    The letters of a short word appear in the long word in order: "OPf." is "Oberpfalz".
    """
    first, *rest = (normalize(part) for part in _WORD_ENDS.split(_COMMAS.split(name)[0]))
    if "." not in name or len(first) < 3 or not any(rest):
        return None
    words = (r"\S*".join(map(re.escape, word.replace(" ", ""))) + r"\S*" for word in rest if word)
    return Abbreviation(f"{first} ", re.compile(" ".join((re.escape(first), *words))))


def bare(name: str) -> str:
    """Remove all place types from a name; "" if there are none, or nothing remains.

    The rest may be inflected: "helsingin" of "Helsingin kaupunki", "kauno" of "Kauno miesto savivaldybė".
    """
    key = normalize(_ELISION.sub(r"\1 ", name))
    return min(without_place_types(key), key=len, default="")


def _stripped(key: str) -> Iterator[str]:
    """Remove place types."""
    if match := _EAST_ASIAN.match(key):
        yield match[1]
    if (plain := _GENITIVE.sub("", key)) != key:  # "Göteborgs stad" is the town of Göteborg
        yield plain
    for plain in without_place_types(key):
        yield plain
        if plain.split()[0] not in OF:  # "da Maia" of "Município da Maia" is not Damaia; Da Nang begins so
            yield from _respelled(plain)
            if _CONTRACTION.search(key):  # "Ville du Havre"
                yield from _with_article(plain)
    if (plain := _ARTICLE.sub("", key)) != key:
        yield plain
    yield from _with_article(key)
    if any(map(str.isdigit, key)) or key.endswith(("i", "v", "x")):  # postcodes, and numbers of districts
        plain = " ".join(_NUMBER.sub(" ", key).split())
        if plain != key and len(plain) > 2:
            yield plain


def _with_article(key: str) -> Iterator[str]:
    if " " not in key and len(key) > 3 and key.isascii():
        for article in _ARTICLES:
            yield f"{article} {key}"
