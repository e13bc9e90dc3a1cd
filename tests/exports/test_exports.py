"""Exports hold what was selected, all of it, with its sources, in the form that their formats ask for."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config import default_data
from dashboard.exports.filenames import LONGEST, file_name
from dashboard.exports.geojson import cities_geojson, cities_json
from dashboard.exports.icalendar import events_ics, fold_line
from dashboard.exports.markdown import Notes, _fact, address, city_markdown, escaped
from dashboard.exports.records import fact_record, selected_events
from dashboard.exports.tables_csv import (
    BYTE_ORDER_MARK,
    CITY_COLUMNS,
    EVENT_COLUMNS,
    FACT_COLUMNS,
    cities_csv,
    escape_formula,
    events_csv,
    facts_csv,
)
from dashboard.ingest.loader import load
from dashboard.model.network import Basis, Fact, Network, Note
from dashboard.query.selection import selected_ids
from dashboard.query.state import State
from tests.networks import HOSTILE, SOURCE, Town, cases, event, network_of, small

REAL = load(default_data())


def rows_of(body: bytes) -> list[dict[str, str]]:
    """Read a CSV as a program does that knows the byte order mark."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def properties(body: bytes) -> list[tuple[str, str]]:
    """Unfold a calendar and cut its lines into name with parameters and value."""
    lines = body.decode().replace("\r\n ", "").split("\r\n")
    return [(name, value) for line in lines if line for name, _, value in [line.partition(":")]]


# ---- CSV ------------------------------------------------------------------------------------------------------------


@given(cases())
def test_cities_csv_has_the_selection_in_the_order_of_the_table(case: tuple[Network, State]) -> None:
    """One row for each matching city, no other, in the order that the page shows."""
    network, state = case
    rows = rows_of(cities_csv(network, state))
    assert [row["id"].removeprefix("'") for row in rows] == selected_ids(network, state)


def test_csv_of_finnish_cities_names_every_source() -> None:
    """Every page on which a fact about them was read stands in their row, and each fact has a row of its own."""
    state = State(country=("FI",))
    facts = rows_of(facts_csv(REAL, state))
    for row in rows_of(cities_csv(REAL, state)):
        own = [fact for fact in facts if fact["city_id"] == row["id"]]
        assert own
        pages = {fact["source_url"] for fact in own} | {url for fact in own for url in fact["more_source_urls"].split()}
        assert pages == set(row["sources"].split())
        assert all(fact["fact"] in row["facts"] + row["events"] + row["summary"] for fact in own)
        assert all(fact["accessed"] and fact["publisher"] and fact["source_kind"] for fact in own)


def test_facts_csv_has_every_fact_of_the_network() -> None:
    """Nothing is lost on the way: as many rows as facts, parts in events and summaries."""
    summaries = sum(1 for row in range(len(REAL)) if REAL.city_by_row(row).summary)
    assert len(rows_of(facts_csv(REAL, State()))) == len(REAL.city_topics) + len(REAL.participation) + summaries


def test_csv_can_be_opened_in_a_spreadsheet() -> None:
    """It begins with a byte order mark, ends its lines as RFC 4180 wants, and keeps each record on one line."""
    body = cities_csv(small(), State())
    assert body.startswith(BYTE_ORDER_MARK.encode())
    assert body.count(b"\n") == body.count(b"\r\n") == len(small()) + 1
    assert tuple(rows_of(body)[0])[: len(CITY_COLUMNS)] == tuple(CITY_COLUMNS)
    assert tuple(rows_of(facts_csv(small(), State()))[0]) == tuple(FACT_COLUMNS)


