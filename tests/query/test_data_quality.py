"""Data quality: the rules for missing and weak data work for any network and date."""

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
from dashboard.model.entities import ParticipationRole, Topic
from dashboard.model.facts import Basis, Source, SourceKind
from dashboard.model.network import Network
from dashboard.query.data_quality import MAX_ROWS, Kind, QualityIssue, quality_issues
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.text.i18n import gettext
from tests.networks import SOURCE, Town, cases, event, network_of, small
from tests.seen import goal, links, text, walk

REAL = load(default_data())
COPY = Source("copy", "A copy", "A blog", SourceKind.SECONDARY, "https://www.example.org/copy", date(2026, 11, 22))


def facts_of(
    rows: Sequence[tuple[str, str, int | None, Basis, str]], *, accessed: date | None = date(2026, 11, 22)
) -> Network:
    """Return three cities with facts: city, text, year, basis, source id."""
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
    """Return the facts of an issue."""
    return [row.fact.text for row in gap.rows if row.fact]


def cities(gap: QualityIssue) -> list[str]:
    """Return the cities of an issue."""
    return [row.cities[0] for row in gap.rows]


def test_topics_with_few_cities_are_those_under_a_third() -> None:
    """Four cities need two; topics are sorted by number of cities, and a parent includes its subtopics."""
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


def test_cities_without_any_event_are_listed() -> None:
    """Hosts and presenters are on record; the other cities are listed."""
    network = network_of(
        [Town("alba"), Town("brno"), Town("cuna")],
        events=[event("meeting", place="alba")],
        parts=[
            ("meeting", "alba", ParticipationRole.HOST),
            ("meeting", "brno", ParticipationRole.ATTENDEE, Basis.DERIVED),
        ],
    )
    assert cities(quality_issues(Selection(network, State()))[Kind.NO_EVENT]) == ["cuna"]


def test_few_topics_is_relative_to_the_whole_network() -> None:
    """The median is four, so three are few; filters do not change the threshold."""
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
def test_age_is_computed_from_the_current_year(year: int, old: list[str]) -> None:
    """Facts that are more than five years old are listed, future ones never."""
    years = [2019, 2020, 2021, 2030, None]
    network = facts_of(
        [("alba", f"of {each}", each, Basis.STATED, "page") for each in years], accessed=date(2040, 1, 1)
    )
    found = quality_issues(Selection(network, State()), year=year)
    assert words(found[Kind.OLD]) == old
    assert found[Kind.OLD].count == len(old)
    assert words(found[Kind.UNDATED]) == ["of None"]


def test_age_falls_back_to_the_page_or_event() -> None:
    """The year of the fact takes precedence; the access date is not used."""
    network = facts_of(
        [("alba", "by page", None, Basis.STATED, "page"), ("alba", "by year", 2024, Basis.STATED, "page")]
    )
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
    """A plan for this year may still be reached; a fact without a due year is not a plan."""
    network = facts_of([("alba", name, None, Basis.STATED, "page") for name in ("by 2020", "by 2030", "never due")])
    facts = network.city_topics.assign(due=pd.Series([2020, 2030, None], dtype="Int64"))
    found = quality_issues(Selection(replace(network, city_topics=facts), State()), year=year)[Kind.EXPIRED]
    assert words(found) == expired
    assert Kind.EXPIRED not in quality_issues(Selection(network, State()), year=year)
    view = text(data_quality_view(Selection(replace(network, city_topics=facts), State(tab="gaps")), year=year))
    assert all(f"to be reached {name}" in view for name in expired)


def test_network_without_facts_has_no_age_issues() -> None:
    """Kinds that do not apply are omitted."""
    found = quality_issues(Selection(network_of([Town("alba")]), State()))
    assert not {Kind.OLD, Kind.UNDATED, Kind.EXPIRED} & set(found)


def test_secondary_sources_and_weak_bases_are_separate() -> None:
    """The source and the basis of a fact are independent."""
    network = facts_of(
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


def test_equal_facts_share_a_row() -> None:
    """Equal facts with the same basis and source are one row with all cities; facts are counted per city."""
    rows = [(city, "They all came.", None, Basis.IMPLIED, "page") for city in ("cuna", "alba", "brno")]
    found = quality_issues(
        Selection(facts_of([*rows, ("alba", "They all came.", None, Basis.DERIVED, "page")]), State())
    )[Kind.UNSURE]
    assert [(row.cities, row.count) for row in found.rows] == [(("alba", "brno", "cuna"), 3), (("alba",), 1)]
    assert (found.count, found.total) == (4, 2)


def test_issues_of_the_real_data() -> None:
    """Three cities have no event on record, and 13 derived participations share one row."""
    found = quality_issues(Selection(REAL, State()))
    assert cities(found[Kind.NO_EVENT]) == ["cork", "szczecin", "mianyang"]
    derived = [row for row in found[Kind.UNSURE].rows if row.fact and row.fact.basis is Basis.DERIVED]
    assert [row.count for row in derived] == [13]


@pytest.mark.slow
@given(case=cases())
def test_issues_include_only_selected_cities(case: tuple[Network, State]) -> None:
    """For any filters, rows, counts and kinds are consistent with the selection."""
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


def test_long_lists_are_truncated_with_a_notice() -> None:
    """A hundred of 150 cities are listed, and the page states the total."""
    network = network_of([Town(f"city-{number:03}") for number in range(150)], events=[event("meeting")])
    found = quality_issues(Selection(network, State()))[Kind.NO_EVENT]
    assert (found.count, found.total, len(found.rows)) == (150, 150, 100)
    assert "The first 100 of 150 rows" in text(data_quality_view(Selection(network, State(tab="gaps"))))


def test_each_row_opens_its_city_or_topic() -> None:
    """Rows link to their city or topic, and keep filters and tab."""
    state = State(tab="gaps", country=("ES", "CZ"))
    view = data_quality_view(Selection(small(), state))
    goals = [goal(link) for link in links(view, "city")]
    assert {"alba", "brno", "cuna", "eden"} >= {one.city for one in goals if one.city} != set()
    assert {one.about for one in goals if one.about} >= {"heat"}
    assert {(one.tab, one.country) for one in goals} == {("gaps", ("CZ", "ES"))}


def test_every_kind_shows_its_count_and_rule() -> None:
    """Each kind has a heading with a number and the rule; the first one with rows is open."""
    view = data_quality_view(Selection(REAL, State(tab="gaps")), year=2026)
    shown = [one for one in walk(view) if one._type == "Details" and "gap" in one.className.split()]
    found = quality_issues(Selection(REAL, State()), year=2026)
    assert [one.id for one in shown] == [f"gap-{kind}" for kind in found]
    assert [bool(one.open) for one in shown] == [True, *[False] * (len(shown) - 1)]
    for one, gap in zip(shown, found.values(), strict=True):
        assert text(one).startswith(str(gap.count))
    old = next(one for one in shown if one.id == "gap-old")
    assert "Facts older than 5 yearsTrue, held or published before 2021" in text(old)


def test_empty_selection_shows_a_message() -> None:
    """Filters without matches show a sentence."""
    assert text(data_quality_view(Selection(small(), State(q="no such city", tab="gaps")))) == gettext(
        "No city to list with these filters."
    )
