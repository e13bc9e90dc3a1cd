"""Internationalization: gettext catalogues, and formats of numbers, dates and lists.

Every text of the interface uses `gettext` or `ngettext`, with catalogues in `dashboard/text/locale`. English is the
source language, so its catalogue may be empty. `use_language` sets the language of one response.
"""

from __future__ import annotations

import gettext as _gettext
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources

from babel import Locale, UnknownLocaleError
from babel.dates import format_date as babel_format_date
from babel.dates import format_interval, format_skeleton, format_time
from babel.lists import format_list as babel_format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal
from babel.units import format_unit

DEFAULT_LANGUAGE = "en"
NO_BREAK_SPACE = "\u00a0"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages with a catalogue, English first."""
    folder = resources.files("dashboard.text") / "locale"
    found = [entry.name for entry in folder.iterdir() if entry.is_dir()]
    return (DEFAULT_LANGUAGE, *sorted(name for name in found if name != DEFAULT_LANGUAGE))


@cache
def _translations(language: str) -> _gettext.NullTranslations:
    """Compile a catalogue in memory, so that the repository contains no stale binary."""
    path = resources.files("dashboard.text") / "locale" / language / "LC_MESSAGES" / "messages.po"
    catalogue = read_po(io.BytesIO(path.read_bytes()), locale=language, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return _gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))


@contextmanager
def use_language(language: str) -> Iterator[str]:
    """Use one language within a block; a language without a catalogue falls back to English.

    Returns:
        The language in use, as an IETF language tag.
    """
    token = _language.set(language if language in languages() else DEFAULT_LANGUAGE)
    try:
        yield _language.get()
    finally:
        _language.reset(token)


def language() -> str:
    """Return the current language as an IETF language tag."""
    return _language.get()


def language_name(tag: str) -> str:
    """Return the name of a language, given by its IETF tag, in the current language: "fi" is Finnish."""
    try:
        return str(Locale.parse(tag, sep="-").get_display_name(_locale()) or tag)
    except (UnknownLocaleError, ValueError):
        return tag


def gettext(message: str) -> str:
    """Translate a text; imported as `_`."""
    return _translations(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a text in the plural form of a count; the caller formats the count."""
    return _translations(_language.get()).ngettext(singular, plural, count)


def format_number(value: float) -> str:
    """Format a number in the current language: 592346 is "592,346" in English."""
    return str(format_decimal(value, locale=_locale()))


def format_distance(value: float) -> str:
    """Format a distance in whole kilometres, with a non-breaking space: "1,027 km"."""
    text = format_unit(round(value), "length-kilometer", length="short", locale=_locale())
    return str(text).replace(" ", NO_BREAK_SPACE)


def format_list(items: Sequence[str], *, style: str = "standard") -> str:
    """Join texts with commas and "and" (with style "or": "or") in the current language."""
    return str(babel_format_list(list(items), style=style, locale=_locale()))  # type: ignore[arg-type]  # babel has a closed set


def format_compact(value: int) -> str:
    """Abbreviate a large number, as in "72K"."""
    return str(format_compact_decimal(value, format_type="short", locale=_locale()))


def format_datetime(when: datetime) -> str:
    """Format a time in UTC, as in "25 Nov 2026, 14:02 UTC"."""
    when = when.astimezone(UTC)
    return f"{format_date(when.date().isoformat())}, {format_time(when, 'short', tzinfo=UTC, locale=_locale())} UTC"


def format_date(iso: str) -> str:
    """Format an ISO 8601 date with its given precision: "14 Feb 2018", "Mar 2019", "2019"."""
    parts = [int(part) for part in iso.split("-")]
    value = date(*[*parts, 1, 1][:3])
    if len(parts) == 3:
        return str(babel_format_date(value, format="medium", locale=_locale()))
    return str(format_skeleton("yMMM" if len(parts) == 2 else "y", value, locale=_locale()))


def format_date_range(start: str, end: str) -> str:
    """Format a range of dates: "14–15 Sept 2022"; equal dates once."""
    if end in ("", start):
        return format_date(start)
    if len(start) == len(end) == len("2022-09-14"):
        days = date.fromisoformat(start), date.fromisoformat(end)
        return str(format_interval(*days, skeleton="yMMMd", locale=_locale()))
    return f"{format_date(start)} – {format_date(end)}"


@cache
def _parsed(tag: str) -> Locale:
    if tag == DEFAULT_LANGUAGE:
        return Locale("en", "GB")  # the project writes British English: 14 Feb 2018
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(DEFAULT_LANGUAGE)


def _locale() -> Locale:
    return _parsed(_language.get())
