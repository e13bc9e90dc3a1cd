"""The calendar holds the events of the selection in the form of RFC 5545."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from dashboard.config import default_data
from dashboard.exports import calendar_ics
from dashboard.exports.calendar_ics import events_ics, has_days
from dashboard.ingest.loader import load
from dashboard.model.network import Source
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.exports.reading import annotated, expected, full, plain, properties
from tests.networks import HOSTILE, SOURCE, Town, event, network_of, small
from tests.texts import shape

REAL = load(default_data())


def test_calendar_tells_what_happened_and_can_be_subscribed_to() -> None:
    """The description and both sources stand in the event; a program knows when to ask again, and ids stay."""
    found = properties(events_ics(Selection(annotated(), State())))
    described = dict(found[: found.index(("END", "VEVENT"))])
    assert described["DESCRIPTION"].startswith("They met\\, and talked. They left.\\n")
    assert "https://www.example.org/page" in described["DESCRIPTION"]
    assert "https://www.example.org/other" in described["DESCRIPTION"]
    assert described["METHOD"] == "PUBLISH"
    assert described["REFRESH-INTERVAL;VALUE=DURATION"] == described["X-PUBLISHED-TTL"] == "P1D"
    one = dict(properties(events_ics(Selection(annotated(), State(event="meeting")))))
    assert (
        one["UID"]
        == described["UID"]
        == dict(properties(events_ics(Selection(small(), State(event="meeting")))))["UID"]
    )


@given(st.text(min_size=1), st.integers(0, 80))
def test_folding_is_undone_by_unfolding(text: str, shift: int) -> None:
    """No line has more than 75 octets, no character is cut, and nothing is lost."""
    title = "x" * shift + "".join(char for char in text if char.isprintable() and char not in ",;\\")
    made = event("e", start="2018-02-14", title=title or "x")
    body = events_ics(Selection(network_of([Town("alba")], events=[made]), State()))
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    for line in body.split(b"\r\n"):
        line.decode()
    assert dict(properties(body))["SUMMARY"] == (title or "x")


def test_lines_end_as_the_standard_says() -> None:
    """With CR LF, the last one too."""
    body = events_ics(Selection(full(), State()))
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert body.count(b"\n") == body.count(b"\r\n")


def test_other_programs_read_the_calendar() -> None:
    """Dates without times, texts unescaped, coordinates as numbers."""
    read = Calendar.from_ical(events_ics(Selection(full(), State())))
    first, second = read.walk("VEVENT")
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (date(2018, 2, 14), date(2018, 2, 16))
    assert (first["SUMMARY"], second["SUMMARY"]) == ("Meeting, first", "In March")
    assert (first["GEO"].latitude, first["GEO"].longitude) == (40.123457, -3.5)
    assert read.errors == first.errors == second.errors == []


def test_the_library_is_imported_with_the_first_calendar() -> None:
    """Neither `serve` nor other commands pay for it at their start."""
    code = "import sys, dashboard.web.app, dashboard.cli.export; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=120).returncode == 0


def test_calendar_has_all_events_with_days_that_end_the_day_after() -> None:
    """All-day events: the end is the day after the last one, and all have what RFC 5545 asks for."""
    found = properties(events_ics(Selection(REAL, State())))
    names = [name for name, _ in found]
    assert names.count("BEGIN") == names.count("END") == len(REAL.events) + 1
    for needed in ("UID", "DTSTAMP", "SUMMARY", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE"):
        assert names.count(needed) == len(REAL.events)
    assert len({value for name, value in found if name == "UID"}) == len(REAL.events)
    last = next(event for event in REAL.events if event.id == "workshop-4")
    after = date.fromisoformat(last.end) + timedelta(days=1)
    assert ("DTEND;VALUE=DATE", f"{after:%Y%m%d}") in found


def test_calendar_says_the_same_each_time() -> None:
    """Stamps and ids come from the data, so that a calendar that asks again gets nothing new."""
    assert events_ics(Selection(REAL, State())) == events_ics(Selection(load(default_data()), State()))


def test_a_month_is_a_whole_month_and_says_so_and_a_year_is_left_out_and_named() -> None:
    """What is not known to the day is not made up."""
    months = [
        event("spring", start="2019-12", title="In winter"),
        event("once", start="2018", title="Some year; maybe"),
    ]
    found = dict(properties(events_ics(Selection(network_of([Town("alba")], events=months), State()))))
    assert (found["DTSTART;VALUE=DATE"], found["DTEND;VALUE=DATE"]) == ("20191201", "20200101")
    assert "only the month" in found["DESCRIPTION"]
    assert "Some year\\; maybe" in found["X-WR-CALDESC"]


@pytest.mark.parametrize(
    ("start", "days"),
    [
        ("0987-02-03", ("09870203", "09870204")),
        ("0987-02", ("09870201", "09870301")),
        ("9999-12", ("99991201", "99991231")),
        ("9999-12-31", ("99991231", "")),
        ("2020-02", ("20200201", "20200301")),
    ],
)
def test_a_date_has_eight_digits_at_both_ends_of_the_calendar(start: str, days: tuple[str, str]) -> None:
    """Whatever date the tables may hold, the calendar is made and every day in it can be read."""
    found = dict(
        properties(events_ics(Selection(network_of([Town("alba")], events=[event("e", start=start)]), State())))
    )
    assert (found["DTSTART;VALUE=DATE"], found.get("DTEND;VALUE=DATE", "")) == days


@pytest.mark.parametrize("words", [*HOSTILE, "a;b,c\\d\ne"])
def test_texts_are_escaped(words: str) -> None:
    """No text ends its line, and what has a meaning in a calendar is escaped."""
    network = network_of([Town("alba", label=words)], events=[event("e", place="alba", title=words)])
    found = dict(properties(events_ics(Selection(network, State()))))
    unescaped = re.sub(r"\\([\\;,n])", lambda match: "\n" if match[1] == "n" else match[1], found["SUMMARY"])
    assert unescaped == re.sub(r"[\x00-\x08]", "", words)
    assert re.fullmatch(r"(?:[^\\;,\n]|\\[\\;,n])*", found["SUMMARY"])


def test_a_calendar_of_nothing_is_still_a_calendar() -> None:
    """RFC 5545 wants something in it; there is no event and no error."""
    body = events_ics(Selection(network_of([Town("alba")]), State()))
    assert b"BEGIN:VEVENT" not in body
    assert b"BEGIN:VTIMEZONE" in body


@pytest.mark.parametrize("letter", ["a", "é", "ł", "€", "😀"])
@pytest.mark.parametrize("shift", range(4))
def test_a_line_of_the_calendar_has_at_most_75_octets(letter: str, shift: int) -> None:
    """Counted in UTF-8, the blank of a continuation included, and no letter is cut."""
    title = "x" * shift + letter * 200
    made = event("e", start="2018-02-14", title=title)
    body = events_ics(Selection(network_of([Town("alba")], events=[made]), State()))
    assert max(map(len, body.split(b"\r\n"))) <= 75
    assert dict(properties(body))["SUMMARY"] == title


def test_a_calendar_is_the_whole_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is known of an event in its place, and nothing that is not known."""
    monkeypatch.setattr(calendar_ics, "_", shape)
    assert plain(events_ics(Selection(full(), State()))) == expected("events.ics")


