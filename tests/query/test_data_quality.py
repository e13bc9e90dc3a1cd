"""What is missing or weak is found by rules that hold in any network, whatever day it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given

from dashboard.components.data_quality_table import data_quality_view
from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.model.network import Basis, Network, ParticipationRole, Source, SourceKind, Topic
from dashboard.query.data_quality import MAX_ROWS, Kind, QualityIssue, quality_issues
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.text.i18n import gettext
from tests.networks import SOURCE, Town, cases, event, network_of, small
from tests.seen import goal, links, text, walk

REAL = load(default_data())
COPY = Source("copy", "A copy", "A blog", SourceKind.SECONDARY, "https://www.example.org/copy", date(2026, 11, 22))


def said(
    rows: Sequence[tuple[str, str, int | None, Basis, str]], *, accessed: date | None = date(2026, 11, 22)
) -> Network:
    """Three cities with facts: city, words, year, basis, id of the source."""
    towns = [Town("alba"), Town("brno", country="CZ"), Town("cuna")]
    network = network_of(towns, topics=[Topic("energy", "Energy")], facts=[(city, "energy") for city, *_ in rows])
    table = pd.DataFrame(
        {
            "city": [row[0] for row in rows],
            "topic": ["energy"] * len(rows),
            "fact": [row[1] for row in rows],
            "basis": [str(row[3]) for row in rows],
            "source": [row[4] for row in rows],
            "year": pd.Series([row[2] for row in rows], dtype="Int64"),
        }
    )
    return replace(network, city_topics=table, accessed=accessed, sources={"page": SOURCE, "copy": COPY})


def words(gap: QualityIssue) -> list[str]:
    """The facts of a gap."""
    return [row.fact.text for row in gap.rows if row.fact]


def cities(gap: QualityIssue) -> list[str]:
    """The cities of a gap."""
    return [row.cities[0] for row in gap.rows]


def test_topics_with_few_cities_are_those_under_a_third() -> None:
    """Four cities need two: with one city or none a topic is listed, the emptiest first; a parent sums up."""
    towns = [Town(name) for name in ("alba", "brno", "cuna", "dalu")]
    topics = [
        Topic("energy", "Energy"),
        Topic("heat", "Heat", "energy"),
        Topic("sun", "Sun", "energy"),
        Topic("bus", "Bus"),
    ]
    network = network_of(towns, topics=topics, facts=[("alba", "heat"), ("brno", "sun"), ("alba", "sun")])
    found = quality_issues(Selection(network, State()))[Kind.FEW_CITIES]
    assert [(row.topic, row.count, row.cities) for row in found.rows] == [("bus", 0, ()), ("heat", 1, ("alba",))]
    assert found.limit == 2


def test_cities_with_no_event_have_neither_part() -> None:
    """A host is on record as well as a presenter; whoever is nowhere on record is listed."""
    network = network_of(
        [Town("alba"), Town("brno"), Town("cuna")],
        events=[event("meeting", place="alba")],
        parts=[
            ("meeting", "alba", ParticipationRole.HOST),
            ("meeting", "brno", ParticipationRole.ATTENDEE, Basis.DERIVED),
        ],
    )
    assert cities(quality_issues(Selection(network, State()))[Kind.NO_EVENT]) == ["cuna"]


def test_few_topics_is_measured_against_the_whole_network() -> None:
    """The median is four, so three are few; a filter chooses among the cities and does not move the line."""
    topics = [Topic(f"topic-{number}", f"Topic {number}") for number in range(4)]
    many = {"alba": 4, "brno": 4, "cuna": 3, "dalu": 0, "eden": 4}
    network = network_of(
        [Town(city, country="ES" if city < "d" else "CN") for city in many],
        topics=topics,
        facts=[(city, f"topic-{number}") for city, count in many.items() for number in range(count)],
    )
    assert cities(quality_issues(Selection(network, State()))[Kind.FEW_TOPICS]) == ["dalu", "cuna"]
    assert cities(quality_issues(Selection(network, State(country=("CN",))))[Kind.FEW_TOPICS]) == ["dalu"]


@pytest.mark.parametrize(
    ("year", "old"),
    [
        (2026, ["of 2019", "of 2020"]),
        (2025, ["of 2019"]),
        (2024, []),
        (2040, ["of 2019", "of 2020", "of 2021", "of 2030"]),
    ],
)
def test_old_is_counted_from_the_day_of_serving(year: int, old: list[str]) -> None:
    """Only a year that is more than five years back for certain is old; one in the future never is."""
    years = [2019, 2020, 2021, 2030, None]
    network = said([("alba", f"of {each}", each, Basis.STATED, "page") for each in years], accessed=date(2040, 1, 1))
    found = quality_issues(Selection(network, State()), year=year)
    assert words(found[Kind.OLD]) == old
    assert found[Kind.OLD].count == len(old)
    assert words(found[Kind.UNDATED]) == ["of None"]


def test_a_fact_without_a_year_is_as_old_as_its_page_and_a_part_as_its_event() -> None:
    """The year of the fact wins over that of its page; the day of reading plays no part."""
    network = said([("alba", "by page", None, Basis.STATED, "page"), ("alba", "by year", 2024, Basis.STATED, "page")])
    page = replace(SOURCE, published="2017-05")
    parts = network_of(
        [Town("alba")],
        events=[event("meeting", start="2018-02")],
        parts=[("meeting", "alba", ParticipationRole.HOST)],
        text="came",
    )
    network = replace(
        network, sources={"page": page}, events=parts.events, participation=parts.participation, accessed=None
    )
    found = quality_issues(Selection(network, State()), year=2026)
    assert [(row.fact.text, row.dated) for row in found[Kind.OLD].rows if row.fact] == [
        ("by page", 2017),
        ("came", 2018),
    ]
    assert found[Kind.UNDATED].count == 0
    shown = text(data_quality_view(Selection(network, State(tab="gaps")), year=2026))
    assert "published in 2017" in shown
    assert "held in 2018" in shown


@pytest.mark.parametrize(("year", "expired"), [(2020, []), (2021, ["by 2020"]), (2031, ["by 2020", "by 2030"])])
def test_plans_expire_the_year_after_they_were_due(year: int, expired: list[str]) -> None:
    """A plan of this year may still be reached; what was never due is no plan."""
    network = said([("alba", name, None, Basis.STATED, "page") for name in ("by 2020", "by 2030", "never due")])
    facts = network.city_topics.assign(due=pd.Series([2020, 2030, None], dtype="Int64"))
    found = quality_issues(Selection(replace(network, city_topics=facts), State()), year=year)[Kind.EXPIRED]
    assert words(found) == expired
    assert Kind.EXPIRED not in quality_issues(Selection(network, State()), year=year)
    view = text(data_quality_view(Selection(replace(network, city_topics=facts), State(tab="gaps")), year=year))
    assert all(f"to be reached {name}" in view for name in expired)


def test_a_network_without_facts_has_no_old_ones() -> None:
    """What cannot be judged is not listed as a kind at all."""
    found = quality_issues(Selection(network_of([Town("alba")]), State()))
    assert not {Kind.OLD, Kind.UNDATED, Kind.EXPIRED} & set(found)


def test_secondary_sources_and_doubt_are_told_apart() -> None:
    """A stated fact from a copy is weak by its source, an implied one from a good page by its basis."""
    network = said(
        [
            ("alba", "copied", None, Basis.STATED, "copy"),
            ("alba", "implied", None, Basis.IMPLIED, "page"),
            ("alba", "sound", None, Basis.STATED, "page"),
            ("alba", "both", None, Basis.DERIVED, "copy"),
        ]
    )
    found = quality_issues(Selection(network, State()))
    assert words(found[Kind.SECONDARY]) == ["copied", "both"]
    assert words(found[Kind.UNSURE]) == ["implied", "both"]


def test_what_is_said_of_many_stands_once() -> None:
    """Equal words on the same basis from the same page are one row with all cities; the count is of facts."""
    rows = [(city, "They all came.", None, Basis.IMPLIED, "page") for city in ("cuna", "alba", "brno")]
    found = quality_issues(Selection(said([*rows, ("alba", "They all came.", None, Basis.DERIVED, "page")]), State()))[
        Kind.UNSURE
    ]
    assert [(row.cities, row.count) for row in found.rows] == [(("alba", "brno", "cuna"), 3), (("alba",), 1)]
    assert (found.count, found.total) == (4, 2)


def test_real_gaps_name_the_cities_without_a_record() -> None:
    """The facts that were carried over have three cities with no event on record, and 13 derived parts in one row."""
    found = quality_issues(Selection(REAL, State()))
    assert cities(found[Kind.NO_EVENT]) == ["cork", "szczecin", "mianyang"]
    derived = [row for row in found[Kind.UNSURE].rows if row.fact and row.fact.basis is Basis.DERIVED]
    assert [row.count for row in derived] == [13]


@pytest.mark.slow
@given(case=cases())
def test_gaps_are_of_the_selected_cities_alone(case: tuple[Network, State]) -> None:
    """Whatever the filters: no row names another city, no count is beyond its rows' sum, no kind is impossible."""
    network, state = case
    selected = set(Selection(network, state).ids)
    for kind, gap in quality_issues(Selection(network, state)).items():
        assert {city for row in gap.rows for city in row.cities} <= selected
        assert len(gap.rows) == min(gap.total, MAX_ROWS)
        if kind in {Kind.SECONDARY, Kind.UNSURE, Kind.OLD, Kind.UNDATED, Kind.EXPIRED}:
            assert gap.count >= gap.total
        else:
            assert gap.count == gap.total
    assert (Kind.NO_EVENT in quality_issues(Selection(network, state))) == bool(network.events)


