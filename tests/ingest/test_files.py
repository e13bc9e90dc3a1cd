"""A file is read once, whole, up to its limit, and only from within its folder."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from dashboard.ingest import files
from dashboard.ingest.files import Content, read_content
from dashboard.ingest.report import Report


def read(path: Path, *, inside: Path | None = None, limit: int = 100) -> tuple[Content | None, list[str]]:
    """Read a file, and what is said of it."""
    report = Report("a.csv")
    content = read_content(path, inside=inside or path.parent, report=report, limit=limit)
    found = report.problems("error")
    assert all(problem.line is None for problem in found)
    return content, [problem.message for problem in found]


@pytest.mark.parametrize(("size", "refused"), [(0, False), (99, False), (100, False), (101, True)])
def test_a_file_is_read_up_to_its_limit(tmp_path: Path, size: int, refused: bool) -> None:
    """At the limit whole; past it not at all, with both numbers."""
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(range(size)))
    content, said = read(path)
    assert (content is None) is refused
    if content is not None:
        assert content.data == bytes(range(size))
        assert said == []
    else:
        assert "101 bytes" in said[0]
        assert said[0].endswith(" 100")


def test_a_large_file_is_read_in_pieces_and_whole(tmp_path: Path) -> None:
    """More than one read."""
    path = tmp_path / "a.csv"
    data = os.urandom(3 * 1024 * 1024 + 7)
    path.write_bytes(data)
    content, _ = read(path, limit=files.MAX_BYTES)
    assert content is not None
    assert content.data == data


@pytest.mark.parametrize(("seconds", "day"), [(1_700_006_399, date(2023, 11, 14)), (1_700_006_400, date(2023, 11, 15))])
def test_the_day_of_its_last_change_is_that_of_utc(tmp_path: Path, seconds: int, day: date) -> None:
    """On every machine, whatever its clock shows: the second before midnight, and midnight."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"x")
    os.utime(path, (seconds, seconds))
    content, _ = read(path)
    assert content is not None
    assert content.changed == day


def test_what_is_wanted_is_named_where_something_else_is_there(tmp_path: Path) -> None:
    """By the words of the caller, or as a CSV file."""
    assert "CSV" in read(tmp_path, inside=tmp_path)[1][0]
    report = Report("a.toml")
    read_content(tmp_path, inside=tmp_path, report=report, wanted="a TOML file")
    assert "a TOML file" in report.problems("error")[0].message


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_file_that_changes_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Twice more, and then refused: half of one content and half of another is no table."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    asked = []
    really = os.read

    def changing(descriptor: int, count: int) -> bytes:
        data = really(descriptor, count)
        if not data:
            asked.append(count)
            if len(asked) <= times:
                os.utime(path, ns=(len(asked), len(asked)))
        return data

    monkeypatch.setattr(files.os, "read", changing)
    content, said = read(path)
    assert len(asked) == min(times + 1, 3)
    assert (content is None) == (times == 3) == bool(said)


@pytest.mark.parametrize("shrinks", [True, False])
def test_a_file_that_grows_or_shrinks_while_it_is_read_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shrinks: bool
) -> None:
    """Its time of change may be as coarse as a second; its size tells."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"0123456789")
    really = os.read

    def changing(descriptor: int, count: int) -> bytes:
        before = path.stat().st_mtime_ns
        path.write_bytes(path.read_bytes()[:-1] if shrinks else path.read_bytes() + b"x")
        os.utime(path, ns=(before, before))
        return really(descriptor, count)

    monkeypatch.setattr(files.os, "read", changing)
    content, said = read(path)
    assert content is None
    assert len(said) == 1


def test_a_link_may_lead_within_the_folder_and_not_out_of_it(tmp_path: Path) -> None:
    """A sibling whose name begins alike is outside."""
    folder, beside = tmp_path / "data", tmp_path / "data-other"
    for one in (folder, beside):
        one.mkdir()
        (one / "real.csv").write_bytes(b"x")
    (folder / "in.csv").symlink_to(folder / "real.csv")
    (folder / "out.csv").symlink_to(beside / "real.csv")
    assert read(folder / "in.csv")[0] is not None
    content, said = read(folder / "out.csv")
    assert content is None
    assert len(said) == 1


def test_a_folder_may_be_a_link_itself(tmp_path: Path) -> None:
    """What lies in it is within it."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.csv").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert read(tmp_path / "link" / "a.csv")[0] is not None


def test_each_way_not_to_be_there_has_its_own_words(tmp_path: Path) -> None:
    """No file, a link to none, a file in the place of a folder."""
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    said = [read(path, inside=tmp_path)[1][0] for path in (tmp_path / "no", tmp_path / "link", tmp_path / "file" / "a")]
    assert len(set(said)) == 3
    assert str(tmp_path) in said[0]
    assert said[0].endswith(str(Path.cwd()))


def test_a_descriptor_is_closed_however_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that reads its tables for months would run out of them."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 200)
    opened: list[int] = []
    really = os.open

    def opening(*arguments: object) -> int:
        opened.append(really(*arguments))  # type: ignore[arg-type]  # those of os.open
        return opened[-1]

    monkeypatch.setattr(files.os, "open", opening)
    for limit in (100, 200):
        read(path, limit=limit)
        with pytest.raises(OSError, match="descriptor"):
            os.fstat(opened[-1])
    assert len(opened) == 2


def test_an_error_of_the_system_is_told_in_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it has any."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"x")

    def refuse(*_: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files.os, "open", refuse)
    assert read(path)[1][0].endswith("Input/output error")
    monkeypatch.setattr(files.os, "open", lambda *_: (_ for _ in ()).throw(OSError("odd")))
    assert read(path)[1][0].endswith("odd")


def test_a_user_without_a_name_has_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in many containers; a folder that may not be entered is named."""
    path = tmp_path / "a.csv"

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "open", refuse)
    monkeypatch.setattr(files.getpass, "getuser", lambda: (_ for _ in ()).throw(KeyError("no name")))
    assert f"{os.getuid()};" in read(path)[1][0]
    assert str(tmp_path) in read(path)[1][0]
