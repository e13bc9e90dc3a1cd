"""Single values: which texts, numbers, dates and addresses are sound, and in which words the others are refused.

Each check returns what is wrong with a value as the end of a message, or "" where it is sound. Whole columns are looked
through with one regular expression first, so that a hundred thousand sound values cost next to nothing.
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
"""What may be wrong in a text: everything without it needs no closer look."""

FORMULA_STARTS = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""Beginnings of a formula, the last four as wide as an ideograph."""
ODD_STARTS = FORMULA_STARTS | frozenset("'`\u2018\u201c\u201e")
"""Beginnings that need a closer look: of a formula, or of a text in quotes of another kind."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_DEGREES = re.compile(
    r"""\s*([+-])?\s*([0-9]{1,3})\s*[°º:d\s]\s*(?:([0-9]{1,2}(?:\.[0-9]+)?)\s*['’′m:\s]?\s*)?"""
    r"""(?:([0-9]{1,2}(?:\.[0-9]+)?)\s*(?:["”″]|(?-i:s)|''|’’)?\s*)?([NSEWO])?\s*""",
    re.IGNORECASE,
)
_SIDE = "north|south|east|west|[NSEWO]"
_NEGATIVE = frozenset("SWO")
"""Sides of the world with a minus sign; O is west in Romance languages and east in German, so that both are told."""
_NOTHING = frozenset(("", "n a", "na", "nil", "none", "null", "unknown", "tbd", "tba", "missing", "ref", "value"))
_TAG = re.compile(r"<(?:[A-Za-z!/?])")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});")
_ALIKE = "\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bd\u03bf\u03c1"
_ALIKE += "\u0405\u0406\u0408\u0410\u0412\u0415\u041a\u041c-\u041e\u0420-\u0422\u0425"
_ALIKE += "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458"
"""Letters of Greek and Cyrillic that look like others of Latin."""
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
    """Say which character a text must not have: control, invisible, turning, unassigned; or bytes that are no UTF-8."""
    if any("\udc80" <= char <= "\udcff" for char in value):
        return _validate_encoding(value)
    for at, char in enumerate(value):
        if char in "\r\n":
            if not multiline:
                return f"{quote_value(value)} has a line break; write it on one line"
        elif _forbidden(value, at):
            return f"{quote_value(value)} has {_named(char)}; delete it"
    if _MARKS.search(value):
        return f"{quote_value(value)} has more than four marks on one letter; delete them"
    return ""


def _validate_encoding(value: str) -> str:
    """Say which bytes are no UTF-8, and what the text reads in the encoding they most often come from."""
    raw = value.encode("utf-8", "surrogateescape")
    wrong = " ".join(f"{ord(char) - 0xDC00:02X}" for char in value if "\udc80" <= char <= "\udcff")
    read = None if re.search(rb"\xed[\xa0-\xbf]", raw) else _likely(value)  # halves of a UTF-16 pair are no letters
    likely = f"; likely {quote_value(read[0])} in {read[1]}" if read else ""
    return f"{quote_value(value)} has bytes that are not UTF-8 ({wrong[:29]}){likely}; save the file as CSV UTF-8"


