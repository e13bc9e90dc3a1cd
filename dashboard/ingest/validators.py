"""Validate single values: texts, numbers, dates, URLs, ids.

Each validator returns the end of an error message, or "" for a valid value. A regular expression checks whole columns
first, so that validating 100,000 valid values is cheap.
"""

from __future__ import annotations

import html
import math
import re
import unicodedata
from datetime import date
from urllib.parse import urlsplit

from dashboard.ingest.report import quote_value
from dashboard.text.normalize import normalize

SUSPICIOUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001fffe\U0001ffff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff\u0300-\u036f<]"
    "|[\u00c2-\u00c5\u00cb\u00ce\u00cf\u00d0\u00d1\u00e2][\u0080-\u00bf\u0152-\u0153\u0160-\u0178\u017d\u017e\u0192"
    "\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|&[#A-Za-z][0-9A-Za-z]*;|[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]"
)
"""Matches every text that may be invalid; all others skip the full validation."""

FORMULA_STARTS = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""First characters of a formula; the last four are full-width."""
ODD_STARTS = FORMULA_STARTS | frozenset("'`\u2018\u201c\u201e")
"""First characters that need a full check: formulas and other kinds of quotes."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_DEGREES = re.compile(
    r"""\s*([+-])?\s*([0-9]{1,3})\s*[°º:d\s]\s*(?:([0-9]{1,2}(?:\.[0-9]+)?)\s*['’′m:\s]?\s*)?"""
    r"""(?:([0-9]{1,2}(?:\.[0-9]+)?)\s*(?:["”″]|(?-i:s)|''|’’)?\s*)?([NSEWO])?\s*""",
    re.IGNORECASE,
)
_SIDE = "north|south|east|west|[NSEWO]"
_NEGATIVE = frozenset("SWO")
"""Compass letters with a negative sign; O is west in Romance languages and east in German, so messages give both."""
_NOTHING = frozenset(("", "n a", "na", "nil", "none", "null", "unknown", "tbd", "tba", "missing", "ref", "value"))
_TAG = re.compile(r"<(?:[A-Za-z!/?])")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});")
_ALIKE = "\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bd\u03bf\u03c1"
_ALIKE += "\u0405\u0406\u0408\u0410\u0412\u0415\u041a\u041c-\u041e\u0420-\u0422\u0425"
_ALIKE += "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458"
"""Greek and Cyrillic letters that look like Latin ones."""
_MIXED = re.compile(f"[A-Za-z][{_ALIKE}]|[{_ALIKE}][A-Za-z]")
_QUOTES = {
    ("'", "'"),
    ("`", "`"),
    ("\u2018", "\u2019"),
    ("\u201c", "\u201d"),
    ("\u201e", "\u201c"),
    ("\u201e", "\u201d"),
}
_MARKS = re.compile("[\u0300-\u036f]{5,}")
_MOJIBAKE = re.compile("[\u00c2-\u00f4][^\x00-\x7f]")
_BIDI = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}
_JOINERS = {"\u200c", "\u200d"}
_WESTERN = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "code page 850"}
_SIGNS = frozenset("‘’“”„–—…°€«»§²³")
_NO_WORD = re.compile(r"[^\w]+|_")
_ID = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?")


def validate_text(value: str, *, multiline: bool = False) -> str:
    """Return an error for forbidden characters (control, invisible, bidirectional) or bytes that are not UTF-8."""
    if any("\udc80" <= char <= "\udcff" for char in value):
        return _validate_encoding(value)
    for at, char in enumerate(value):
        if char in "\r\n":
            if not multiline:
                return f"{quote_value(value)} has a line break; write it on one line"
        elif _forbidden(value, at):
            return f"{quote_value(value)} has {_named(char)}; delete it"
    if _MARKS.search(value):
        return f"{quote_value(value)} has more than four combining marks on one letter; delete them"
    return ""


def _validate_encoding(value: str) -> str:
    """Return the error for invalid UTF-8, with the text in its most likely encoding."""
    raw = value.encode("utf-8", "surrogateescape")
    wrong = " ".join(f"{ord(char) - 0xDC00:02X}" for char in value if "\udc80" <= char <= "\udcff")
    read = None if re.search(rb"\xed[\xa0-\xbf]", raw) else _likely(value)  # encoded surrogates are not characters
    likely = f"; likely {quote_value(read[0])} in {read[1]}" if read else ""
    return f"{quote_value(value)} has bytes that are not UTF-8 ({wrong[:29]}){likely}; save the file as CSV UTF-8"


def _likely(value: str) -> tuple[str, str] | None:
    """Guess the encoding of invalid UTF-8; return the text and the encoding, or None.

    In Western encodings, most letters are ASCII. A text with more invalid bytes than letters is in another script,
    and a guess would be wrong.
    """
    if sum(char.isascii() and char.isalnum() for char in value) < sum("\udc80" <= char <= "\udcff" for char in value):
        return None
    for encoding, name in _WESTERN.items():
        try:
            text = "".join(
                bytes([ord(char) - 0xDC00]).decode(encoding) if "\udc80" <= char <= "\udcff" else char for char in value
            )
        except UnicodeDecodeError:
            continue
        pairs = zip(" " + text, text, value, strict=False)
        if all(_fits(before, char) for before, char, raw in pairs if char != raw):
            return text, name
    return None


