"""A file becomes a table of whole rows, or its problems say where the others are wrong."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from dashboard.ingest import open_table
from dashboard.ingest import read_table as module
from dashboard.ingest.read_table import read_table
from dashboard.ingest.report import Report
from dashboard.ingest.schema import Column, Table
from tests.ingest.tables import problems

COLUMNS = (
    Column("name", required=True, filled=True, limit=5, prose=True),
    Column("country", required=True, filled=True),
    Column("summary", limit=20, multiline=True),
)


def read(folder: Path, text: str | bytes, **options: object) -> tuple[Table | None, list[tuple[int | None, str, str]]]:
    """Read a table; line, column and level of what is said of it."""
    path = folder / "a.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = Report("a.csv")
    table = read_table(path, COLUMNS, inside=folder, report=report, **options)  # type: ignore[arg-type]  # those of read_table
    return table, [(problem.line, problem.column, problem.level) for problem in problems(report)]


def test_a_table_has_its_columns_lines_digest_and_day(tmp_path: Path) -> None:
    """Under the names of the fields, with the names that the file has; others as they are written."""
    text = " Name ;Country;Mayor\n\n A ; B ;\nC;D;E\n"
    (tmp_path / "a.csv").write_bytes(b"")
    table, said = read(tmp_path, text)
    assert table is not None
    assert table.columns == {"name": ["A", "C"], "country": ["B", "D"]}
    assert table.extra == {"Mayor": ["", "E"]}
    assert table.original_names == {"name": "Name", "country": "Country", "Mayor": "Mayor"}
    assert table.lines == [3, 4]
    assert table.digest == hashlib.sha256(text.encode()).digest()
    assert said == [(None, "", "warning")]
    os.utime(tmp_path / "a.csv", (1_700_000_000, 1_700_000_000))
    again = read_table(tmp_path / "a.csv", COLUMNS, inside=tmp_path, report=Report("a.csv"))
    assert again is not None
    assert again.changed == date(2023, 11, 14)


def test_columns_go_by_other_names_where_they_may(tmp_path: Path) -> None:
    """And in no other table."""
    table, _ = read(tmp_path, "Stadt,Land\nA,B\n", synonyms=True)
    assert table is not None
    assert table.columns == {"name": ["A"], "country": ["B"]}
    assert read(tmp_path, "Stadt,Land\nA,B\n")[0] is None


def test_a_first_row_of_data_is_known_by_what_the_caller_knows(tmp_path: Path) -> None:
    """Without it, the columns are missing."""
    for known in (str.isdigit, None):
        report = Report("a.csv")
        (tmp_path / "a.csv").write_bytes(b"1,2\n3,4\n")
        options = {"looks_like_data": known} if known else {}
        assert read_table(tmp_path / "a.csv", COLUMNS, inside=tmp_path, report=report, **options) is None
        assert ("(1, 2, " in report.problems("error")[0].message) == bool(known)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("A", "1 field,"),
        ("A,B", "2 fields,"),
        ("A,B,C,D", "4 fields,"),
        ("A,B,C,", "4 fields,"),
        ("#", "1 field,"),
        ("A;B;C", "';'"),
        ("A|B|C", "'|'"),
        ("A\tB\tC", "'\\t'"),
        ("<<<<<<< HEAD", "merge"),
        ("=======", "merge"),
        (">>>>>>> x", "merge"),
        ("|||||||", "merge"),
    ],
)
def test_a_row_of_another_width_is_refused_and_the_others_stay(tmp_path: Path, row: str, words: str) -> None:
    """In its line, with what it has and what the header has."""
    table, said = read(tmp_path, f"name,country,summary\nX,Y,\n{row}\nZ,Y,\n")
    assert said == [(3, "", "error")]
    assert table is not None
    assert table.values("name") == ["X", "Z"]
    message = problems(table)[0].message
    assert words in message
    assert message.startswith(f"{len(row.split(','))} field")
    assert " has 3" in message


def test_what_ends_a_row_and_what_is_too_much_in_it_are_told_apart(tmp_path: Path) -> None:
    """Commas at the end, a comma in a text, too little of it, a comment: four messages."""
    said = set()
    for row in ("A,B,C, ,", "A,B,C,D", "A,B", "# A,B", "======"):
        table, _ = read(tmp_path, f"name,country,summary\n{row}\n")
        assert table is not None
        said.add(problems(table)[0].message.partition(": ")[2].partition("'")[0])
    assert len(said) == 4


@pytest.mark.parametrize("row", [",,", " , ,\t"])
def test_an_empty_row_is_refused_and_a_blank_line_is_none(tmp_path: Path, row: str) -> None:
    """Commas alone are a row that somebody cleared."""
    table, said = read(tmp_path, f"name,country,summary\n{row}\n\nA,B,\n")
    assert said == [(2, "", "error")]
    assert table is not None
    assert table.values("name") == ["A"]


def test_what_stands_in_a_refused_row_is_remembered(tmp_path: Path) -> None:
    """So that references to it are not refused once more; what stands in a whole row is not."""
    table, _ = read(tmp_path, "name,country,summary\nX,Y,\n A ,B\n")
    assert table is not None
    assert table.rejected_values == {"A", "B"}


@pytest.mark.parametrize(("limit", "kept"), [(1, {"A", "B"}), (2, {"A", "B"}), (3, {"A", "B", "C", "D"})])
def test_a_bounded_number_of_refused_texts_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, kept: set[str]
) -> None:
    """However long the file."""
    monkeypatch.setattr(open_table, "_MAX_REJECTED", limit)
    table, _ = read(tmp_path, "name,country,summary\nA,B\nC,D\n")
    assert table is not None
    assert table.rejected_values == kept


@pytest.mark.parametrize(("rows", "refused"), [(3, False), (4, True), (5, True)])
@pytest.mark.parametrize("of", ["rows", "cells"])
def test_a_table_has_a_bounded_number_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, refused: bool, of: str
) -> None:
    """And of cells; past it, all rows are counted and none is kept."""
    monkeypatch.setattr(open_table, "MAX_ROWS", 3 if of == "rows" else 100)
    monkeypatch.setattr(open_table, "MAX_CELLS", 100 if of == "rows" else 11)
    table, said = read(tmp_path, "name,country,summary\n" + "A,B,\n" * rows)
    assert (table is None) is refused
    assert said == [(None, "", "error")] * refused


def test_the_number_of_rows_is_told_with_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both, and how many columns there are."""
    monkeypatch.setattr(open_table, "MAX_ROWS", 3)
    report = Report("a.csv")
    (tmp_path / "a.csv").write_text("name,country\n" + "A,B\n" * 7, "utf-8")
    assert read_table(tmp_path / "a.csv", COLUMNS, inside=tmp_path, report=report) is None
    message = report.problems("error")[0].message
    assert message.startswith("7 rows")
    assert " 2 columns" in message
    assert message.endswith(" 3")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize(("count", "refused"), [(5, False), (6, True)])
