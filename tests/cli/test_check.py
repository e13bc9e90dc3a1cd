"""The command check: what it prints, as lines and as JSON, and with which code it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.cli.check import run
from dashboard.cli.main import main
from tests.networks import BROKEN, VALID_TABLES


def checked(path: Path, capsys: pytest.CaptureFixture[str], *, as_json: bool = False) -> tuple[int, str]:
    """The code and what is printed."""
    code = run(path, as_json=as_json)
    captured = capsys.readouterr()
    assert captured.err == ""
    return code, captured.out


@pytest.mark.parametrize(
    ("content", "code", "errors"), [(VALID_TABLES, 0, 0), (BROKEN, 1, 1), ("", 1, 1), ("name,country\n", 0, 0)]
)
def test_the_code_says_whether_there_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, code: int, errors: int
) -> None:
    """Warnings are none; each problem is a line, and the last line sums up."""
    path = tmp_path / "towns.csv"
    path.write_text(content, "utf-8")
    found, out = checked(path, capsys)
    lines = out.splitlines()
    assert found == code
    assert out.endswith("\n")
    assert len([line for line in lines[:-1] if "warning" not in line]) == errors
    assert lines[-1].startswith(f"{path}: ")
    assert (f" {errors} error" in lines[-1]) is bool(errors)


@pytest.mark.parametrize(("rows", "words"), [(1, "1 city"), (2, "2 cities"), (1234, "1,234 cities")])
def test_what_was_read_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: int, words: str) -> None:
    """In the singular and the plural, thousands with a comma."""
    path = tmp_path / "towns.csv"
    path.write_text("name,country\n" + "".join(f"Town {number},IT\n" for number in range(rows)), "utf-8")
    assert f" {words}, 0 topics, 0 facts, 0 events, 0 participations, 0 sources" in checked(path, capsys)[1]


@pytest.mark.parametrize("count", [1, 2])
def test_errors_and_warnings_have_their_plural(tmp_path: Path, capsys: pytest.CaptureFixture[str], count: int) -> None:
    """Each its own."""
    path = tmp_path / "towns.csv"
    path.write_text("name,country\n" + "".join(f"A{n},XX\n@B{n},IT\n" for n in range(count)), "utf-8")
    last = checked(path, capsys)[1].splitlines()[-1]
    assert f" {count} error{'s' * (count > 1)};" in last
    assert last.endswith(f" {count} warning{'s' * (count > 1)}")


def test_json_holds_what_the_lines_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every problem with its file, line, column and level; letters of any script as they are."""
    path = tmp_path / "tównš.csv"
    path.write_text("name,country\nČačak,RS\nRome,XX\n@Rome,IT\n", "utf-8")
    code, out = checked(path, capsys, as_json=True)
    found = json.loads(out)
    assert code == 1
    assert "tównš" in out
    assert (found["path"], found["version"], found["counts"]) == (str(path), None, None)
    assert (found["errors"], found["warnings"]) == (1, 1)
    assert [(each["line"], each["column"], each["level"]) for each in found["problems"]] == [
        (3, "country", "error"),
        (4, "name", "warning"),
    ]
    assert all(set(each) == {"file", "line", "column", "message", "level"} for each in found["problems"])
    path.write_text(VALID_TABLES, "utf-8")
    code, out = checked(path, capsys, as_json=True)
    found = json.loads(out)
    assert code == 0
    assert found["counts"] == {"cities": 2, "topics": 0, "facts": 0, "events": 0, "participations": 0, "sources": 0}
    assert found["version"]


def test_a_path_below_the_working_directory_is_written_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    """The data that come along, from within the checkout; from elsewhere the whole path."""
    monkeypatch.chdir(root)
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("data: ")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"{root / 'data'}: ")
    monkeypatch.chdir(root / "data")
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"{root / 'data'}: ")