def _fits(before: str, char: str) -> bool:
    """Check if a character is plausible after another: "á" after "M", but no "‡", no capital after a small letter."""
    if before.islower() and char.isupper():
        return False
    return char in _SIGNS or (char.isalpha() and char not in "ªºƒ")


def _forbidden(value: str, at: int) -> bool:
    """Check if the character at an index is forbidden in its context."""
    char = value[at]
    if char in "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5" or char == "\ufffd":
        return True
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return not _varies(value[at - 1] if at else " ")
    category = unicodedata.category(char)
    if category in {"Cc", "Cs", "Co", "Zl", "Zp"}:
        return char != "\t"
    if category == "Cn":
        return (
            ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
        )  # others may be assigned in a newer Unicode version
    if category != "Cf":
        return False
    before = value[at - 1] if at else " "
    after = value[at + 1] if at + 1 < len(value) else " "
    if char in _JOINERS:  # they shape letters in Indic and Arabic script, and join emoji
        return not (_shaped(before) and _shaped(after))
    if "\U000e0020" <= char <= "\U000e007f":  # the flags of England, Scotland and Wales
        return not ("\U000e0020" <= before <= "\U000e007f" or before == "\U0001f3f4")
    if char in "\u200e\u200f\u061c":  # direction marks between scripts that run in different directions
        return not any(unicodedata.bidirectional(each) in {"R", "AL"} for each in value if each != char)
    return not 0x600 <= ord(char) <= 0x8E2 and not 0x110BD <= ord(char) <= 0x110CD  # Arabic and Kaithi number signs


def _varies(char: str) -> bool:
    """Check if a variation selector may follow a character: a symbol, a keycap digit, an Asian letter."""
    return char in "#*0123456789\u00a9\u00ae" or (ord(char) >= 0x1000 and not "\u1e00" <= char <= "\u1fff")


def _shaped(char: str) -> bool:
    """Check if a joiner may be next to a character."""
    return ord(char) >= 0x600 and unicodedata.category(char)[0] in {"L", "M", "S"} and not "\u1e00" <= char <= "\u206f"


def _named(char: str) -> str:
    """Describe an invisible character: "U+202E (right-to-left override)"."""
    name = "NUL" if char == "\x00" else unicodedata.name(char, "control character").lower()
    return f"U+{ord(char):04X} ({name})"


def text_warning(value: str) -> str:
    """Return a warning for a suspicious text, which is shown unchanged; else ""."""
    if _TAG.search(value):
        return f"{quote_value(value)} looks like HTML; it is shown as plain text"
    formula = value[:1] in FORMULA_STARTS or value.lstrip()[:1] in FORMULA_STARTS
    if formula and not _NUMBER.fullmatch(value.strip()):
        return f"{quote_value(value)} would be a formula in a spreadsheet; it is shown as plain text"
    if _MOJIBAKE.search(value):
        try:
            likely = value.encode("cp1252").decode("utf-8")
        except UnicodeError:
            likely = value
        if likely != value:
            return f"{quote_value(value)} looks double-encoded; is it {quote_value(likely)}?"
    if _ENTITY.search(value) and (read := html.unescape(value)) != value:
        return f"{quote_value(value)} contains an HTML entity; is it {quote_value(read)}?"
    if match := _MIXED.search(value):
        char = next(each for each in match.group() if not each.isascii())
        return f"{quote_value(value)} mixes alphabets in one word: {_named(char)}"
    if (value[:1], value[-1:]) in _QUOTES and not {value[0], value[-1]} & {*value[1:-1]}:
        return f"{quote_value(value)} is in quotes that CSV does not recognize; they are shown as text"
    return ""


def is_visible(value: str) -> bool:
    """Check if a name has a visible character: a letter, a number or a symbol."""
    return any(unicodedata.category(char)[0] in {"L", "N", "S"} for char in value)


def coordinate(value: str, *, limit: int) -> tuple[float, str]:
    """Parse degrees.

    Args:
        value: the text, not empty.
        limit: 90 for a latitude, 180 for a longitude.

    Returns:
        The number and "", or NaN and an error.
    """
    if _NUMBER.fullmatch(value):
        number = float(value)
        if abs(number) <= limit:
            return number, ""
        hint = ""
        if limit == 180 and 180 < number < 360:
            hint = f"; on a scale of -180..180 it is {round(number - 360, 6):g}"
        return math.nan, f"{quote_value(value)} is outside -{limit}..{limit}{hint}"
    return math.nan, f"{quote_value(value)} {_validate_number(value, limit)}"


