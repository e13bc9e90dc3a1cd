"""Dialogs hold what they promise: links of this view, the truth about the data, and every key that works."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given

from dashboard.components.dialogs import dialogs_view
from dashboard.components.dialogs.share import SIZES, iframe
from dashboard.components.html import to_html
from dashboard.config import default_data
from dashboard.exports.formats import FORMATS
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.selection import selected_ids
from dashboard.query.state import State
from dashboard.query.validation import validate_query
from tests.networks import Town, cases, network_of, with_notes
from tests.sources import scripts

REAL = load(default_data())
BASE = "https://maps.example/"
TABLES = ("cities.csv", "facts.csv", "events.csv")


def shown(network: Network = REAL, state: State | None = None, **options: object) -> str:
    """The dialogs as HTML."""
    settings = {"base": BASE, "may_be_framed": True, "report_url": "", **options}
    return to_html(dialogs_view(network, state or State(), **settings))  # type: ignore[arg-type]  # of mixed types


def inside(text: str, name: str) -> str:
    """The HTML of one dialog."""
    found = re.search(rf'<dialog id="{name}".*?</dialog>', text, re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize("name", ["share", "export", "about", "api", "help"])
def test_each_dialog_has_a_name_and_a_way_out(name: str) -> None:
    """It is called by its heading, and a link closes it also without scripts."""
    text = inside(shown(), name)
    assert f'aria-labelledby="{name}-title"' in text
    assert f'id="{name}-title"' in text
    assert re.search(r'<a [^>]*href="#"[^>]*aria-label="Close"|<a [^>]*aria-label="Close"[^>]*href="#"', text)


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
    """The counts next to each link are those of the records in the file."""
    counts = {
        unescape(name): [int(number) for number in re.findall(r"(\d+) (?:cit|fact|event)", words)]
        for name, words in re.findall(r'data-export-count="([^"]+)">([^<]*)<', inside(shown(state=state), "export"))
    }
    made = {
        name: FORMATS[name].make(REAL, state.keep(*FORMATS[name].keys), None, "", "")  # type: ignore[arg-type]  # no picture
        for name in set(FORMATS) - {"map.png", "map.svg"} - ({"city.md"} if not state.city else set())
    }
    rows = {name: len(list(csv.DictReader(io.StringIO(made[name].decode("utf-8-sig"), newline="")))) for name in TABLES}
    assert {name: counts[name] for name in TABLES} == {name: [count] for name, count in rows.items()}
    cities, facts = rows["cities.csv"], rows["facts.csv"]
    assert counts["cities.geojson"] == [len(json.loads(made["cities.geojson"])["features"]), facts]
    found = json.loads(made["cities.json"])
    assert counts["cities.json"] == [cities, facts, len(found["events"])]
    assert counts["events.ics"] == [made["events.ics"].count(b"BEGIN:VEVENT")]
    assert counts["map.png"] == counts["map.svg"] == [cities], "every city of this network has a place"
    if state.city:
        profile = made["city.md"].decode()
        assert counts["city.md"] == [len(re.findall(r"^- .*\\\[\d+\\\]$", profile, re.MULTILINE)) + 1]


def test_api_names_every_address_and_only_keys_that_filter() -> None:
    """Each format that the server knows stands there, and each example of a key leaves some cities, but not all."""
    text = inside(shown(), "api")
    files = {unescape(link).partition("?")[0] for link in re.findall(r'href="export/([^"]*)"', text)}
    assert files == set(FORMATS)
    examples = [unescape(code) for code in re.findall(r"<code>(\w+=[^<…]+)</code>", text)]
    assert [example.partition("=")[0] for example in examples] == ["country", "role", "topic", "attended"]
    for example in examples:
        assert not list(validate_query(REAL, example))
        assert 0 < len(selected_ids(REAL, State.from_query(example))) < len(REAL)
    assert f"{BASE}export/cities.json?country=" in text


def test_api_offers_nothing_that_a_network_has_not() -> None:
    """A bare list has no roles, topics or events to ask for; a list without any city still has the addresses."""
    text = inside(shown(network_of([Town("alba")])), "api")
    assert "events.ics" not in text
    assert "attended=" not in text
    assert "topic=" not in text
    assert "export/cities.csv" in inside(shown(network_of([])), "api")


@given(cases())
def test_shared_link_leads_back_to_the_state(case: tuple[Network, State]) -> None:
    """The link to copy is the address of the very view."""
    network, state = case
    text = inside(shown(network, state), "share")
    link = unescape(
        re.search(r'<code id="share-link"[^>]*>([^<]*)</code>|<code [^>]*id="share-link"[^>]*>([^<]*)<', text)[1]
    )  # type: ignore[index]  # found or fails
    assert State.from_query(link.partition("?")[2]) == replace(state, embed=False)


def test_frame_is_offered_only_where_it_would_be_shown() -> None:
    """Where no site may frame the page, the dialog has nothing about frames: a visitor can do nothing about it."""
    assert "&lt;iframe" in inside(shown(), "share")
    refused = inside(shown(may_be_framed=False), "share")
    assert "share-link" in refused
    assert "frame" not in refused.lower()


def test_snippet_is_markup_that_nothing_breaks_out_of() -> None:
    """Address and title are escaped inside the snippet."""
    text = iframe('https://a.example/?q="><script>', '"><script>', *next(iter(SIZES.values())))
    assert text.count("<") == 2
    assert re.fullmatch(r'<iframe(?: [a-z]+="[^"<>]*")+ allowfullscreen></iframe>', text)


def test_about_counts_what_there_is() -> None:
    """Counts of bases and of kinds of sources are those of the data, with date and version."""
    text = inside(shown(), "about")
    bases = [*REAL.city_topics["basis"], *REAL.participation["basis"]]
    for basis in ("stated", "implied", "derived"):
        assert re.search(rf'basis-{basis}"[^>]*>{basis}</span><span class="count"> {bases.count(basis)}<', text)
    counts = [int(count) for count in re.findall(r"<dd>(\d+)</dd>", text)]
    assert sum(counts) == len(REAL.sources)
    assert REAL.version in text
    assert "28 Nov 2026" in text


def test_about_claims_nothing_of_a_network_that_has_it_not() -> None:
    """A bare list of cities has no facts, no encyclopedia and no places of GeoNames to speak of."""
    text = inside(shown(replace(network_of([Town("alba")]), sources={}, accessed=None)), "about")
    for claim in ("own words", "Wikipedia", "GeoNames", "stated"):
        assert claim not in text
    assert "Natural Earth" in text


def test_errors_can_be_reported_where_the_operator_says_where() -> None:
    """The link has the subject filled in; without an address there is none."""
    bare = network_of([Town("alba")])
    assert "Report an error" not in shown(bare)
    own = inside(shown(with_notes(REAL)), "about")
    assert 'href="https://network.example/"' in own, "without a setting, the network's own page"
    text = inside(shown(report_url="mailto:a@example.org?subject={subject}"), "about")
    assert "mailto:a@example.org?subject=Error%20on%20the%20map" in text


def test_about_says_what_the_network_is() -> None:
    """The texts of the network about itself stand there; a network without any shows none."""
    text = inside(shown(with_notes(REAL)), "about")
    for words in ("We share.", "It has ended.", "First to try.", "How to join", "Ask the office."):
        assert words in text
    assert 'class="notes"' not in inside(shown(network_of([Town("alba")])), "about")


def test_help_names_the_keys_that_the_script_knows(root: Path) -> None:
    """Each key of the list stands in the script, and those of events only where there are events."""
    text = inside(shown(), "help")
    keys = {unescape(key) for key in re.findall(r"<kbd>([^<]*)</kbd>", text)}
    script = scripts()
    names = {"Esc": "Escape", "Space": " ", "↑": "ArrowUp", "↓": "ArrowDown", "←": "Arrow", "→": "Arrow"}
    for key in keys - {"Enter"}:  # what the browser itself does
        assert f'"{names.get(key, key)}"' in script or names.get(key, key) == "Arrow"
    assert {"/", "?", "Esc", "f", "[", "]"} <= keys
    assert "<kbd>[</kbd>" not in inside(shown(network_of([Town("alba")])), "help")
