"""The profile of a city has every fact with its source, and texts stay texts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.config import default_data
from dashboard.exports import markdown
from dashboard.exports.markdown import Notes, _fact, _source, address, city_markdown, escaped
from dashboard.exports.records import fact_record
from dashboard.ingest.loader import load
from dashboard.model.facts import Basis, Fact
from tests.exports.reading import annotated, expected, full, plain
from tests.networks import SOURCE, Town, network_of, small
from tests.texts import shape

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


@pytest.mark.parametrize(("city", "name"), [("alba", "city.md"), ("brno", "bare.md")])
def test_a_profile_is_the_whole_document(monkeypatch: pytest.MonkeyPatch, city: str, name: str) -> None:
    """All that is known of a city in its place, and nothing of a city of which nothing is known."""
    monkeypatch.setattr(markdown, "_", shape)
    assert plain(city_markdown(full(), city)) == expected(name)


def test_half_a_character_of_a_table_does_not_break_a_profile() -> None:
    """It is replaced, as in an address."""
    network = network_of([Town("alba", label="A\ud800")])
    assert city_markdown(network, "alba").decode().startswith("# A?")


@pytest.mark.parametrize(
    ("year", "published", "words", "wanted"),
    [
        (2016, "", "A fact.", "- A fact. (2016) \\[1\\]"),
        (2016, "2017", "A fact of 2016.", "- A fact of 2016. \\[1\\]"),
        (None, "2017-05", "A fact.", "- A fact. (‹2017›) \\[1\\]"),
        (None, "2017-05", "A fact of 2017.", "- A fact of 2017. \\[1\\]"),
        (None, "", "A fact.", "- A fact. (‹›) \\[1\\]"),
    ],
)
def test_a_fact_says_its_year_once(
    monkeypatch: pytest.MonkeyPatch, year: int | None, published: str, words: str, wanted: str
) -> None:
    """That of the fact, else that of its page, else that it is undated; not where the text has it."""
    monkeypatch.setattr(markdown, "_", shape)
    assert _fact(Fact(words, Basis.STATED, replace(SOURCE, published=published), year=year), Notes()) == wanted


def test_a_part_in_an_event_says_a_year_of_its_own_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The date of the event stands before it."""
    monkeypatch.setattr(markdown, "_", shape)
    fact = Fact("A fact.", Basis.STATED, SOURCE)
    assert _fact(fact, Notes(), before="At: ", dated=2018) == "- At: A fact. \\[1\\]"
    assert _fact(replace(fact, year=2017), Notes(), before="At: ", dated=2018) == "- At: A fact. (2017) \\[1\\]"


@pytest.mark.parametrize(("language", "said"), [("en", ""), ("en-GB", ""), ("fi", ", ‹Finnish›"), ("pt-BR", ", ‹")])
def test_a_source_in_another_language_says_so(monkeypatch: pytest.MonkeyPatch, language: str, said: str) -> None:
    """A variety of the language of the page is none."""
    monkeypatch.setattr(markdown, "_", shape)
    assert _source(replace(SOURCE, language=language)).startswith(f"A page. A publisher (official{said}")
    assert ("‹" in _source(replace(SOURCE, language=language)).partition(")")[0]) == bool(said)
