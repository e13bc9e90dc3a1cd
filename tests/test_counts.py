"""All numbers on the page and in its files equal those of the tables, counted independently."""

from __future__ import annotations

import csv
import io
import json

import pytest

from dashboard.config import Settings
from dashboard.web.app import create_app
from tests.census import Census, tree
from tests.counting import CENSUS, VIEWS, Counting

APP = create_app(Settings())


@pytest.mark.slow
@pytest.mark.parametrize("query", VIEWS)
def test_numbers_on_the_page_are_correct(query: str) -> None:
    """Summary, filters, table, matrices, gaps, panel, footer and dialogs agree with the tables."""
    Counting(tree(APP.test_client().get(f"/?{query}").text), query).check()


@pytest.mark.slow
@pytest.mark.parametrize("query", [query for query in VIEWS if "tab=" not in query])
def test_files_contain_all_records(query: str) -> None:
    """Files have as many records as cities, facts and events match."""
    client = APP.test_client()
    counting = Counting(tree(""), query)
    cities = counting.cities
    facts = len(CENSUS.facts_of(cities)) + CENSUS.summaries_of(cities)
    found = json.loads(client.get(f"/export/cities.json?{query}").data)
    assert (found["count"], found["total"], {city["id"] for city in found["cities"]}) == (
        len(cities),
        len(CENSUS.cities),
        cities,
    )
    inside = [fact for city in found["cities"] for topic in city["topics"] for fact in topic["facts"]]
    parts = [event for city in found["cities"] for event in city["events"]]
    assert len(inside) + len(parts) == len(CENSUS.facts_of(cities))
    features = json.loads(client.get(f"/export/cities.geojson?{query}").data)["features"]
    assert {feature["id"] for feature in features} == cities
    rows = {
        name: list(csv.DictReader(io.StringIO(client.get(f"/export/{name}?{query}").data.decode("utf-8-sig"))))
        for name in ("cities.csv", "facts.csv", "events.csv")
    }
    assert {row["id"] for row in rows["cities.csv"]} == cities
    assert len(rows["facts.csv"]) == facts
    calendar = client.get(f"/export/events.ics?{query}").data
    assert calendar.count(b"BEGIN:VEVENT") == len(rows["events.csv"])


def test_health_counts_the_tables() -> None:
    """The counts in the health check are those of the tables."""
    counts = APP.test_client().get("/healthz").json["counts"]  # type: ignore[index]  # JSON
    assert counts == {
        "cities": len(CENSUS.cities),
        "topics": len(CENSUS.topics),
        "events": len(CENSUS.events),
        "facts": len(CENSUS.facts),
        "participation": len(CENSUS.parts),
        "sources": len(CENSUS.sources),
    }


def test_the_check_can_fail() -> None:
    """The check detects a page that drops a filter."""
    page = tree(APP.test_client().get("/?country=ES").text)
    for query in ("", "topic=energy-mobility"):
        with pytest.raises(AssertionError):
            Counting(page, query).sentence()
        with pytest.raises(AssertionError):
            Counting(page, query).options()
        with pytest.raises(AssertionError):
            Counting(page, query).table()
    assert isinstance(CENSUS, Census)
