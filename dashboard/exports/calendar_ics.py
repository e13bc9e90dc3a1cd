"""Events as a calendar (RFC 5545), with deterministic output.

An event with a month but no day spans the month, with a note. The calendar omits events with a year only or without a
date, and lists their titles.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from dashboard.exports.records import selected_events
from dashboard.model.entities import ONLINE, Event
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.summary import label_of
from dashboard.text.i18n import format_list
from dashboard.text.i18n import gettext as _

if TYPE_CHECKING:
    from icalendar import Component

REFRESH = timedelta(days=1)
"""Refresh interval for subscribers (RFC 7986, 5.7); many programs read only the X- name."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LAST = date.max - timedelta(days=1)
"""The last day that has a day after it."""


def events_ics(selection: Selection) -> bytes:
    """Write the events of a state: the opened one, the selected ones, or those with a matching city."""
    # Slow to import, and few processes write a calendar.
    from icalendar import Calendar, Timezone, TimezoneStandard, vDuration, vText

    events = list(selected_events(selection))
    dated = [(event, days) for event in events if (days := _days(event))]
    left_out = [event.title for event in events if not _days(event)]
    title = vText(_clean(selection.network.title))  # the library escapes only the properties of RFC 5545 by itself
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", f"-//{title}//Dashboard//EN")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    calendar.add("NAME", title)
    calendar.add("X-WR-CALNAME", title)
    if left_out:
        text = _("Omitted because no day or month is known: {events}.").format(events=format_list(left_out))
        calendar.add("DESCRIPTION", vText(_clean(text)))
        calendar.add("X-WR-CALDESC", vText(_clean(text)))
    for event, days in dated:
        calendar.add_component(_component(selection.network, event, days))
    if not dated:  # a calendar must have a component (RFC 5545, 3.6)
        standard = TimezoneStandard()
        standard.add("DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001 - the start of a time zone has none
        standard.add("TZOFFSETFROM", timedelta())
        standard.add("TZOFFSETTO", timedelta())
        zone = Timezone()
        zone.add("TZID", "UTC")
        zone.add_component(standard)
        calendar.add_component(zone)
    written: bytes = calendar.to_ical(sorted=False)
    return written


def has_days(event: Event) -> bool:
    """Return whether a calendar can hold an event: its day or month is known."""
    return _days(event) is not None


def _component(network: Network, event: Event, days: tuple[date, date]) -> Component:
    """Return the component of an event."""
    import icalendar

    start, end = days
    after = min(end, _LAST) + timedelta(days=1)  # DTEND is the day after the last one (RFC 5545, 3.6.1)
    stamp = event.source.accessed if event.source else network.accessed or start
    text = [event.description or event.summary] if event.description or event.summary else []
    if len(event.start) < len("2022-09-14"):
        text.append(_("The source gives only the month."))
    text += _participants(network, event)
    sources = dict.fromkeys(source for source in (event.source, event.description_source) if source)
    text += [
        _("Source: {source}").format(source=", ".join(filter(None, (source.title, source.url)))) for source in sources
    ]
    where = _("online") if event.place == ONLINE else label_of(network, "city", event.place)
    made = icalendar.Event()
    made.add("UID", str(uuid5(NAMESPACE_URL, f"{network.title}/{event.id}")))
    made.add("DTSTAMP", datetime.combine(stamp, time(), UTC))
    made.add("DTSTART", start)
    if after > start:
        made.add("DTEND", after)
    made.add("SUMMARY", _clean(event.title))
    made.add("DESCRIPTION", _clean("\n".join(text)))
    made.add("LOCATION", _clean(where))
    city = network.city(event.place)
    if city and city.place:
        made.add("GEO", (round(city.place.latitude, 6), round(city.place.longitude, 6)))
    if event.kind:
        made.add("CATEGORIES", [_clean(event.kind)])
    if event.source and event.source.url and event.source.url.isascii():
        made.add("URL", _CONTROL.sub("", event.source.url))
    made.add("TRANSP", "TRANSPARENT")
    return made


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


def _clean(text: str) -> str:
    """Remove control characters, which a text must not contain (RFC 5545, 3.3.11), and normalize line breaks."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
