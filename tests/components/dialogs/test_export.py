"""The export dialog offers every format and says exactly what each file holds."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import pytest

from dashboard.exports.formats import FORMATS
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.components.dialogs.reading import REAL, inside, shown

TABLES = ("cities.csv", "facts.csv", "events.csv")


def test_export_offers_every_format_with_the_selection() -> None:
    """Each format that the server knows is a link with the query of the view, the profile only for a city."""
    text = inside(shown(state=State(country=("FI",), city="helsinki")), "export")
    links = [unescape(link) for link in re.findall(r'href="(export/[^"]*)"', text)]
    assert {link.partition("?")[0].removeprefix("export/") for link in links} == set(FORMATS)
    assert {link.partition("?")[2] for link in links} == {"city=helsinki&country=FI"}
    assert re.search(r"<li hidden><a[^>]*export/city\.md", inside(shown(), "export"))


@pytest.mark.parametrize(
    "state",
    [
        State(),
        State(country=("FI",)),
        State(topic=("energy-mobility",), city="rome"),
        State(event="workshop-3"),
        State(attended=("workshop-1",), q="spain"),
        State(q="no such city"),
    ],
)
def test_export_says_exactly_what_each_file_holds(state: State) -> None:
    """The counts of each link add up to the records in the file."""
    counts = {
        unescape(name): [int(number) for number in re.findall(r"(\d+) (?:cit|fact|summar|event)", words)]
        for name, words in re.findall(r'data-export-count="([^"]+)">([^<]*)<', inside(shown(state=state), "export"))
    }
    made = {
        name: FORMATS[name].make(Selection(REAL, state.keep(*FORMATS[name].keys)), None, "", "")  # type: ignore[arg-type]  # no picture
        for name in set(FORMATS) - {"map.png", "map.svg"} - ({"city.md"} if not state.city else set())
    }
    rows = {name: len(list(csv.DictReader(io.StringIO(made[name].decode("utf-8-sig"), newline="")))) for name in TABLES}
    assert {name: sum(counts[name]) for name in TABLES} == rows
    cities, facts = rows["cities.csv"], counts["facts.csv"]
    assert counts["cities.geojson"] == [len(json.loads(made["cities.geojson"])["features"]), *facts]
    found = json.loads(made["cities.json"])
    assert counts["cities.json"] == [cities, *facts, len(found["events"])]
    assert counts["events.ics"] == [made["events.ics"].count(b"BEGIN:VEVENT")]
    assert counts["map.png"] == counts["map.svg"] == [cities], "every city of this network has a place"
    if state.city:
        profile = made["city.md"].decode()
        assert sum(counts["city.md"]) == len(re.findall(r"^- .*\\\[\d+\\\]$", profile, re.MULTILINE)) + 1