def test_a_calendar_of_nothing_holds_a_time_zone() -> None:
    """Between the properties of the calendar and its end."""
    lines = events_ics(Selection(network_of([Town("alba")]), State())).decode().split("\r\n")
    at = lines.index("BEGIN:VTIMEZONE")
    assert lines[at:] == [
        "BEGIN:VTIMEZONE",
        "TZID:UTC",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "END:VTIMEZONE",
        "END:VCALENDAR",
        "",
    ]
    assert lines[0] == "BEGIN:VCALENDAR"


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2018-02-14", "2018-02-14", ("20180214", "20180215")),
        ("2018-02-28", "2018-03-01", ("20180228", "20180302")),
        ("2018-02", "2018-04", ("20180201", "20180501")),
        ("2018-02-14", "2018-02", ("20180214", "20180301")),
        ("2018-02-14", "2018", ("20180214", "20180215")),
        ("2018-02-14", "", ("20180214", "20180215")),
        ("2018-02-14", "2018-02-13", ("20180214", "20180215")),
    ],
)
def test_an_event_lasts_to_the_end_of_its_last_day(start: str, end: str, days: tuple[str, str]) -> None:
    """As far as it is known; an end before the start is none."""
    made = replace(event("e", start=start), end=end)
    assert has_days(made)
    found = dict(properties(events_ics(Selection(network_of([Town("alba")], events=[made]), State()))))
    assert (found["DTSTART;VALUE=DATE"], found["DTEND;VALUE=DATE"]) == days


@pytest.mark.parametrize("start", ["2018", ""])
def test_an_event_of_a_year_has_no_days(start: str) -> None:
    """Nor has one without a date."""
    assert not has_days(event("e", start=start))


@pytest.mark.parametrize(
    ("source", "accessed", "stamp"),
    [
        (SOURCE, date(2020, 1, 2), "20261122"),
        (None, date(2020, 1, 2), "20200102"),
        (None, None, "20180214"),
    ],
)
def test_the_stamp_is_the_day_of_reading(source: Source | None, accessed: date | None, stamp: str) -> None:
    """Of the source, else of the data, else the first day of the event: the same each time."""
    made = replace(event("e", start="2018-02-14"), source=source)
    network = replace(network_of([Town("alba")], events=[made]), accessed=accessed)
    assert dict(properties(events_ics(Selection(network, State()))))["DTSTAMP"] == f"{stamp}T000000Z"


@pytest.mark.parametrize(
    ("url", "kept"),
    [("https://a.example/\x07b", "https://a.example/b"), ("https://ä.example/", None), ("", None)],
)
def test_an_address_of_plain_letters_is_a_property(url: str, kept: str | None) -> None:
    """RFC 3986 knows no others; control characters are left out."""
    made = replace(event("e", start="2018-02-14"), source=replace(SOURCE, url=url))
    assert (
        dict(properties(events_ics(Selection(network_of([Town("alba")], events=[made]), State())))).get("URL") == kept
    )


@given(st.text(st.sampled_from('a;,\\\n\r\x07"'), max_size=12))
def test_a_text_is_one_value_whatever_it_holds(words: str) -> None:
    """Separators are escaped, ends of lines are one sign, control characters are left out."""
    made = event("e", start="2018-02-14", title=words or "x")
    found = dict(properties(events_ics(Selection(network_of([Town("alba")], events=[made]), State()))))["SUMMARY"]
    read = re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], found)
    assert read == (words or "x").replace("\r\n", "\n").replace("\r", "\n").replace("\x07", "")