def test_columns_of_the_owner_come_along_and_hide_none_of_ours() -> None:
    """A column that cities.csv had besides ours stands at the end, under another name where ours has it."""
    network = network_of([Town("alba", extra={"founded_in": "1650", "sources": "=1+1"})])
    row = rows_of(cities_csv(network, State()))[0]
    assert (row["founded_in"], row["more_sources"], row["sources"]) == ("1650", "'=1+1", "")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(1+1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        '"=1+1',
        "'=1+1",
        "  =1+1",
        "\u00a0=1+1",
        "\u200b=1+1",
        "\ufeff=1+1",
        "\uff1d1+1",
        "“=1+1",
        "\tplain",
        ' " =1+1',
    ],
)
def test_formulas_are_defused(text: str) -> None:
    """What a spreadsheet could take for a formula begins with an apostrophe, whatever stands before it."""
    assert escape_formula(text).startswith("'")
    assert escape_formula(text)[1:2] != "'" or text[0] == "'"


@pytest.mark.parametrize(
    "text", ["Nantes", "1+1=2", "a-b", "me@example.org", "", "100 %", "(=x)", "Čačak", "https://a.b/?c=-d"]
)
def test_plain_texts_stay_what_they_are(text: str) -> None:
    """Only what begins like a formula is changed."""
    assert escape_formula(text) == text


@given(st.text())
def test_no_cell_begins_or_is_cut_into_a_formula(text: str) -> None:
    """Neither the cell nor any part of it behind a semicolon begins with the sign of a formula, and it is one line."""
    cell = escape_formula(text)
    assert len(cell.splitlines()) <= 1
    assert not any(re.match(r"[\s\"`“”‘’\u200b]*[=+\-@]", part) for part in cell.split(";"))


def test_coordinates_stay_numbers() -> None:
    """A longitude west of Greenwich begins with a minus, and is no formula."""
    row = rows_of(cities_csv(network_of([Town("alba", at=(40.5, -3.25))]), State()))[0]
    assert (row["latitude"], row["longitude"]) == ("40.5", "-3.25")


def annotated() -> Network:
    """A network that says of its facts, sources and events all that the model can hold."""
    network = small()
    page = replace(SOURCE, language="fi", published="2017-05")
    other = replace(SOURCE, id="other", title="Other page", url="https://www.example.org/other")
    count = len(network.city_topics)
    facts = network.city_topics.assign(
        year=pd.Series([2016, *[None] * (count - 1)], dtype="Int64"),
    )
    first = replace(
        network.events[0], source=page, description="They met, and talked. They left.", description_source=other
    )
    return replace(
        network,
        city_topics=facts,
        events=(first, *network.events[1:]),
        sources={"page": page, "other": other},
        notes=(Note("about", "What it is", Fact("A project.", Basis.STATED, page)),),
        role_notes={"member": Note("member", "Member", Fact("It joined.", Basis.STATED, page))},
    )


def test_facts_say_how_old_they_are_and_in_which_language_their_page_is() -> None:
    """The year of the fact, else that of its page, else of the event; the day of reading stands apart."""
    facts = rows_of(facts_csv(annotated(), State()))
    first = next(fact for fact in facts if fact["about"] == "topic" and fact["year"])
    assert (first["year"], first["dated"]) == ("2016", "2016")
    other = next(fact for fact in facts if fact["about"] == "topic" and not fact["year"])
    assert other["dated"] == "2017"
    part = next(fact for fact in facts if fact["about"] == "event")
    assert (part["year"], part["dated"]) == ("", "2018")
    assert {(fact["source_language"], fact["source_published"], fact["accessed"]) for fact in facts} == {
        ("fi", "2017-05", "2026-11-22")
    }


def test_a_summary_names_all_pages_that_it_rests_on() -> None:
    """In both tables, in JSON and in the profile; it stays one fact."""
    network = annotated()
    network = replace(network, cities=network.cities.assign(source=["page;other", *[""] * 4], summary="A port."))
    first, second = SOURCE.url, "https://www.example.org/other"
    (row,) = [row for row in rows_of(cities_csv(network, State())) if row["id"] == "alba"]
    assert row["summary_source"].split() == [first, second]
    (fact,) = [row for row in rows_of(facts_csv(network, State())) if row["about"] == "summary"]
    assert (fact["source_url"], fact["more_source_urls"]) == (first, second)
    record = json.loads(cities_json(network, State()))["cities"][0]
    assert [source["url"] for source in record["summary_sources"]] == [first, second]
    assert "A port. \\[1\\] \\[2\\]" in city_markdown(network, "alba").decode()


