"""A result grows row by row: what is finished stays, what is not is cut, and the whole appears in one step."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest

from dashboard.errors import CommandError
from dashboard.geocoding import checkpoint
from dashboard.geocoding.checkpoint import FLUSH_ROWS, FLUSH_SECONDS, CheckpointedOutput, result_path


def output(path: Path, *, fingerprint: str = "f", delimiter: str = ",") -> CheckpointedOutput:
    """A result with two columns."""
    return CheckpointedOutput(path, ["a", "b"], delimiter=delimiter, fingerprint=fingerprint)


def part(path: Path) -> str:
    """What is on the disk of a result that is not whole."""
    return path.with_name(path.name + ".part").read_text("utf-8")


def note(path: Path) -> dict[str, object]:
    """What is said of it."""
    found: dict[str, object] = json.loads(path.with_name(path.name + ".part.json").read_text("utf-8"))
    return found


def test_a_whole_result_is_the_only_file(tmp_path: Path) -> None:
    """With its header, its rows, its delimiter and plain ends of lines."""
    path = tmp_path / "out.csv"
    with output(path, delimiter=";") as result:
        result.write(["1", "x;y"])
        result.write(["2", 'q"'])
        assert not path.exists()
    assert path.read_bytes() == b'a;b\n1;"x;y"\n2;"q"""\n'
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]
    assert result.done == 2


@pytest.mark.parametrize(("rows", "finished"), [(FLUSH_ROWS - 1, 1), (FLUSH_ROWS, 1), (FLUSH_ROWS + 1, FLUSH_ROWS + 1)])
def test_rows_are_finished_by_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, finished: int) -> None:
    """The first at once, then two thousand at a time."""
    monkeypatch.setattr(checkpoint.time, "monotonic", lambda: 100.0)
    path = tmp_path / "out.csv"
    with output(path) as result:
        for number in range(rows):
            result.write([str(number), ""])
        assert result.done == finished
        assert part(path).count("\n") == finished + 1
        assert note(path) == {"fingerprint": "f", "rows": finished, "bytes": len(part(path))}


@pytest.mark.parametrize(("seconds", "finished"), [(FLUSH_SECONDS, 1), (FLUSH_SECONDS + 0.01, 2)])
def test_rows_are_finished_by_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, finished: int
) -> None:
    """Past half a second, not at it."""
    now = [100.0]
    monkeypatch.setattr(checkpoint.time, "monotonic", lambda: now[0])
    with output(tmp_path / "out.csv") as result:
        result.write(["1", ""])
        now[0] += seconds
        result.write(["2", ""])
        assert result.done == finished


def stopped(path: Path, *rows: str, fingerprint: str = "f") -> None:
    """Leave a result that was stopped after some rows."""
    with suppress(KeyboardInterrupt), output(path, fingerprint=fingerprint) as result:
        for row in rows:
            result.write([row, ""])
        raise KeyboardInterrupt


def test_a_run_goes_on_after_what_is_finished(tmp_path: Path) -> None:
    """What was half written behind it is cut."""
    path = tmp_path / "out.csv"
    stopped(path, "1", "2")
    assert not path.exists()
    with path.with_name("out.csv.part").open("ab") as file:
        file.write(b"3,hal")
    with output(path) as result:
        assert result.done == 2
        result.write(["3", ""])
    assert path.read_text("utf-8") == "a,b\n1,\n2,\n3,\n"


@pytest.mark.parametrize(
    ("content", "goes_on"),
    [
        ({"fingerprint": "f", "rows": 1, "bytes": 7}, True),
        ({"fingerprint": "g", "rows": 1, "bytes": 7}, False),
        ({"fingerprint": "f", "rows": 1, "bytes": 0}, False),
        ({"fingerprint": "f", "rows": 1, "bytes": 11}, False),
        ({"fingerprint": "f", "rows": 2, "bytes": 10}, True),
        ({"fingerprint": "f", "rows": 1}, False),
        ({"fingerprint": "f", "rows": "x", "bytes": 7}, False),
        ([], False),
    ],
)
def test_a_run_goes_on_only_where_the_note_fits(tmp_path: Path, content: object, goes_on: bool) -> None:
    """The same input, and no more bytes than there are; else it begins anew."""
    path = tmp_path / "out.csv"
    stopped(path, "1", "2")
    path.with_name("out.csv.part.json").write_text(json.dumps(content), "utf-8")
    with output(path) as result:
        assert (result.done > 0) is goes_on
        if not goes_on:
            assert part(path) == "a,b\n"


def test_two_runs_do_not_write_one_result(tmp_path: Path) -> None:
    """The second says so, and leaves the first alone; afterwards it can run."""
    path = tmp_path / "out.csv"
    with output(path) as first:
        first.write(["1", ""])
        with pytest.raises(CommandError), output(path):
            pass
        first.write(["2", ""])
    assert path.read_text("utf-8") == "a,b\n1,\n2,\n"
    with output(path) as again:
        assert again.done == 0


def test_a_full_disk_keeps_what_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of rows is told, and nothing of the next one is left."""
    path = tmp_path / "out.csv"
    with output(path) as result:
        result.write(["1", ""])
        result.write(["2", ""])
        monkeypatch.setattr(checkpoint.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left")))
        with pytest.raises(CommandError) as caught:
            result.flush()
        kept = part(path)
        monkeypatch.undo()
    assert "No space left" in str(caught.value)
    assert " 1 " in str(caught.value)
    assert kept == "a,b\n1,\n"
    assert path.read_text("utf-8") == kept, "what was not finished is not tried again on the way out"


def test_a_result_stands_where_a_link_leads(tmp_path: Path) -> None:
    """The link stays one."""
    (tmp_path / "real").mkdir()
    link = tmp_path / "out.csv"
    link.symlink_to(tmp_path / "real" / "there.csv")
    assert result_path(link) == tmp_path / "real" / "there.csv"
    with output(link) as result:
        result.write(["1", ""])
    assert link.is_symlink()
    assert (tmp_path / "real" / "there.csv").read_text("utf-8") == "a,b\n1,\n"


def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    """A folder and a device are told apart, with the code of wrong usage."""
    said = set()
    for path in (tmp_path, Path("/dev/null")):
        with pytest.raises(CommandError) as caught:
            result_path(path)
        assert caught.value.exit_code == 2
        said.add(str(caught.value).removeprefix(str(path)))
    assert len(said) == 2
    assert result_path(tmp_path / "new.csv") == tmp_path / "new.csv"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By the name of the result."""
    with pytest.raises(CommandError) as caught, output(tmp_path / "no" / "out.csv"):
        pass
    assert str(caught.value).startswith(f"{tmp_path / 'no' / 'out.csv'}: ")
