"""The registry of exports: each has its type, its name and the keys it depends on, and is made by its own module."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dashboard.exports import formats
from dashboard.exports.formats import FORMATS, Group, RenderContext, contents
from dashboard.exports.map_sheet import SHEETS
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import small

BASEMAP = Path(__file__).parents[2] / "assets" / "basemap"


@cache
def studio() -> RenderContext:
    """A context whose pictures are what they were drawn from, and their width."""
    return RenderContext.of(BASEMAP, lambda svg, *, width: f"{width} {svg}".encode())


def made(name: str, state: State, *, sheet: str = "poster", address: str = "https://a.example/?q=x") -> bytes:
    """Make an export."""
    return FORMATS[name].make(Selection(small(), state), studio(), sheet, address)


@pytest.mark.parametrize("name", FORMATS)
def test_the_name_of_an_export_ends_with_its_extension(name: str) -> None:
    """A text says in which letters it is; JSON and pictures say so themselves."""
    one = FORMATS[name]
    assert name.endswith(f".{one.extension}")
    assert one.content_type.endswith("; charset=utf-8") == one.content_type.startswith("text/")
    assert one.is_picture == one.content_type.startswith("image/")


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"cities.json", "cities.geojson"}))
def test_an_export_depends_on_keys_of_the_state_and_on_no_other(name: str) -> None:
    """What is remembered by these keys would else be given to the wrong question; JSON repeats its question."""
    known = {field.name for field in fields(State)}
    one = FORMATS[name]
    assert set(one.keys) <= known
    state = State(country=("ES",), q="a", sort="-city", event="meeting", tab="gaps", page=2, theme="dark", embed=True)
    if name == "city.md":
        state = State(country=("ES",), city="alba", tab="gaps", theme="dark")
    assert made(name, state) == made(name, state.keep(*one.keys))


@pytest.mark.parametrize("name", ["cities.csv", "facts.csv", "cities.json", "cities.geojson"])
def test_lists_depend_on_filters_and_order(name: str) -> None:
    """Another country or order is another file."""
    bodies = {
        made(name, state.keep(*FORMATS[name].keys)) for state in (State(), State(country=("ES",)), State(sort="-city"))
    }
    assert len(bodies) == 3


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_picture_is_drawn_on_its_sheet_with_names_and_land(sheet: str) -> None:
    """SVG and PNG are drawn from the same; the PNG is as wide as its sheet says."""
    body = made("map.svg", State(), sheet=sheet)
    width, _, svg = made("map.png", State(), sheet=sheet).partition(b" ")
    assert (int(width), svg) == (SHEETS[sheet].png_width, body)
    root = ET.fromstring(body)  # noqa: S314 -- our own output
    words = {element.text for element in root.iter() if element.text}
    assert "Alba" in words
    assert "Finland" in words, "names of countries"
    assert max(len(element.get("d", "")) for element in root.iter()) > 1000, "outlines of the land"


def test_a_picture_names_the_address_of_its_view() -> None:
    """So that whoever finds it finds the page."""
    assert b"https://a.example/?q=x" in made("map.svg", State())
    assert b"a.example" not in made("map.svg", State(), address="")


def test_a_profile_is_that_of_the_opened_city() -> None:
    """And of no other."""
    assert made("city.md", State(city="brno")).decode().startswith("# Břno\n")


def test_each_format_is_made_by_its_own_module() -> None:
    """No two addresses give the same."""
    state = State(city="alba")
    bodies = {name: made(name, state) for name in FORMATS}
    assert len(set(bodies.values())) == len(FORMATS)
    assert bodies["events.ics"].startswith(b"BEGIN:VCALENDAR")
    assert json.loads(bodies["cities.geojson"])["type"] == "FeatureCollection"
    assert bodies["facts.csv"].startswith(b'\xef\xbb\xbf"city_id"')


def test_each_export_has_texts_in_the_language_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dialogs read title and description when they are built, so that they follow the language."""
    for texts in ([one.title() for one in FORMATS.values()], [one.description() for one in FORMATS.values()]):
        assert all(texts)
        assert len(set(texts)) == len(FORMATS)
    monkeypatch.setattr(formats, "_", str.upper)
    assert all(one.title().isupper() and one.description().isupper() for one in FORMATS.values())


def test_each_export_says_what_it_holds() -> None:
    """One text per format; each group of the dialogs has a format."""
    held = contents(Selection(small(), State(city="alba")))
    assert list(held) == list(FORMATS)
    assert all(re.search(r"\d+ (cit|fact|event)", words) for words in held.values())
    assert {one.group for one in FORMATS.values()} == set(Group)


def test_an_export_needs_a_key_that_it_depends_on() -> None:
    """The profile needs an open city."""
    assert {name: one.needs for name, one in FORMATS.items() if one.needs} == {"city.md": "city"}
    assert all(one.needs in one.keys for one in FORMATS.values() if one.needs)
