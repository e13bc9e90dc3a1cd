"""Convert country names in any language, and codes, to ISO 3166-1 alpha-2 and back.

Names come from the Unicode CLDR: `countries.txt` (built by `tools/build_countries.py`) for parsing, Babel for display.
`country_aliases.txt` contains other common names and codes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from dashboard.text.normalize import normalize
from dashboard.text.suggest import suggest

CLDR_PARTS = {"AC": "SH", "CP": "FR", "CQ": "GG", "DG": "IO", "EA": "ES", "IC": "ES", "TA": "SH"}
"""CLDR codes that are not ISO 3166-1 countries, with the country they belong to."""

_SMALL_WORDS = frozenset(
    "the of and de del della di da do du des der die das den von van la le les el il lo y et und".split()
)
_OFFICIAL_WORDS = _SMALL_WORDS | frozenset(
    "republic republik republica republique repubblica republiek republika rep kingdom konigreich reino royaume regno"
    " koninkrijk kongeriget konungariket state states staat estado etat stato federal federative federation federated"
    " bundesrepublik bundes democratic demokratische democratica peoples people islamic arab socialist commonwealth"
    " principality furstentum principaute principado principato grand duchy grossherzogtum sultanate union united"
    " respublika rzeczpospolita koztarsasag tasavalta cumhuriyeti vabariik република республика республіка"
    " δημοκρατια plurinational bolivarian hashemite oriental country independent co operative cooperative".split()
)

_TERRITORIES = {
    state: tuple(codes.split())
    for state, codes in {
        "AU": "CC CX HM NF",
        "CN": "HK MO",
        "DK": "FO GL",
        "FI": "AX",
        "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
        "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
        "NL": "AW BQ CW SX",
        "NO": "BV SJ",
        "NZ": "CK NU TK",
        "US": "AS GU MP PR UM VI",
    }.items()
}
_LINE_START = re.compile(rb"^[A-Z]{2}\t[A-Z]{3}\t[^\t\n]+", re.MULTILINE)
_PARTS = re.compile(r"[()\[\]/,;|]+")
_FLAG = re.compile("^\\s*([\U0001f1e6-\U0001f1ff])([\U0001f1e6-\U0001f1ff])\\s*$")


_FEW = 300
"""Number of look-ups after which an index of all names is worth its memory; valid lists need fewer."""


class _Names:
    """The names of countries.txt, found by text search, because an index takes ten times the memory.

    A text search takes almost a millisecond. After `_FEW` look-ups, an index is built, so that a table with 100,000
    invalid countries is rejected within seconds.
    """

    def __init__(self, text: bytes, english: Mapping[str, str]) -> None:
        self._text = text
        self._english = english
        self._asked = 0
        self._index: dict[str, str] = {}

    def find(self, folded: str) -> str | None:
        """Find the code of a normalized name."""
        if (code := self._english.get(folded)) is not None:  # the most common case
            return code
        if self._asked < _FEW:
            self._asked += 1
            at = self._text.find(f"\t{folded}\t".encode())
            if at < 0:
                return None
            start = self._text.rfind(b"\n", 0, at) + 1
            return self._text[start : start + 2].decode()
        if not self._index:  # the first line wins for a duplicate name, as in the text search
            self._index = dict(reversed(list(self.pairs())))
        return self._index.get(folded)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield every name with its code."""
        for line in self._text.decode().splitlines():
            code, _, _, *names = line.rstrip("\t").split("\t")
            yield from ((name, code) for name in names)


@dataclass(frozen=True, slots=True)
class _Table:
    """Content of the two text files next to this module."""

    names: _Names
    codes: Mapping[str, str]
    """Alpha-2 code by normalized code of two or three letters."""
    aliases: Mapping[str, str]
    word_sets: Mapping[frozenset[str], str]
    english: Mapping[str, str]
    """English display names by code."""

    def find(self, folded: str) -> str | None:
        """Find the code of a normalized code, alias or name."""
        if (code := self.codes.get(folded) or self.aliases.get(folded)) is not None:
            return code
        return self.names.find(folded) if len(folded) > 1 else None


@cache
def _table() -> _Table:
    content = files("dashboard.reference").joinpath("countries.txt").read_bytes()
    codes: dict[str, str] = {}
    english: dict[str, str] = {}
    for match in _LINE_START.finditer(content):
        code, alpha3, name = match.group().decode().split("\t")
        codes.update({code.lower(): code, alpha3.lower(): code})
        english[code] = name
    aliases: dict[str, str] = {}
    word_sets: dict[frozenset[str], str] = {}
    for entry in files("dashboard.reference").joinpath("country_aliases.txt").read_text(encoding="utf-8").splitlines():
        if entry.startswith("#"):
            continue
        code, kind, rest = entry[:2], entry[2:4].strip(), entry[4:].split(";")
        if kind == "=":
            word_sets.update((frozenset(words.split()), code) for words in rest)
        else:
            aliases.update((alias.strip(), code) for alias in rest if alias.strip() not in codes)
    names = _Names(content, {normalize(name): code for code, name in english.items()})
    return _Table(names, codes, aliases, word_sets, english)


