"""The share dialog holds the link to this very view, and a frame that nothing breaks out of."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given

from dashboard.components.dialogs.share import SIZES, iframe
from dashboard.model.network import Network
from dashboard.query.state import State
from tests.components.dialogs.reading import inside, shown
from tests.networks import cases


@pytest.mark.slow
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
