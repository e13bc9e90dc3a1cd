"""CSV files hold what was selected, with its sources, and no cell that a spreadsheet runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config import default_data
from dashboard.exports.geojson import cities_json
from dashboard.exports.markdown import city_markdown
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
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.exports.reading import annotated, expected, full, plain, rows_of
from tests.networks import SOURCE, Town, cases, network_of, small

REAL = load(default_data())


@given(cases())
def test_cities_csv_has_the_selection_in_the_order_of_the_table(case: tuple[Network, State]) -> None:
    """One row for each matching city, no other, in the order that the page shows."""
    network, state = case
    rows = rows_of(cities_csv(Selection(network, state)))
    assert [row["id"].removeprefix("'") for row in rows] == Selection(network, state).ids


def test_csv_of_finnish_cities_names_every_source() -> None:
    """Every page on which a fact about them was read stands in their row, and each fact has a row of its own."""
    state = State(country=("FI",))
    facts = rows_of(facts_csv(Selection(REAL, state)))
    for row in rows_of(cities_csv(Selection(REAL, state))):
        own = [fact for fact in facts if fact["city_id"] == row["id"]]
        assert own
        pages = {fact["source_url"] for fact in own} | {url for fact in own for url in fact["more_source_urls"].split()}
        assert pages == set(row["sources"].split())
        assert all(fact["fact"] in row["facts"] + row["events"] + row["summary"] for fact in own)
        assert all(fact["accessed"] and fact["publisher"] and fact["source_kind"] for fact in own)


def test_facts_csv_has_every_fact_of_the_network() -> None:
    """Nothing is lost on the way: as many rows as facts, parts in events and summaries."""
    summaries = sum(1 for row in range(len(REAL)) if REAL.city_by_row(row).summary)
    assert (
        len(rows_of(facts_csv(Selection(REAL, State())))) == len(REAL.city_topics) + len(REAL.participation) + summaries
    )


def test_csv_can_be_opened_in_a_spreadsheet() -> None:
    """It begins with a byte order mark, ends its lines as RFC 4180 wants, and keeps each record on one line."""
    body = cities_csv(Selection(small(), State()))
    assert body.startswith(BYTE_ORDER_MARK.encode())
    assert body.count(b"\n") == body.count(b"\r\n") == len(small()) + 1
    assert tuple(rows_of(body)[0])[: len(CITY_COLUMNS)] == tuple(CITY_COLUMNS)
    assert tuple(rows_of(facts_csv(Selection(small(), State())))[0]) == tuple(FACT_COLUMNS)


def test_columns_of_the_owner_come_along_and_hide_none_of_ours() -> None:
    """A column that cities.csv had besides ours stands at the end, under another name where ours has it."""
    network = network_of([Town("alba", extra={"founded_in": "1650", "sources": "=1+1"})])
    row = rows_of(cities_csv(Selection(network, State())))[0]
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
    row = rows_of(cities_csv(Selection(network_of([Town("alba", at=(40.5, -3.25))]), State())))[0]
    assert (row["latitude"], row["longitude"]) == ("40.5", "-3.25")


def test_facts_say_how_old_they_are_and_in_which_language_their_page_is() -> None:
    """The year of the fact, else that of its page, else of the event; the day of reading stands apart."""
    facts = rows_of(facts_csv(Selection(annotated(), State())))
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
    (row,) = [row for row in rows_of(cities_csv(Selection(network, State()))) if row["id"] == "alba"]
    assert row["summary_source"].split() == [first, second]
    (fact,) = [row for row in rows_of(facts_csv(Selection(network, State()))) if row["about"] == "summary"]
    assert (fact["source_url"], fact["more_source_urls"]) == (first, second)
    record = json.loads(cities_json(Selection(network, State())))["cities"][0]
    assert [source["url"] for source in record["summary_sources"]] == [first, second]
    assert "A port. \\[1\\] \\[2\\]" in city_markdown(network, "alba").decode()


def test_events_csv_has_the_events_with_their_descriptions() -> None:
    """One row per event of the selection, with who took part and where the description was read."""
    rows = rows_of(events_csv(Selection(annotated(), State())))
    assert tuple(rows[0]) == tuple(EVENT_COLUMNS)
    assert [row["id"] for row in rows] == ["meeting", "webinar"]
    assert rows[0]["description"] == "They met, and talked. They left."
    assert rows[0]["description_source_url"] == "https://www.example.org/other"
    assert rows[0]["cities"] == "alba | brno | dalu | eden"
    assert [row["id"] for row in rows_of(events_csv(Selection(annotated(), State(event="webinar"))))] == ["webinar"]


@pytest.mark.parametrize("sign", "=+-@\uff1d\uff0b\uff0d\uff20")
@pytest.mark.parametrize("between", ["", " ", '"', "'", "\u200b", "\ufeff"])
def test_a_formula_after_a_semicolon_is_escaped(sign: str, between: str) -> None:
    """A cell that a spreadsheet cuts at a semicolon begins no formula."""
    assert escape_formula(f"a;{between}{sign}1") == f"a;{between}'{sign}1"
    assert escape_formula(f"a,{between}{sign}1;b") == f"a,{between}{sign}1;b"


@pytest.mark.parametrize(
    ("make", "name"), [(cities_csv, "cities.csv"), (facts_csv, "facts.csv"), (events_csv, "events.csv")]
)
def test_a_table_is_the_whole_document(make: Callable[[Selection], bytes], name: str) -> None:
    """All that is known in its column; texts in quotes, numbers without, nothing where nothing is known."""
    assert plain(make(Selection(full(), State()))) == expected(name)


def test_a_source_without_an_address_is_named_by_its_title() -> None:
    """In every column that names pages."""
    (row,) = [row for row in rows_of(facts_csv(Selection(full(), State()))) if row["fact"] == "A plan."]
    assert (row["source_url"], row["source_title"]) == ("", "No address")
    (city, _) = rows_of(cities_csv(Selection(full(), State())))
    assert city["sources"] == "https://www.example.org/page No address"


def test_half_a_character_is_replaced() -> None:
    """A table that was read with it can still be written."""
    assert b"A?" in cities_csv(Selection(network_of([Town("alba", label="A\ud800")]), State()))


@given(st.text(st.sampled_from(";=+-@ \"'\t\r\n\u200b\ufeffa1\uff1d"), max_size=10))
def test_no_part_of_a_cell_is_a_formula(text: str) -> None:
    """From the signs that can make one: neither the cell nor what follows a semicolon begins with the sign of one."""
    for part in escape_formula(text).split(";"):
        seen = "".join(c for c in part if not c.isspace() and c not in '"`‘’“”\u200b\ufeff')
        assert not seen.startswith(("=", "+", "-", "@", "\uff1d"))
    assert set(escape_formula(text)) <= set(text) | {" ", "'"}