def test_events_csv_has_the_events_with_their_descriptions() -> None:
    """One row per event of the selection, with who took part and where the description was read."""
    rows = rows_of(events_csv(annotated(), State()))
    assert tuple(rows[0]) == tuple(EVENT_COLUMNS)
    assert [row["id"] for row in rows] == ["meeting", "webinar"]
    assert rows[0]["description"] == "They met, and talked. They left."
    assert rows[0]["description_source_url"] == "https://www.example.org/other"
    assert rows[0]["cities"] == "alba | brno | dalu | eden"
    assert [row["id"] for row in rows_of(events_csv(annotated(), State(event="webinar")))] == ["webinar"]


def test_json_has_descriptions_and_what_the_network_says_of_itself() -> None:
    """Events of the selection, texts of the network and meanings of roles, each with its source."""
    for body in (cities_json(annotated(), State()), cities_geojson(annotated(), State())):
        found = json.loads(body)
        assert [event["id"] for event in found["events"]] == ["meeting", "webinar"]
        assert found["events"][0]["description"] == "They met, and talked. They left."
        assert found["events"][0]["description_source"]["title"] == "Other page"
        assert found["about"][0]["fact"] == "A project."
        assert found["roles"]["member"]["source"]["language"] == "fi"


def test_a_plan_says_by_when() -> None:
    """The year by which a plan was to be reached goes out with it, to programs and to readers."""
    plan = Fact("A plan.", Basis.STATED, SOURCE, year=2016, due=2020)
    assert {key: fact_record(plan)[key] for key in ("year", "dated", "due")} == {
        "year": 2016,
        "dated": 2016,
        "due": 2020,
    }
    assert _fact(plan, Notes()) == "- A plan. (2016, to be reached by 2020) \\[1\\]"


def test_calendar_tells_what_happened_and_can_be_subscribed_to() -> None:
    """The description and both sources stand in the event; a program knows when to ask again, and ids stay."""
    found = properties(events_ics(annotated(), State()))
    described = dict(found[: found.index(("END", "VEVENT"))])
    assert described["DESCRIPTION"].startswith("They met\\, and talked. They left.\\n")
    assert "https://www.example.org/page" in described["DESCRIPTION"]
    assert "https://www.example.org/other" in described["DESCRIPTION"]
    assert described["METHOD"] == "PUBLISH"
    assert described["REFRESH-INTERVAL;VALUE=DURATION"] == described["X-PUBLISHED-TTL"] == "P1D"
    one = dict(properties(events_ics(annotated(), State(event="meeting"))))
    assert one["UID"] == described["UID"] == dict(properties(events_ics(small(), State(event="meeting"))))["UID"]


def test_profile_tells_ages_languages_and_what_happened() -> None:
    """The Markdown says when a fact was true or published, and in which language its page is."""
    text = city_markdown(annotated(), "alba").decode()
    assert "A fact. (2016)" in text
    assert "(published in 2017)" in text
    assert "They met, and talked. They left." in text
    assert "(official, in Finnish), published May 2017, read on 22 Nov 2026." in text
    assert "undated" in city_markdown(small(), "alba").decode()


# ---- JSON and GeoJSON -----------------------------------------------------------------------------------------------


@given(cases())
def test_geojson_is_as_rfc_7946_says(case: tuple[Network, State]) -> None:
    """Longitude before latitude, in degrees; a city without a place has a null geometry, and none is missing."""
    network, state = case
    found = json.loads(cities_geojson(network, state))
    assert found["type"] == "FeatureCollection"
    assert [feature["id"] for feature in found["features"]] == selected_ids(network, state)
    for feature in found["features"]:
        place = network.city(feature["id"]).place  # type: ignore[union-attr]  # the id is one of the network
        assert feature["type"] == "Feature"
        if place is None:
            assert feature["geometry"] is None
        else:
            assert feature["geometry"]["type"] == "Point"
            assert feature["geometry"]["coordinates"] == pytest.approx([place.longitude, place.latitude], abs=1e-6)


