"""Events as a calendar (RFC 5545), with deterministic output.

An event with a month but no day spans the month, with a note. The calendar omits events with a year only or without a
date, and lists their titles.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from dashboard.exports.records import selected_events
from dashboard.model.entities import ONLINE, Event
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.summary import label_of
from dashboard.text.i18n import format_list
from dashboard.text.i18n import gettext as _

OCTETS = 75
"""Maximum octets of a line, without the line break (RFC 5545, 3.1)."""
ASK_AGAIN = "P1D"
"""Refresh interval for subscribers (RFC 7986, 5.7); many programs read only the X- name."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LAST = date.max - timedelta(days=1)
"""The last day that has a day after it."""
_EMPTY = ("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000")
"""A calendar must have a component (RFC 5545, 3.6); without events it contains a time zone."""


def events_ics(selection: Selection) -> bytes:
    """Write the events of a state: the opened one, the selected ones, or those with a matching city."""
    events = list(selected_events(selection))
    dated = [(event, days) for event in events if (days := _days(event))]
    left_out = [event.title for event in events if not _days(event)]
    title = selection.network.title
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(title)}//Dashboard//EN", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"REFRESH-INTERVAL;VALUE=DURATION:{ASK_AGAIN}", f"X-PUBLISHED-TTL:{ASK_AGAIN}"]
    lines += [f"NAME:{_text(title)}", f"X-WR-CALNAME:{_text(title)}"]
    if left_out:
        said = _("Omitted because no day or month is known: {events}.").format(events=format_list(left_out))
        lines += [f"DESCRIPTION:{_text(said)}", f"X-WR-CALDESC:{_text(said)}"]
    for event, days in dated:
        lines += _event(selection.network, event, days)
    if not dated:
        lines += [*_EMPTY, "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"]
    lines.append("END:VCALENDAR")
    return "".join(fold_line(line) + "\r\n" for line in lines).encode()


def has_days(event: Event) -> bool:
    """Return whether a calendar can hold an event: its day or month is known."""
    return _days(event) is not None


def fold_line(line: str) -> str:
    """Fold a line between characters into parts of at most 75 octets."""
    parts, part, size, room = [], "", 0, OCTETS
    for character in line:
        octets = len(character.encode("utf-8", "replace"))
        if size + octets > room:
            parts.append(part)
            part, size, room = "", 0, OCTETS - 1  # the leading space of a folded part counts
        part += character
        size += octets
    return "\r\n ".join([*parts, part])


def _event(network: Network, event: Event, days: tuple[date, date]) -> Sequence[str]:
    start, end = days
    after = min(end, _LAST) + timedelta(days=1)  # DTEND is the day after the last one (RFC 5545, 3.6.1)
    stamp = event.source.accessed if event.source else network.accessed or start
    told = [event.description or event.summary] if event.description or event.summary else []
    if len(event.start) < len("2022-09-14"):
        told.append(_("The source gives only the month."))
    told += _participants(network, event)
    sources = dict.fromkeys(source for source in (event.source, event.description_source) if source)
    told += [
        _("Source: {source}").format(source=", ".join(filter(None, (source.title, source.url)))) for source in sources
    ]
    where = _("online") if event.place == ONLINE else label_of(network, "city", event.place)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uuid5(NAMESPACE_URL, f'{network.title}/{event.id}')}",
        f"DTSTAMP:{_basic(stamp)}T000000Z",
        f"DTSTART;VALUE=DATE:{_basic(start)}",
        *([f"DTEND;VALUE=DATE:{_basic(after)}"] if after > start else []),
        f"SUMMARY:{_text(event.title)}",
        f"DESCRIPTION:{_text(chr(10).join(told))}",
        f"LOCATION:{_text(where)}",
    ]
    city = network.city(event.place)
    if city and city.place:
        lines.append(f"GEO:{city.place.latitude:.6f};{city.place.longitude:.6f}")
    if event.kind:
        lines.append(f"CATEGORIES:{_text(event.kind)}")
    if event.source and event.source.url and event.source.url.isascii():
        lines.append(f"URL:{_CONTROL.sub('', event.source.url)}")
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _participants(network: Network, event: Event) -> list[str]:
    """Return the participants, each city once with its strongest basis, marked if it is not stated."""
    found: dict[str, str] = {}
    for row in network.participants(event.id):
        doubt = "" if row.fact.basis == "stated" else f", {row.fact.basis}"
        found.setdefault(row.city, f"{label_of(network, 'city', row.city)} ({row.part}{doubt})")
    return [_("On record: {cities}.").format(cities=format_list(list(found.values())))] if found else []


def _days(event: Event) -> tuple[date, date] | None:
    """Return the first and last day of an event, or None without a month."""
    first = _bounds(event.start)
    last = _bounds(event.end) or first
    if first is None or last is None or last[1] < first[0]:
        return None if first is None else first
    return first[0], last[1]


def _bounds(text: str) -> tuple[date, date] | None:
    """Return the first and last day of a date with a day or a month."""
    parts = text.split("-")
    if len(parts) == 3:
        day = date.fromisoformat(text)
        return day, day
    if len(parts) == 2:
        year, month = (int(part) for part in parts)
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return None


def _basic(day: date) -> str:
    """Format a date without hyphens; `strftime` drops leading zeros of early years."""
    return day.isoformat().replace("-", "")


def _text(value: str) -> str:
    """Escape a text (RFC 5545, 3.3.11)."""
    clean = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
