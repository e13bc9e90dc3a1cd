"""Counts are true on the live page too, after scripts have taken it over and the visitor has filtered and opened."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import option, sentence
from tests.census import tree
from tests.counting import CENSUS, VIEWS, Counting

SOME = (
    "",
    "topic=energy-mobility",
    "country=ES",
    "q=spain",
    "event=workshop-3",
    "about=ict",
    "compare=rome&compare=nantes",
)


def check(page: Page, query: str) -> None:
    """Compare every number of the page as it stands."""
    Counting(tree(page.content()), query).check()


@pytest.mark.parametrize("query", [*SOME, *(query for query in VIEWS if "tab=" in query)])
def test_every_number_of_the_live_page_is_true(open_page: OpenPage, query: str) -> None:
    """The same numbers as in the first HTML, whoever built them."""
    check(open_page(f"?{query}", until="app"), query)


def test_numbers_stay_true_while_the_visitor_filters(open_page: OpenPage) -> None:
    """After ticking a country and opening Export, all numbers are those of the new view."""
    page = open_page(until="app")
    option(page, "Spain").click()
    count = len(CENSUS.matching("country=ES"))
    expect(sentence(page)).to_contain_text(f"{count} of {len(CENSUS.cities)} cities")
    page.get_by_role("navigation", name="Page").get_by_role("link", name="Export").click()
    expect(page.locator("[data-export-count='cities.csv']")).to_have_text(f"{count} cities")
    check(page, "country=ES")