def test_json_says_what_it_holds_and_of_when() -> None:
    """The export contains summary, counts, version, date and licences, and every fact has its source."""
    found = json.loads(cities_json(REAL, State(country=("FI",))))
    assert found["sentence"] == "3 of 22 cities: in Finland"
    assert (found["count"], found["total"], found["query"]) == (3, 22, "country=FI")
    assert found["data_version"] == REAL.version
    assert date.fromisoformat(found["sources_read"]) == REAL.accessed
    assert any("GeoNames" in licence for licence in found["licences"])
    facts = [fact for city in found["cities"] for topic in city["topics"] for fact in topic["facts"]]
    assert facts
    assert all(fact["source"]["url"] and fact["basis"] for fact in facts)


# ---- Calendar -------------------------------------------------------------------------------------------------------


@given(st.text())
def test_folding_is_undone_by_unfolding(text: str) -> None:
    """No line has more than 75 octets, no character is cut, and nothing is lost."""
    line = text.replace("\r", "").replace("\n", "")
    parts = fold_line(line).split("\r\n")
    assert all(len(part.encode()) <= 75 for part in parts)
    assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == line


def test_calendar_has_all_events_with_days_that_end_the_day_after() -> None:
    """All-day events: the end is the day after the last one, and all have what RFC 5545 asks for."""
    found = properties(events_ics(REAL, State()))
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
    assert events_ics(REAL, State()) == events_ics(load(default_data()), State())


def test_a_month_is_a_whole_month_and_says_so_and_a_year_is_left_out_and_named() -> None:
    """What is not known to the day is not made up."""
    months = [
        event("spring", start="2019-12", title="In winter"),
        event("once", start="2018", title="Some year; maybe"),
    ]
    found = dict(properties(events_ics(network_of([Town("alba")], events=months), State())))
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
    found = dict(properties(events_ics(network_of([Town("alba")], events=[event("e", start=start)]), State())))
    assert (found["DTSTART;VALUE=DATE"], found.get("DTEND;VALUE=DATE", "")) == days


@pytest.mark.parametrize("words", [*HOSTILE, "a;b,c\\d\ne"])
def test_texts_are_escaped(words: str) -> None:
    """No text ends its line, and what has a meaning in a calendar is escaped."""
    network = network_of([Town("alba", label=words)], events=[event("e", place="alba", title=words)])
    found = dict(properties(events_ics(network, State())))
    unescaped = re.sub(r"\\([\\;,n])", lambda match: "\n" if match[1] == "n" else match[1], found["SUMMARY"])
    assert unescaped == re.sub(r"[\x00-\x08]", "", words)
    assert re.fullmatch(r"(?:[^\\;,\n]|\\[\\;,n])*", found["SUMMARY"])


def test_a_calendar_of_nothing_is_still_a_calendar() -> None:
    """RFC 5545 wants something in it; there is no event and no error."""
    body = events_ics(network_of([Town("alba")]), State())
    assert b"BEGIN:VEVENT" not in body
    assert b"BEGIN:VTIMEZONE" in body


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (State(), ["meeting", "webinar"]),
        (State(event="webinar"), ["webinar"]),
        (State(attended=("meeting",)), ["meeting"]),
        (State(country=("CZ",)), ["meeting"]),
        (State(country=("XX",)), []),
    ],
)
def test_calendar_follows_the_selection(state: State, wanted: list[str]) -> None:
    """The opened event alone; those filtered by; those with a matching city; else all."""
    assert [event.id for event in selected_events(small(), state)] == wanted


