"""Text normalization: compare names regardless of case, accents, hyphens and apostrophes.

`normalize` makes spellings of one name equal: "Čačak", "cacak" and "ČAČAK"; "L’Aquila" and "LAquila";
"Saint-Étienne" and "saint etienne"; "Groß-Gerau" and "Gross Gerau". It keeps all words in their order. It removes marks
that only modify a letter (Latin, Greek, Cyrillic, Arabic, Hebrew); it keeps marks that are letters (Devanagari, Thai).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "\u00f8": "o",
        "\u0111": "d",
        "\u00f0": "d",
        "\u0256": "d",
        "\u0142": "l",
        "\u0127": "h",
        "\u0131": "i",
        "\u0167": "t",
        "\u014b": "n",
        "\u0259": "e",
        "\u025b": "e",
        "\u0254": "o",
        "\u0257": "d",
        "\u0253": "b",
        "\u0199": "k",
        "\u0263": "g",
        "\u0138": "k",
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u00fe": "th",
        "\u03c2": "\u03c3",
        "\u0640": None,  # the Arabic tatweel only stretches a word
        "&": " and ",
    }
)
"""Letters that Unicode does not decompose, in lower case: o with stroke, d with stroke, dotless i, ae, thorn …"""

# Apostrophes, primes, modifier letters and the Catalan middle dot: optional signs in names.
_APOSTROPHES = re.compile(
    "['`\u00b4\u00b7\u2018\u2019\u201b\u2032\u2035\u02b9-\u02bf\u02c8\u02ca\u02cb\uff07\u05f3\u05f4]"
)
# Soft hyphens, zero-width signs, direction marks, variation selectors.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")
_SHADING = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # Latin, Greek, Cyrillic
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"  # Arabic
)
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\. ?)+[^\W\d_](?:\.|(?!\w))")
_READY = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_NOT_ASCII_WORD = re.compile("[^a-z0-9]+")


def normalize(text: str) -> str:
    """Normalize a name for comparison: lower case, words of letters and digits, single spaces.

    Idempotent: `normalize(normalize(text)) == normalize(text)`.
    """
    if text.isascii() and _READY.fullmatch(lower := text.lower()):
        return lower  # faster than a cache
    return _normalize(text)


@lru_cache(maxsize=2048)
def _normalize(text: str) -> str:
    folded = _once(text)
    while not folded.isascii():  # the result of one pass may change again; every pass shortens the text or is the last
        again = _once(folded)
        if again == folded:
            break
        folded = again
    return folded


def _once(text: str) -> str:
    """Run one pass of the normalization."""
    if not text.isascii():
        text = _APOSTROPHES.sub("", _INVISIBLE.sub("", text))  # before NFKD, which turns the acute accent into a space
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = unicodedata.normalize("NFC", _SHADING.sub("", text).translate(_LETTERS))
    else:
        text = text.lower().replace("&", " and ")
    text = _APOSTROPHES.sub("", text)
    if "." in text:
        text = _INITIALS.sub(_join_initials, text)
    if text.isascii():
        return _NOT_ASCII_WORD.sub(" ", text).strip()
    return " ".join("".join(map(_letter_or_space, text)).split())


def _join_initials(match: re.Match[str]) -> str:
    """Write "u.s.a." and "d. c." as one word."""
    return match.group().replace(".", "").replace(" ", "") + " "


def _letter_or_space(character: str) -> str:
    """Keep letters, digits and marks that are letters; everything else separates words."""
    return character if character.isalnum() or unicodedata.category(character)[0] == "M" else " "