def test_a_table_has_a_bounded_number_of_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, count: int, refused: bool
) -> None:
    """Blank ones too, whatever they end with."""
    monkeypatch.setattr(open_table, "MAX_LINES", 5)
    table, said = read(tmp_path, "name,country" + end * count)
    assert (table is None) is refused
    assert said == [(None, "", "error")] * refused


@pytest.mark.parametrize("text", ["", "\n\n", "sep=;\n"])
def test_a_file_without_a_header_is_empty(tmp_path: Path, text: str) -> None:
    """One problem, of the whole file."""
    table, said = read(tmp_path, text)
    assert table is None
    assert said == [(None, "", "error")]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (" A ", "A"),
        ("\u00a0A\u2003", "A"),
        ("\t=1", "\t=1"),
        (" =1", "=1"),
        ("\tA", "A"),
        ("\t=1 ", "\t=1 "),
        ("\t\t=1", "\t\t=1"),
    ],
)
def test_blanks_around_a_value_go_and_a_tab_before_a_formula_stays(tmp_path: Path, name: str, kept: str) -> None:
    """A spreadsheet would take what follows it for a formula, so it is shown in the remark."""
    table, _ = read(tmp_path, f"name,country\n{name},B\n")
    assert table is not None
    assert table.values("name") == [kept]