# ---- Profile --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("city", list(REAL.cities["id"]))
def test_profile_has_every_fact_with_a_source_that_is_listed(city: str) -> None:
    """Every reference leads to a source at the end, and every source is referred to."""
    text = city_markdown(REAL, city).decode()
    used = {int(number) for number in re.findall(r"\\\[(\d+)\\\]", text)}
    listed = {int(number) for number in re.findall(r"^(\d+)\. .*<https?://\S+>$", text, re.MULTILINE)}
    assert used == listed == set(range(1, len(listed) + 1))
    facts = [fact.text for topic in REAL.topics_of(city) for fact in REAL.facts(city, topic.id)]
    assert all(escaped(fact) in text for fact in facts)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("<b>&amp;", r"\<b\>\&amp;"),
        ("[a](javascript:b)", r"\[a\](javascript:b)"),
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        ("# one\n# two", r"\# one \# two"),
        ("41.5 °", "41.5 °"),
        ("-5 °", "-5 °"),
    ],
)
def test_markdown_shows_texts_as_they_are(text: str, wanted: str) -> None:
    """What Markdown would read as its own is escaped; what it would not is left alone."""
    assert escaped(text) == wanted


def test_an_address_cannot_leave_its_brackets() -> None:
    """Blanks and angle brackets of an address are written as percent codes."""
    assert address("https://a.example/ b>c<d\n") == "<https://a.example/%20b%3Ec%3Cd%0A>"


# ---- Names of files -------------------------------------------------------------------------------------------------


@given(cases(), st.text(max_size=300))
def test_file_names_are_safe_everywhere(case: tuple[Network, State], words: str) -> None:
    """Small ASCII letters, digits and hyphens, not too long, never a path, whatever the state holds."""
    network, state = case
    name = file_name(network, replace(state, q=words), stem="cities", extension="csv")
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.csv", name)
    assert len(name) <= LONGEST + len(".csv")


def test_file_name_tells_what_is_in_it() -> None:
    """A name says network, kind and filters in words."""
    state = State(country=("FI",), topic=("ict",))
    assert file_name(REAL, state, stem="cities", extension="csv") == "mysmartlife-cities-network-cities-finland-ict.csv"


@pytest.mark.parametrize("sign", "=+-@\uff1d\uff0b\uff0d\uff20")
@pytest.mark.parametrize("between", ["", " ", '"', "'", "\u200b", "\ufeff"])
def test_a_formula_after_a_semicolon_is_escaped(sign: str, between: str) -> None:
    """A cell that a spreadsheet cuts at a semicolon begins no formula."""
    assert escape_formula(f"a;{between}{sign}1") == f"a;{between}'{sign}1"
    assert escape_formula(f"a,{between}{sign}1;b") == f"a,{between}{sign}1;b"


@pytest.mark.parametrize("letter", ["a", "é", "ł", "€", "😀"])
@pytest.mark.parametrize("shift", range(4))
def test_a_line_of_the_calendar_has_at_most_75_octets(letter: str, shift: int) -> None:
    """Lines are as full as 75 octets allow, the blank of a continuation included, and no letter is cut."""
    line = "x" * shift + letter * 200
    parts = fold_line(line).removesuffix("\r\n").split("\r\n")
    assert "".join([parts[0], *(part.removeprefix(" ") for part in parts[1:])]) == line
    assert all(part.startswith(" ") for part in parts[1:])
    sizes = [len(part.encode()) for part in parts]
    assert max(sizes) <= 75
    assert all(size + len(letter.encode()) > 75 for size in sizes[:-1])


@pytest.mark.parametrize(("length", "lines"), [(74, 1), (75, 1), (76, 2), (149, 2), (150, 3)])
def test_a_line_is_folded_past_75_octets_and_not_at_them(length: int, lines: int) -> None:
    """A line of 75 octets stays whole; a continuation holds 74 and its blank."""
    assert len(fold_line("a" * length).removesuffix("\r\n").split("\r\n")) == lines
