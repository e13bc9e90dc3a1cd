"""Ids are spelled once, alike, and the script and the style of the page know no others."""

from __future__ import annotations

import re

import pytest

from dashboard.components.ids import Id
from dashboard.config import Settings
from dashboard.web.app import create_app
from tests.seen import Page
from tests.sources import scripts, styles

STATES = ("", "?city=rome", "?event=workshop-1", "?about=ict", "?compare=rome&compare=nantes", "?tab=gaps", "?q=xyz")
MADE = {"map-choice", "react-entry-point", "first-page", "first-hint"}
"""Ids of the document itself, besides those of components."""


@pytest.mark.parametrize("identity", Id)
def test_id_says_its_panel_and_its_thing(identity: Id) -> None:
    """Lower case with a hyphen, so that style sheet and script can be searched for it."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", identity)


@pytest.mark.slow
def test_script_and_style_name_ids_that_are_there() -> None:
    """An id that no page has is a part of the page that silently does nothing."""
    client = create_app(Settings(frame_ancestors=("https://example.org",))).test_client()  # with all of Share
    pages = [Page(client.get(f"/{query}").text) for query in STATES]
    there = {one.attributes["id"] for page in pages for one in page.elements if "id" in one.attributes} | MADE
    script = scripts()
    style = styles()
    named = set(re.findall(r'byId\("([\w-]+)"\)', script))
    named |= {name for selector in re.findall(r'querySelector(?:All)?\("([^"]*)"', script) for name in _ids(selector)}
    rules = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    named |= {name for selector in re.findall(r"([^{}]*)\{", rules) for name in _ids(selector)}
    assert len(named) > 10
    assert named <= there


def _ids(selector: str) -> list[str]:
    return re.findall(r"#([a-zA-Z][\w-]*)", selector)