def _likely(value: str) -> tuple[str, str] | None:
    """Read bytes that are no UTF-8 in the encodings they mostly come from; the text and the encoding, where it is one.

    Western encodings differ in a few letters among plain ones; a word of such bytes alone is of another script, and a
    guess at it would be noise.
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
    """Say whether a letter or sign may follow another: "á" after "M", no "‡", no capital after a small letter."""
    if before.islower() and char.isupper():
        return False
    return char in _SIGNS or (char.isalpha() and char not in "ªºƒ")


def _forbidden(value: str, at: int) -> bool:
    """Say whether the character at a place has no business in a text."""
    char = value[at]
    if char in "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5" or char == "\ufffd":
        return True
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return not _varies(value[at - 1] if at else " ")
    category = unicodedata.category(char)
    if category in {"Cc", "Cs", "Co", "Zl", "Zp"}:
        return char != "\t"
    if category == "Cn":
        return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF  # others may be of a newer Unicode
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
    """Say whether a selector may choose the look of this character: of a sign, a digit of a key, a letter of Asia."""
    return char in "#*0123456789\u00a9\u00ae" or (ord(char) >= 0x1000 and not "\u1e00" <= char <= "\u1fff")


def _shaped(char: str) -> bool:
    """Say whether a joiner may stand beside this character."""
    return ord(char) >= 0x600 and unicodedata.category(char)[0] in {"L", "M", "S"} and not "\u1e00" <= char <= "\u206f"


def _named(char: str) -> str:
    """Name a character that may not be seen: "U+202E (right-to-left override)"."""
    name = "NUL" if char == "\x00" else unicodedata.name(char, "control character").lower()
    return f"U+{ord(char):04X} ({name})"


def text_warning(value: str) -> str:
    """Say what looks odd in a text that is shown as it stands, or return ""."""
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
            return f"{quote_value(value)} looks as if it had been encoded twice; is it {quote_value(likely)}?"
    if _ENTITY.search(value) and (read := html.unescape(value)) != value:
        return f"{quote_value(value)} has a sign written as HTML; is it {quote_value(read)}?"
    if match := _MIXED.search(value):
        char = next(each for each in match.group() if not each.isascii())
        return f"{quote_value(value)} mixes alphabets in one word: {_named(char)}"
    if (value[:1], value[-1:]) in _QUOTES and not {value[0], value[-1]} & {*value[1:-1]}:
        return f"{quote_value(value)} is in quotes that CSV does not know; they are shown as they stand"
    return ""


def is_visible(value: str) -> bool:
    """Say whether a name has anything to read in it: a letter, a number or a sign."""
    return any(unicodedata.category(char)[0] in {"L", "N", "S"} for char in value)


def coordinate(value: str, *, limit: int) -> tuple[float, str]:
    """Read degrees.

    Args:
        value: the text, not empty.
        limit: 90 for a latitude, 180 for a longitude.

    Returns:
        The number and "", or NaN and what is wrong.
    """
    if _NUMBER.fullmatch(value):
        number = float(value)
        if abs(number) <= limit:
            return number, ""
        mend = ""
        if limit == 180 and 180 < number < 360:
            mend = f"; counted eastward all round, it is {round(number - 360, 6):g}"
        return math.nan, f"{quote_value(value)} is outside -{limit}..{limit}{mend}"
    return math.nan, f"{quote_value(value)} {_validate_number(value, limit)}"


def _validate_number(value: str, limit: int) -> str:
    """Say why a text is no number of degrees, and what it should be."""
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", value):
        return f"has a decimal comma; write {value.replace(',', '.')}"
    if not any(map(str.isdigit, value)) and normalize(value) in _NOTHING:
        return "stands for nothing; leave both coordinates empty"
    if re.match("[\u2010-\u2015\u2212\ufe63\uff0d]", value):
        return f"begins with U+{ord(value[0]):04X}, not with a minus sign; write -{value[1:]}"
    if (found := _directed(value)) is None:
        return "is not a number; write degrees as 36.72"
    number, side, kind = found
    if not abs(number) <= limit:
        return f"{kind}, and outside -{limit}..{limit}"
    if side and (side in "NS") != (limit == 90):
        return f"{kind}, and the side is that of the other coordinate; were latitude and longitude swapped?"
    if side == "O":
        return f"{kind}; write {abs(number):g} where O is east, {-abs(number):g} where it is west"
    return f"{kind}; write {number:g}"


def _directed(value: str) -> tuple[float, str, str] | None:
    """Read degrees with a side, a degree sign, or minutes and seconds; None where it is something else.

    Returns:
        The degrees, the side as one of "NSEWO" or "", and what there is beside a plain number.
    """
    plain = re.fullmatch(rf"({_SIDE})?\s*([+-]?[0-9]+(?:\.[0-9]+)?)\s*[°º]?\s*({_SIDE})?", value, re.IGNORECASE)
    before = re.match(rf"({_SIDE})\s*(?=[0-9])", value, re.IGNORECASE)
    if plain is not None:
        first, last, number, sign = plain[1], plain[3], abs(float(plain[2])), plain[2][0]
        kind = "has a side or a degree sign"
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
    """Say why a text is no date of ISO 8601: a year, a month or a day (`whole`: a day only)."""
    wanted = "YYYY-MM-DD" if whole else "YYYY, YYYY-MM or YYYY-MM-DD"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}" if whole else r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", value):
        return f"{quote_value(value)} is not a date; write {wanted}"
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return f"{quote_value(value)} is not a day of the calendar; write {wanted}"
    return ""


def validate_year(value: str) -> str:
    """Say why a text is no year."""
    if re.fullmatch(r"[0-9]{4}", value) and 1000 <= int(value) <= 2200:
        return ""
    return f"{quote_value(value)} is not a year; write YYYY, as 2019"


def language_fault(value: str) -> str:
    """Say why a text is no BCP 47 tag of a language, as `en`, `pt-BR` or `zh-Hant`."""
    from babel import Locale

    if re.fullmatch(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?", value) is None:
        return f"{quote_value(value)} is not a language tag (BCP 47); write it as en, pt-BR or zh-Hant"
    code = value.partition("-")[0]
    return (
        ""
        if code in Locale("en").languages
        else f"{quote_value(value)}: there is no language {quote_value(code)} in ISO 639"
    )


def validate_url(value: str) -> str:
    """Say why a text is no address of a page: only http and https may become a link."""
    try:
        parts = urlsplit(value)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return f"{quote_value(value)} is not an address; write https://…"
    if any(char.isspace() or char in '<>"{}|\\^`' for char in value):
        return f"{quote_value(value)} has a space or sign that no address has; percent-encode it"
    if parts.scheme.lower() not in {"http", "https"}:
        mend = f"write https://{value}" if re.match(r"[\w-]+(\.[\w-]+)+(/|\Z)", value) else "write https://…"
        return f"{quote_value(value)} is not an http or https address; {mend}"
    if not host or parts.username is not None:
        return f"{quote_value(value)} is not an address of a page; write https://host/…"
    return ""


def validate_id(value: str) -> str:
    """Say why a text cannot be the id of something."""
    if _ID.fullmatch(value):
        return ""
    return (
        f"{quote_value(value)} cannot be an id; write letters, digits and hyphens, as "
        f"{quote_value(slug(value) or 'a-name')}"
    )


def slug(name: str) -> str:
    """Make an id of a name: "Torres Vedras" becomes "torres-vedras"; letters of other scripts stay."""
    return slug_of_normalized(normalize(name))


def slug_of_normalized(folded: str) -> str:
    """Make an id of a name that is folded already."""
    return _NO_WORD.sub("-", folded).strip("-")[:80].strip("-")
