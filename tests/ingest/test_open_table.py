"""A file is opened once; its rows can be read again, and only valid ones are yielded."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from dashboard.ingest import open_table as module
from dashboard.ingest.header import match_columns
from dashboard.ingest.open_table import OpenTable, check_texts, open_table, stripped
from dashboard.ingest.report import Report
from dashboard.ingest.schema import Column
from tests.ingest.tables import places

COLUMNS = (Column("name", required=True), Column("country"))
MATCH = partial(match_columns, known=("name", "country"), synonyms=True)


def opened(folder: Path, text: str) -> tuple[OpenTable, Report]:
    """Open a valid file."""
    path = folder / "a.csv"
    path.write_text(text, "utf-8", newline="")
    report = Report("a.csv")
    file = open_table(
        path, COLUMNS, inside=folder, report=report, match=MATCH, looks_like_data=lambda value: value.isdigit()
    )
    assert file is not None
    return file, report


def test_rows_are_read_again_from_the_opened_file(tmp_path: Path) -> None:
    """With their lines and unchanged cells, whatever happens to the file."""
    file, _report = opened(tmp_path, "\n Stadt ;note\n\nRome; x \nNice\n")
    (tmp_path / "a.csv").unlink()
    assert (file.header, file.names, file.fields) == ([" Stadt ", "note"], ["Stadt", "note"], ["name", ""])
    for _ in range(2):
        assert [(row.line, row.fields) for row in file.rows()] == [(4, ["Rome", " x "]), (5, ["Nice"])]


def test_only_valid_rows_are_yielded(tmp_path: Path) -> None:
    """Others are reported with their line, and their texts remembered."""
    file, report = opened(tmp_path, 'name,country\nRome,IT\nNice\n,\n"Bern,CH\nCork,"IE"x\nOslo,N"O\n')
    assert [row.fields[0] for row in file.valid_rows(report)] == ["Rome", "Oslo"]
    assert places(report) == [(3, ""), (4, ""), (5, "name"), (6, "country"), (7, "country")]
    assert {"Nice", "Cork"} <= file.rejected_values
    assert not file.too_long


def test_a_long_file_ends_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is marked, so that no caller takes a part for the whole."""
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    file, report = opened(tmp_path, "name\n" + "Rome\n" * 5)
    assert len(list(file.valid_rows(report))) == 2
    assert file.too_long
    assert [problem.message for problem in report.problems("error")] == ["5 rows of 1 columns, limit 2"]


@pytest.mark.parametrize(
    ("column", "found"),
    [
        (Column("a", limit=3), [(1, "error"), (2, "error")]),
        (Column("a", limit=4, multiline=True), []),
        (Column("a", limit=4, multiline=True, prose=True), [(0, "warning")]),
        (Column("a", limit=4), [(2, "error")]),
    ],
)
def test_texts_are_checked_against_their_column(column: Column, found: list[tuple[int, str]]) -> None:
    """Length, line breaks, and formulas in prose; the position is that in the chunk."""
    values = ["=A1", "four", "a\nbc"]
    assert [(at, level) for at, level, _message in check_texts(column, values)] == found
    assert list(check_texts(column, [])) == []


def test_white_space_is_stripped_except_before_a_formula() -> None:
    """A TAB escapes a formula in a spreadsheet."""
    assert stripped([" a ", "\t=A1", "\tb", "c"]) == ["a", "\t=A1", "b", "c"]
