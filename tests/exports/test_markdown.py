"""The profile of a city has every fact with its source, and texts stay texts."""

from __future__ import annotations

import re

import pytest

from dashboard.config import default_data
from dashboard.exports.markdown import Notes, _fact, address, city_markdown, escaped
from dashboard.exports.records import fact_record
from dashboard.ingest.loader import load
from dashboard.model.network import Basis, Fact
from tests.exports.reading import annotated
from tests.networks import SOURCE, small

REAL = load(default_data())


def test_a_plan_says_by_when() -> None:
    """The year by which a plan was to be reached goes out with it, to programs and to readers."""
    plan = Fact("A plan.", Basis.STATED, SOURCE, year=2016, due=2020)
    assert {key: fact_record(plan)[key] for key in ("year", "dated", "due")} == {
        "year": 2016,
        "dated": 2016,
        "due": 2020,
    }
    assert _fact(plan, Notes()) == "- A plan. (2016, to be reached by 2020) \\[1\\]"


def test_profile_tells_ages_languages_and_what_happened() -> None:
    """The Markdown says when a fact was true or published, and in which language its page is."""
    text = city_markdown(annotated(), "alba").decode()
    assert "A fact. (2016)" in text
    assert "(published in 2017)" in text
    assert "They met, and talked. They left." in text
    assert "(official, in Finnish), published May 2017, read on 22 Nov 2026." in text
    assert "undated" in city_markdown(small(), "alba").decode()


@pytest.mark.parametrize("city", list(REAL.cities["id"]))
def test_profile_has_every_fact_with_a_source_that_is_listed(city: str) -> None:
    """Every reference leads to a source at the end, and every source is referred to."""
    text = city_markdown(REAL, city).decode()
    used = {int(number) for number in re.findall(r"\\\[(\d+)\\\]", text)}
    listed = {int(number) for number in re.findall(r"^(\d+)\. .*<https?://\S+>$", text, re.MULTILINE)}
    assert used == listed == set(range(1, len(listed) + 1))
    facts = [fact.text for topic in REAL.topics_of(city) for fact in REAL.facts(city, topic.id)]
    assert all(escaped(fact) in text for fact in facts)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("<b>&amp;", r"\<b\>\&amp;"),
        ("[a](javascript:b)", r"\[a\](javascript:b)"),
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        ("# one\n# two", r"\# one \# two"),
        ("41.5 °", "41.5 °"),
        ("-5 °", "-5 °"),
    ],
)
def test_markdown_shows_texts_as_they_are(text: str, wanted: str) -> None:
    """What Markdown would read as its own is escaped; what it would not is left alone."""
    assert escaped(text) == wanted


def test_an_address_cannot_leave_its_brackets() -> None:
    """Blanks and angle brackets of an address are written as percent codes."""
    assert address("https://a.example/ b>c<d\n") == "<https://a.example/%20b%3Ec%3Cd%0A>"
