"""docs/http-api.md documents the addresses, keys, formats and limits of the application."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from dashboard.config import Settings
from dashboard.exports.formats import FORMATS
from dashboard.query.state import MAX_LENGTH, MAX_VALUES, State
from dashboard.query.validation import ENUM_KEYS, SORTS
from dashboard.web.app import create_app
from dashboard.web.security import MAX_URL_LENGTH

PAGE = (Path(__file__).parents[2] / "docs" / "http-api.md").read_text(encoding="utf-8")
APP = create_app(Settings())
FILTERS = set(FORMATS["cities.csv"].keys) - {"sort"}
RULES = {rule.rule for rule in APP.url_map.iter_rules()}


def rows(heading: str) -> dict[str, list[str]]:
    """Return the rows of the first table below a heading, by first cell."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[1:]]
    return {first.strip("`"): rest for first, *rest in cells}


def words(cell: str) -> set[str]:
    """Return the texts in code type."""
    return set(re.findall(r"`([^`]+)`", cell))


def test_each_route_is_documented() -> None:
    """The table has exactly the routes of the application; views are one pattern."""
    assert set(rows("Addresses")) == {"/view/<name>" if rule.startswith("/view/") else rule for rule in RULES}


@pytest.mark.parametrize(
    "path", ["/", "/export/cities.csv", "/healthz", "/favicon.ico", "/robots.txt", "/manifest.webmanifest"]
)
def test_caching_is_documented(path: str) -> None:
    """The table has the actual Cache-Control header."""
    documented = rows("Addresses")[path.replace("cities.csv", "<name>")][-1].strip("`")
    sent = APP.test_client().get(path).headers["Cache-Control"]
    assert sent == {"one day": "public, max-age=86400"}.get(documented, documented)


def test_each_view_is_documented() -> None:
    """The table has all views."""
    assert set(rows("Views")) == {rule.removeprefix("/view/") for rule in RULES if rule.startswith("/view/")}


@pytest.mark.parametrize("name", ["outside", "cells"])
def test_parameters_of_views_are_documented(name: str) -> None:
    """A view requires exactly the documented parameters."""
    answer = APP.test_client().get(f"/view/{name}")
    assert (answer.status_code, answer.mimetype) == (400, "application/json")
    assert {problem["key"] for problem in answer.get_json()["problems"]} == words(rows("Views")[name][-1])


def test_each_key_is_documented() -> None:
    """The table has all fields of the state, and all values of enumerations."""
    keys = rows("Keys of the state")
    assert set(keys) == {field.name for field in fields(State)}
    for key, values in {**ENUM_KEYS, "sort": SORTS}.items():
        assert set(values) <= words(" ".join(keys[key])), key
    assert f"At most {MAX_VALUES} values of {MAX_LENGTH} characters" in PAGE
    assert f"{MAX_URL_LENGTH:,} bytes" in PAGE


def test_each_export_is_documented() -> None:
    """The table has all formats, with media types and keys."""
    documented = rows("Exports")
    assert set(documented) == set(FORMATS)
    for name, wanted in FORMATS.items():
        media_type, _, cell = documented[name]
        assert media_type == f"`{wanted.content_type.partition(';')[0]}`", name
        assert words(cell) | (FILTERS if cell.startswith("filters") else set()) == set(wanted.keys), name
    sentence = PAGE.partition("The filter keys are ")[2].partition(". ")[0]
    assert words(sentence) == FILTERS


def test_health_is_documented() -> None:
    """The example has the actual keys."""
    example = PAGE.partition("\n## Health\n")[2].partition("```json\n")[2].partition("\n```")[0]
    sent = APP.test_client().get("/healthz").get_json()
    assert {*sent, *sent["counts"]} == set(re.findall(r'"(\w+)":', example))


def test_body_of_an_error_is_documented() -> None:
    """The example is an actual response."""
    answer = APP.test_client().get("/export/cities.csv?country=XX")
    example = PAGE.partition("\n## Errors\n")[2].partition("```json\n")[2].partition("\n```")[0]
    assert json.loads(example) == answer.get_json()
    assert answer.headers["Cache-Control"] == "no-store"