def _validate_number(value: str, limit: int) -> str:
    """Return the error for a text that is not a number of degrees, with the correction."""
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", value):
        return f"has a decimal comma; write {value.replace(',', '.')}"
    if not any(map(str.isdigit, value)) and normalize(value) in _NOTHING:
        return "is a placeholder; leave both coordinates empty"
    if re.match("[\u2010-\u2015\u2212\ufe63\uff0d]", value):
        return f"starts with U+{ord(value[0]):04X}, not with a minus sign; write -{value[1:]}"
    if (found := _directed(value)) is None:
        return "is not a number; write degrees like 36.72"
    number, side, kind = found
    if not abs(number) <= limit:
        return f"{kind}, and outside -{limit}..{limit}"
    if side and (side in "NS") != (limit == 90):
        return "has the compass letter of the other coordinate; were latitude and longitude swapped?"
    if side == "O":
        return f"{kind}; write {abs(number):g} if O means east, {-abs(number):g} if it means west"
    return f"{kind}; write {number:g}"


def _directed(value: str) -> tuple[float, str, str] | None:
    """Parse degrees with a compass letter, a degree sign, or minutes and seconds; None for other texts.

    Returns:
        The degrees, the compass letter (one of "NSEWO") or "", and a description of the format.
    """
    plain = re.fullmatch(rf"({_SIDE})?\s*([+-]?[0-9]+(?:\.[0-9]+)?)\s*[°º]?\s*({_SIDE})?", value, re.IGNORECASE)
    before = re.match(rf"({_SIDE})\s*(?=[0-9])", value, re.IGNORECASE)
    if plain is not None:
        first, last, number, sign = plain[1], plain[3], abs(float(plain[2])), plain[2][0]
        kind = "has a compass letter or a degree sign"
    else:
        match = _DEGREES.fullmatch(value[before.end() :] if before else value)
        if match is None:
            return None
        minutes, seconds = float(match[3] or 0), float(match[4] or 0)
        if minutes >= 60 or seconds >= 60:
            return None
        first, last, sign = before[1] if before else None, match[5], match[1]
        number, kind = round(float(match[2]) + minutes / 60 + seconds / 3600, 4), "is in degrees and minutes"
    if first and last:
        return None
    side = (first or last or "").upper()[:1]
    return -number if sign == "-" or side in _NEGATIVE else number, side, kind


def validate_date(value: str, *, whole: bool = False) -> str:
    """Return an error if a text is not an ISO 8601 year, month or day (`whole`: day only), else ""."""
    wanted = "YYYY-MM-DD" if whole else "YYYY, YYYY-MM or YYYY-MM-DD"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}" if whole else r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", value):
        return f"{quote_value(value)} is not a date; write {wanted}"
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return f"{quote_value(value)} is not a calendar date; write {wanted}"
    return ""


def validate_year(value: str) -> str:
    """Return an error if a text is not a year from 1000 to 2200, else ""."""
    if re.fullmatch(r"[0-9]{4}", value) and 1000 <= int(value) <= 2200:
        return ""
    return f"{quote_value(value)} is not a year; write YYYY, for example 2019"


def language_fault(value: str) -> str:
    """Return an error if a text is not a BCP 47 language tag like `en`, `pt-BR` or `zh-Hant`, else ""."""
    from babel import Locale

    if re.fullmatch(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?", value) is None:
        return f"{quote_value(value)} is not a language tag (BCP 47); write for example en, pt-BR or zh-Hant"
    code = value.partition("-")[0]
    return (
        ""
        if code in Locale("en").languages
        else f"{quote_value(value)}: there is no language {quote_value(code)} in ISO 639"
    )


def validate_url(value: str) -> str:
    """Return an error if a text is not an http or https URL, else ""."""
    try:
        parts = urlsplit(value)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return f"{quote_value(value)} is not a URL; write https://…"
    if any(char.isspace() or char in '<>"{}|\\^`' for char in value):
        return f"{quote_value(value)} has a character that URLs do not allow; percent-encode it"
    if parts.scheme.lower() not in {"http", "https"}:
        hint = f"write https://{value}" if re.match(r"[\w-]+(\.[\w-]+)+(/|\Z)", value) else "write https://…"
        return f"{quote_value(value)} is not an http or https URL; {hint}"
    if not host or parts.username is not None:
        return f"{quote_value(value)} is not the URL of a page; write https://host/…"
    return ""


def validate_id(value: str) -> str:
    """Return an error if a text is not a valid id, else ""."""
    if _ID.fullmatch(value):
        return ""
    return (
        f"{quote_value(value)} cannot be an id; write letters, digits and hyphens, for example "
        f"{quote_value(slug(value) or 'a-name')}"
    )


def slug(name: str) -> str:
    """Derive an id from a name: "Torres Vedras" becomes "torres-vedras"; keeps letters of other scripts."""
    return slug_of_normalized(normalize(name))


def slug_of_normalized(folded: str) -> str:
    """Derive an id from a normalized name."""
    return _NO_WORD.sub("-", folded).strip("-")[:80].strip("-")
