"""The command export: the files of the page without a server, whole or not at all."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from dashboard.cli import export as module
from dashboard.cli.export import NAMES
from dashboard.cli.main import main
from dashboard.exports.formats import FORMATS
from tests.networks import BROKEN


def test_the_formats_of_the_help_are_those_there_are() -> None:
    """Named twice, so that the help needs to import nothing."""
    assert set(NAMES) == set(FORMATS)


@pytest.mark.parametrize("name", NAMES)
def test_each_format_is_written_to_a_file(tmp_path: Path, file: Path, name: str) -> None:
    """The file equals the one of the page; nothing else is written."""
    out = tmp_path / "out" / name
    out.parent.mkdir()
    query = ["--query", "city=rome"] if name == "city.md" else []
    assert main(["export", name, str(file), "--output", str(out), *query]) == 0
    assert out.stat().st_size > 0
    assert [path.name for path in out.parent.iterdir()] == [name]


def test_a_selection_is_what_the_address_of_the_page_says(
    file: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Filters and title go into the file; values in another form are read."""
    assert main(["export", "cities.json", str(file), "--query", "country=IT", "--title", "Mine"]) == 0
    found = json.loads(capfdbinary.readouterr().out)
    assert (found["count"], found["total"], found["title"]) == (1, 2, "Mine")
    assert found["query"] == "country=IT"


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["cities.csv", "{file}", "--query", "country=XX&foo=1"], 2, "foo"),
        (["city.md", "{file}"], 2, "city"),
        (["city.md", "{file}", "--query", "city=nowhere"], 2, "nowhere"),
        (["cities.csv", "{file}", "--output", "{folder}"], 1, "folder"),
        (["cities.csv", "{file}", "--output", "{folder}/no/such/a.csv"], 1, "such/a.csv"),
        (["cities.csv", "{folder}/nothing.csv"], 1, "nothing.csv"),
        (["cities.csv", "{broken}"], 1, "broken.csv:2"),
        (["cities.xls", "{file}"], 2, "cities.xls"),
    ],
)
def test_what_cannot_be_written_is_one_line_and_a_code(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, word: str
) -> None:
    """1 for a failure, 2 for wrong usage; no file is left."""
    broken = tmp_path / "broken.csv"
    broken.write_text(BROKEN, "utf-8")
    words = [one.format(file=file, folder=tmp_path, broken=broken) for one in arguments]
    assert main(["export", *words]) == code
    assert word in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {"broken.csv", file.name}


def test_all_that_is_wrong_with_a_query_is_told_at_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All errors are reported at once."""
    assert main(["export", "cities.csv", str(file), "--query", "country=XX&foo=1"]) == 2
    err = capsys.readouterr().err
    assert "--query" in err
    assert "'XX'" in err
    assert "'foo'" in err


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full leaves the old one, and no rest of the new."""
    out = tmp_path / "out.csv"
    out.write_text("old", "utf-8")

    def full(self: Path, body: bytes) -> int:
        with self.open("wb") as half:
            half.write(body[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["export", "cities.csv", str(file), "--output", str(out)]) == 1
    assert out.read_text("utf-8") == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"out.csv", file.name}


def test_a_link_stays_one_and_a_pipe_is_written_to(tmp_path: Path, file: Path) -> None:
    """Neither is replaced by a file."""
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old", "utf-8")
    link.symlink_to(real)
    assert main(["export", "cities.csv", str(file), "--output", str(link)]) == 0
    assert link.is_symlink()
    assert b"Rome" in real.read_bytes()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert main(["export", "cities.csv", str(file), "--output", str(pipe)]) == 0
        assert b"Rome" in os.read(descriptor, 100_000)
    finally:
        os.close(descriptor)
    assert pipe.is_fifo()


@pytest.mark.parametrize(("terminal", "code"), [(True, 2), (False, 0)])
def test_a_picture_does_not_go_to_a_terminal(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], terminal: bool, code: int
) -> None:
    """Elsewhere it does; the same for a text, which goes to both."""
    written: list[bytes] = []
    monkeypatch.setattr(module, "_write_out", written.append)
    monkeypatch.setattr(module.sys.stdout, "isatty", lambda: terminal, raising=False)
    assert main(["export", "map.png", str(file)]) == code
    assert [body[:4] for body in written] == [b"\x89PNG"] * (not terminal)
    assert main(["export", "map.svg", str(file)]) == 0
    assert written[-1].startswith(b"<svg")
    capsys.readouterr()


def test_standard_output_that_cannot_be_written_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the words of the system; a reader that has gone is none of it."""

    class Full(io.StringIO):
        buffer = io.BytesIO()

    monkeypatch.setattr(module.sys, "stdout", Full())
    monkeypatch.setattr(
        Full, "buffer", type("B", (), {"write": lambda _, __: (_ for _ in ()).throw(OSError(28, "No space"))})()
    )
    with pytest.raises(module.CommandError, match="No space"):
        module._write_out(b"x")
    monkeypatch.setattr(
        Full, "buffer", type("B", (), {"write": lambda _, __: (_ for _ in ()).throw(BrokenPipeError())})()
    )
    with pytest.raises(BrokenPipeError):
        module._write_out(b"x")
