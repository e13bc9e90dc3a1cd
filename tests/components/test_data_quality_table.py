"""The table of gaps: every kind with its count, the first with any unfolded, each row a way on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given

from dashboard.components.data_quality_table import MOST_NAMES, data_quality_view
from dashboard.components.html import to_html
from dashboard.model.entities import Topic
from dashboard.model.network import Network
from dashboard.query.data_quality import MAX_ROWS, OLD_AFTER_YEARS, Kind, quality_issues
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import SOURCE, SOURCES, Town, cases, event, network_of, small
from tests.seen import Page, goal, links, prop, text, walk

YEAR = 2026


def gaps(network: Network, state: State | None = None) -> dict[str, object]:
    """The folded parts of the view by their ids."""
    view = data_quality_view(Selection(network, state or State()), year=YEAR)
    return {prop(one, "id"): one for one in walk(view) if one._type == "Details" and prop(one, "id")}


def rows(gap: object) -> list[str]:
    """The texts of the rows of a kind."""
    lists = [one for one in walk(gap) if one._type == "Ul"][:1]
    return [text(row) for one in lists for row in one.children]


@pytest.mark.slow
@given(cases(least=1))
def test_each_kind_has_its_count_and_the_first_with_any_is_unfolded(case: tuple[Network, State]) -> None:
    """The numbers are those of the query; where nothing is missing, nothing is unfolded."""
    network, state = case
    found = quality_issues(Selection(network, state), year=YEAR)
    shown = gaps(network, state)
    if not shown:
        assert "empty" in to_html(data_quality_view(Selection(network, state), year=YEAR))
        return
    assert list(shown) == [f"gap-{kind}" for kind in found]
    counts = [text(next(one for one in walk(gap) if prop(one, "className") == "gap-count")) for gap in shown.values()]
    assert counts == [str(gap.count) for gap in found.values()]
    unfolded = [identity for identity, gap in shown.items() if prop(gap, "open")]
    assert unfolded == [f"gap-{kind}" for kind, gap in found.items() if gap.count][:1]
    assert Page(to_html(data_quality_view(Selection(network, state), year=YEAR))).faults == []


def test_no_city_is_said() -> None:
    """Filters that leave no city leave no table of gaps."""
    view = data_quality_view(Selection(small(), State(q="no such city")))
    assert [prop(one, "className") for one in walk(view)] == ["empty"]


def test_a_city_leads_to_its_panel_and_a_topic_to_its_own() -> None:
    """What is missing can be looked at where it would stand."""
    shown = gaps(small())
    issues = quality_issues(Selection(small(), State()), year=YEAR)
    topics = [goal(one).about for one in links(shown[f"gap-{Kind.FEW_CITIES}"], "about") if goal(one).about]
    assert topics == [row.topic for row in issues[Kind.FEW_CITIES].rows] != []
    cities = [goal(one).city for one in links(shown[f"gap-{Kind.FEW_TOPICS}"], "city")]
    assert cities == [row.cities[0] for row in issues[Kind.FEW_TOPICS].rows] != []


def aged(year: int | None, *, due: int | None = None, published: str = "") -> Network:
    """A network of one fact with these dates."""
    network = network_of([Town("alba")], topics=[Topic("sun", "Sun")], facts=[("alba", "sun")], text="A plan.")
    table = network.city_topics.assign(year=pd.Series([year], dtype="Int64"), due=pd.Series([due], dtype="Int64"))
    page = replace(SOURCE, published=published)
    return replace(network, city_topics=table, sources={**SOURCES, "page": page})


@pytest.mark.parametrize(("year", "count"), [(YEAR - OLD_AFTER_YEARS, 0), (YEAR - OLD_AFTER_YEARS - 1, 1)])
def test_a_fact_is_old_past_the_limit_and_not_at_it(year: int, count: int) -> None:
    """The row says for which year it is listed, and leads to the topic in the panel of the city."""
    gap = gaps(aged(year))[f"gap-{Kind.OLD}"]
    assert len(rows(gap)) == count
    if count:
        assert str(year) in rows(gap)[0]
        [city] = [one for one in links(gap, "city") if goal(one).city]
        assert prop(city, "href").endswith("city=alba#topic-sun")


@pytest.mark.parametrize(("due", "count"), [(YEAR, 0), (YEAR - 1, 1)])
def test_a_plan_has_expired_in_the_year_after_its_own(due: int, count: int) -> None:
    """A plan for this year may still be reached."""
    assert len(rows(gaps(aged(YEAR, due=due))[f"gap-{Kind.EXPIRED}"])) == count


def test_the_year_of_a_fact_stands_behind_it_unless_its_text_says_it() -> None:
    """Nothing is said twice."""
    gap = gaps(aged(2001))[f"gap-{Kind.OLD}"]
    assert any(text(one) == "A plan. (2001)" for one in walk(gap) if one._type == "P")
    network = network_of([Town("alba")], topics=[Topic("sun", "Sun")], facts=[("alba", "sun")], text="Since 2001.")
    network = replace(network, city_topics=network.city_topics.assign(year=pd.Series([2001], dtype="Int64")))
    gap = gaps(network)[f"gap-{Kind.OLD}"]
    assert any(text(one) == "Since 2001." for one in walk(gap) if one._type == "P")


@pytest.mark.parametrize("count", [MOST_NAMES, MOST_NAMES + 1])
def test_a_row_names_cities_up_to_a_limit(count: int) -> None:
    """The topic that the row leads to has all of them."""
    towns = [Town(f"c-{number:03}") for number in range(4 * count)]
    facts = [(town.id, "sun") for town in towns[:count]]
    network = network_of(towns, topics=[Topic("sun", "Sun")], facts=facts)
    gap = gaps(network)[f"gap-{Kind.FEW_CITIES}"]
    [names] = [one for one in walk(gap) if prop(one, "className") == "names-list"]
    assert len(links(names, "city")) == MOST_NAMES
    assert [text(one) for one in walk(names) if prop(one, "className") == "muted"] == ["and 1 more"] * (
        count - MOST_NAMES
    )


@pytest.mark.parametrize("count", [MAX_ROWS, MAX_ROWS + 1])
def test_a_kind_with_more_rows_than_are_shown_says_so(count: int) -> None:
    """The count is that of all rows."""
    network = network_of([Town(f"c-{number:04}") for number in range(count)], events=[event("meeting")])
    gap = gaps(network)[f"gap-{Kind.NO_EVENT}"]
    assert len(rows(gap)) == MAX_ROWS
    said = [text(one) for one in walk(gap) if one._type == "P" and prop(one, "className") == "muted"]
    assert [f"{count:,}" in words for words in said] == [True] * (count - MAX_ROWS)