def test_long_lists_are_cut_and_say_so() -> None:
    """Of a hundred and fifty cities a hundred are listed, and the page says how many there are."""
    network = network_of([Town(f"city-{number:03}") for number in range(150)], events=[event("meeting")])
    found = quality_issues(Selection(network, State()))[Kind.NO_EVENT]
    assert (found.count, found.total, len(found.rows)) == (150, 150, 100)
    assert "The first 100 of 150 rows" in text(data_quality_view(Selection(network, State(tab="gaps"))))


def test_each_row_opens_its_city_or_topic() -> None:
    """A row of a city leads to it, a row of a topic to the topic; filters and tab stay."""
    state = State(tab="gaps", country=("ES", "CZ"))
    view = data_quality_view(Selection(small(), state))
    goals = [goal(link) for link in links(view, "city")]
    assert {"alba", "brno", "cuna", "eden"} >= {one.city for one in goals if one.city} != set()
    assert {one.about for one in goals if one.about} >= {"heat"}
    assert {(one.tab, one.country) for one in goals} == {("gaps", ("CZ", "ES"))}


def test_every_kind_tells_its_count_and_its_rule() -> None:
    """Each kind is a heading with a number and the rule; the first with any rows is unfolded."""
    view = data_quality_view(Selection(REAL, State(tab="gaps")), year=2026)
    shown = [one for one in walk(view) if one._type == "Details" and "gap" in one.className.split()]
    found = quality_issues(Selection(REAL, State()), year=2026)
    assert [one.id for one in shown] == [f"gap-{kind}" for kind in found]
    assert [bool(one.open) for one in shown] == [True, *[False] * (len(shown) - 1)]
    for one, gap in zip(shown, found.values(), strict=True):
        assert text(one).startswith(str(gap.count))
    old = next(one for one in shown if one.id == "gap-old")
    assert "Facts older than 5 yearsTrue, held or published before 2021" in text(old)


def test_empty_matrix_has_a_message() -> None:
    """Filters that leave nothing show a sentence, not an empty place."""
    assert text(data_quality_view(Selection(small(), State(q="no such city", tab="gaps")))) == gettext(
        "No city to list with these filters."
    )