@pytest.mark.parametrize(
    ("column", "value", "level"),
    [
        ("name", "x" * 5, None),
        ("name", "x" * 6, "error"),
        ("country", "x" * 200, None),
        ("country", "x" * 201, "error"),
        ("summary", "x" * 20, None),
        ("summary", "x" * 21, "error"),
        ("mayor", "x" * 10_000, None),
        ("mayor", "x" * 10_001, "error"),
        ("name", '"a\nb"', "error"),
        ("summary", '"a\nb"', None),
        ("mayor", '"a\nb"', None),
        ("name", "a\u202e", "error"),
        ("mayor", "a\u202e", "error"),
        ("name", "=1+1", "warning"),
        ("country", "=1+1", None),
        ("summary", "=1+1", None),
        ("mayor", "=1+1", "warning"),
        ("name", "<b>", "warning"),
        ("name", "", "error"),
        ("country", "", "error"),
        ("summary", "", None),
        ("mayor", "", None),
        ("name", 'a"b', "warning"),
    ],
)
def test_each_column_has_its_own_rules(tmp_path: Path, column: str, value: str, level: str | None) -> None:
    """Limits, line breaks, remarks for what people write, cells that must be filled; one of the owner may be long."""
    row = {"name": "A", "country": "B", "summary": "", "mayor": "", column: value}
    _, said = read(tmp_path, f"{','.join(row)}\nX,Y,,\n{','.join(row.values())}\n")
    assert said == ([] if level is None else [(3, column, level)])


@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_values_are_looked_at_in_pieces_and_none_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """The last of a piece and the first of the next."""
    monkeypatch.setattr(module, "CHUNK", chunk)
    names = ["a\u200b", "A", "=1+1", "x" * 6, "A", "<b>"]
    _, said = read(tmp_path, "name,country\n" + "".join(f"{name},B\n" for name in names))
    assert sorted(said) == [(2, "name", "error"), (4, "name", "warning"), (5, "name", "error"), (7, "name", "warning")]


def test_a_column_is_told_under_the_name_that_the_file_has(tmp_path: Path) -> None:
    """Whatever its field is called."""
    _, said = read(tmp_path, "Stadt,Land\n,B\nx\u202e,B\n", synonyms=True)
    assert said == [(2, "Stadt", "error"), (3, "Stadt", "error")]


def test_quotes_that_go_wrong_are_told_where_they_were_opened(tmp_path: Path) -> None:
    """In their column; what a quote swallowed is named by its last line."""
    _, said = read(tmp_path, 'name,country\nA,"B\nC,D\n')
    assert said == [(2, "country", "error")]
    table, said = read(tmp_path, 'name,country\n"A,B\nC"x,D\nE,F\n')
    assert said[0] == (2, "name", "error")
    assert table is not None
    assert " 3;" in problems(table)[0].message
    _, said = read(tmp_path, 'name,country\n"A"x,B\n')
    assert said == [(2, "name", "error")]
    table, said = read(tmp_path, 'name,country\nA,B,"C"x\n')
    assert said == [(2, "", "error")]
    table, said = read(tmp_path, 'name,country\na"b,c"d\n')
    assert said == [(2, "name", "warning"), (2, "country", "warning")]
    assert table is not None
    assert table.values("country") == ['c"d']
    assert "'a\"b'" in problems(table)[0].message