@cache
def country_codes() -> frozenset[str]:
    """Return all codes: ISO 3166-1 alpha-2, and XK, which GeoNames and the EU use for Kosovo."""
    return frozenset(_table().codes.values())


@lru_cache(maxsize=16_384)
def country_code(text: str) -> str | None:
    """Return the code of a country by name or code.

    Args:
        text: a name in any language, an official form in any order, ISO 3166-1 alpha-2, alpha-3 or numeric, `EL`, `UK`,
            a flag. Case, accents and punctuation do not matter. `NA` is Namibia, not a missing value.

    Returns:
        ISO 3166-1 alpha-2 (and XK for Kosovo), or None if the text is not a country or is ambiguous.
    """
    if (code := _table().codes.get(text.lower())) is not None:  # most lists contain codes, which need no normalization
        return code
    if flag := _FLAG.match(text):
        flagged = "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in flag.groups())
        return flagged if flagged in country_codes() else None
    if text.isascii() and text.strip().isdigit():
        text = text.strip().zfill(3)  # spreadsheets strip the leading zero of 040 (Austria)
    whole = _short_name(text) or _lookup(normalize(text))
    if whole is not None:
        return whole
    parts = _PARTS.split(text)
    if len(parts) == 1:
        return None
    found = {code for part in parts if (code := _lookup(normalize(part))) is not None}
    found -= {state for state in found if found & set(territories_of(state))}  # "Réunion (France)" is Réunion
    return found.pop() if len(found) == 1 else None


def _short_name(text: str) -> str | None:
    """Find a short name that would be the code of another country without accents: "Áo" (Vietnamese) is Austria."""
    plain = unicodedata.normalize("NFC", text.strip()).casefold()
    return None if plain.isascii() or len(plain) > 3 else _table().find(plain)


def _lookup(folded: str) -> str | None:
    """Find a normalized name: in full, then by significant words, then without official words."""
    table = _table()
    if (code := table.find(folded)) is not None:
        return code
    words = folded.split()
    significant = frozenset(word for word in words if word not in _SMALL_WORDS)
    if significant in table.word_sets:
        return table.word_sets[significant]
    without_article = " ".join(words[1:]) if words and words[0] in _SMALL_WORDS else folded
    if without_article != folded and (code := table.find(without_article)) is not None:
        return code
    kept = " ".join(word for word in words if word not in _OFFICIAL_WORDS)
    if not kept or kept == folded:
        return None
    if (code := table.word_sets.get(frozenset(kept.split()))) is not None:
        return code
    return table.find(kept) if len(kept) > 3 or kept in table.aliases else None


def country_name(code: str, language: str = "en") -> str:
    """Return the name of a country in a language; the code if CLDR has no name.

    Args:
        code: ISO 3166-1 alpha-2.
        language: a CLDR locale such as "en", "pt-BR" or "zh_Hant"; English if unknown.
    """
    english = _table().english.get(code.upper(), code)
    return english if language == "en" else _territories(language).get(code.upper(), english)


@cache
def adjectives(code: str, language: str = "en") -> tuple[str, ...]:
    """Return the adjectives of a country that are also language names: "Finnish", "Portuguese".

    A language counts if CLDR expects it in the country, or if it is official there and starts with the same letters.

    Args:
        code: ISO 3166-1 alpha-2.
        language: as for `country_name`.
    """
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global
    from babel.languages import get_official_languages

    try:
        names = Locale.parse(language.replace("_", "-"), sep="-").languages
    except (UnknownLocaleError, ValueError):
        return ()
    likely = get_global("likely_subtags")
    beginning = normalize(country_name(code, language))[:4]
    found = []
    for spoken in get_official_languages(code.upper(), de_facto=True):
        name = names.get(spoken, "")
        at_home = likely.get(spoken, "").rpartition("_")[2] == code.upper()
        # "English" does not mean the United States, nor "German" Switzerland.
        if spoken != "en" and name and " " not in name and (at_home or normalize(name).startswith(beginning)):
            found.append(name)
    return tuple(found)


@cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        return dict(Locale.parse(language.replace("_", "-"), sep="-").territories)
    except (UnknownLocaleError, ValueError):
        return {}


@cache
def _similar() -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Return the code by name, and the names that are long enough for fuzzy matching."""
    names = {**dict(_table().names.pairs()), **_table().aliases}
    return names, tuple(name for name in names if len(name) > 3)


@lru_cache(maxsize=1024)
def nearest_countries(text: str, *, limit: int = 3) -> tuple[str, ...]:
    """Return the English names of the countries with the most similar names."""
    if len(normalize(text)) < 3:
        return ()
    names, choices = _similar()
    near = suggest(text, choices, limit=limit * 20, cutoff=78, margin=12)
    return tuple(dict.fromkeys(country_name(names[name]) for name in near))[:limit]


@lru_cache(maxsize=4096)
def is_informal_name(text: str) -> bool:
    """Check if a text is an informal name of a country, not its name or ISO code: `EL`, `UK`, England, Holland."""
    return normalize(text) in _table().aliases


def territories_of(code: str) -> tuple[str, ...]:
    """Return the codes of the territories of a state that have their own code."""
    return _TERRITORIES.get(code.upper(), ())
