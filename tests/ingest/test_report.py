"""Problems are told by line, the first of them and the number of the others; values are short and visible."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest.report import LIMIT, Report, did_you_mean, first_warnings, one_of, quote_value


@pytest.mark.parametrize(
    ("count", "left"), [(LIMIT, ""), (LIMIT + 1, "1"), (LIMIT + 2, "2"), (30 * LIMIT, f"{29 * LIMIT:,}")]
)
@pytest.mark.parametrize("level", ["error", "warning"])
def test_a_hundred_are_told_and_the_others_counted(count: int, left: str, level: str) -> None:
    """At the limit all of them; past it their number, of one problem without the plural."""
    report = Report("a.csv")
    for line in range(count, 0, -1):
        getattr(report, level)(line, "city", f"problem of {line}")
    found = report.problems(level)  # type: ignore[arg-type]  # one of the two
    assert [problem.line for problem in found[:LIMIT]] == list(range(1, min(count, LIMIT) + 1))
    assert {problem.level for problem in found} == {level}
    assert [problem.message.split()[1] for problem in found[LIMIT:]] == [left] * bool(left)
    if left:
        assert (found[-1].line, found[-1].column, found[-1].file) == (None, "", "a.csv")
        assert found[-1].message.endswith("s") == (left != "1")
    assert report.count(level) == count  # type: ignore[arg-type]  # as above
    assert report.failed == (level == "error")


def test_problems_of_one_line_stay_in_the_order_in_which_they_were_found() -> None:
    """Those of the whole file come first; errors and warnings are told apart."""
    report = Report("a.csv")
    for line, message in ((3, "b"), (3, "a"), (None, "whole"), (2, "c")):
        report.error(line, "", message)
    report.warning(1, "", "remark")
    assert [(problem.line, problem.message) for problem in report.problems("error")] == [
        (None, "whole"),
        (2, "c"),
        (3, "b"),
        (3, "a"),
    ]
    assert [problem.message for problem in report.problems("warning")] == ["remark"]


def test_the_first_lines_are_kept_however_many_problems_come_before_them() -> None:
    """What is dropped on the way is never among those that are told."""
    report = Report("a.csv")
    for line in (*range(10_000, 5_000, -1), *range(1, 50)):
        report.error(line, "", f"problem {line}")
    assert [problem.line for problem in report.problems("error")[:LIMIT]] == [*range(1, 50), *range(5_001, 5_052)]


def test_a_message_is_made_only_where_it_is_told() -> None:
    """A hundred thousand suggestions would take a minute."""
    asked = []
    report = Report("a.csv")
    for line in range(1, 3 * LIMIT):
        report.error(line, "", lambda line=line: asked.append(line) or f"problem {line}")  # type: ignore[misc]  # appends
    assert asked == []
    assert report.problems("error")[0].message == "problem 1"
    assert asked == list(range(1, LIMIT + 1))


def test_a_report_without_an_error_has_not_failed() -> None:
    """Remarks are no errors."""
    report = Report("a.csv")
    report.warning(1, "", "remark")
    assert not report.failed
    assert report.problems("error") == []
    report.error(1, "", "problem")
    assert report.failed


@pytest.mark.parametrize(("length", "cut"), [(59, False), (60, False), (61, True)])
def test_a_value_is_quoted_up_to_60_characters(length: int, cut: bool) -> None:
    """Longer ones end in an ellipsis."""
    assert quote_value("x" * length) == f"'{'x' * min(length, 60)}{'…' if cut else ''}'"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Čačak", "'Čačak'"),
        ("a\tb", "'a\\tb'"),
        ("a\x00b", "'a\\x00b'"),
        ("a\udc92b", "'a\\x92b'"),
        ("\udc80\udcff", "'\\x80\\xff'"),
        ("\ud800", "'\\ud800'"),
        ("\u202e", "'\\u202e'"),
        ("\u3164", "'\\u3164'"),
        ("a\ufe0f", "'a\\ufe0f'"),
        ("\U000e0100", "'\\U000e0100'"),
        ("", "''"),
    ],
)
def test_what_cannot_be_seen_is_escaped(value: str, shown: str) -> None:
    """Bytes that are no UTF-8 as the bytes they were."""
    assert quote_value(value) == shown


@given(st.text(max_size=70))
def test_a_quoted_value_is_printable(value: str) -> None:
    """On every terminal, and of bounded length."""
    assert quote_value(value).isprintable()
    assert len(quote_value(value)) <= 10 * 60 + 3


@pytest.mark.parametrize(("values", "words"), [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")])
def test_a_choice_is_written_as_people_write_it(values: list[str], words: str) -> None:
    """With "or" before the last."""
    assert one_of(values) == words


KNOWN = {"alba-iulia": "Alba Iulia", "cacak": "cacak", "bydgoszcz": "Bromberg"}
"""Names of cities come folded."""


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("cacac", "cacak"),
        ("Čačak", "cacak"),
        ("ČAČAK", "cacak"),
        ("CACAK", "cacak"),
        ("Alba Julia", "alba-iulia"),
        ("bromberk", "bydgoszcz"),
        ("zagreb", ""),
        ("", ""),
    ],
)
def test_the_nearest_by_id_or_by_name_is_suggested(value: str, wanted: str) -> None:
    """In any case and without accents; the id is what is suggested."""
    said = did_you_mean(value, KNOWN)
    assert (said.endswith(f"'{wanted}'?") and said.startswith("; ")) if wanted else said == ""


@pytest.mark.parametrize(("least", "found"), [(80, True), (81, False)])
def test_a_suggestion_is_as_alike_as_is_asked_for(least: int, found: bool) -> None:
    """Four letters of five, twice, are 80 of 100."""
    assert bool(did_you_mean("abcde", {"abcdx": "abcdx"}, least=least)) is found
    assert did_you_mean("abcdefgh", {"abcdexyz": "z"}) == ""
    assert did_you_mean("abcdefghij", {"abcdefgxyz": "z"}) != ""


def test_the_more_alike_of_id_and_name_decides() -> None:
    """A name that fits exactly wins over an id that nearly does."""
    assert did_you_mean("abcde", {"abcdx": "other", "zzz": "abcde"}).endswith("'zzz'?")
    assert did_you_mean("abcde", {"abcde": "other", "zzz": "abcdx"}).endswith("'abcde'?")


def test_only_the_beginning_of_a_long_value_is_compared() -> None:
    """A cell of a million letters costs no more than one of sixty."""
    assert did_you_mean("x" * 60 + "y" * 1000, {"x" * 60: "name"}) != ""


def test_a_command_prints_the_first_warnings_and_how_to_see_the_others() -> None:
    """Who serves or geocodes a list reads at once what is odd, and is not flooded."""
    path = Path("my list.csv")
    assert first_warnings(["one", "two"], path) == ["one", "two"]
    found = first_warnings([str(number) for number in range(500)], path)
    assert found[:10] == [str(number) for number in range(10)]
    assert found[10:] == ["and 490 more; run: cities-network check 'my list.csv'"]
