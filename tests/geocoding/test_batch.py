"""Tests of checkpoint and batch in dashboard.geocoding: any list, all columns, no lost rows."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.errors import CommandError
from dashboard.geocoding import checkpoint as output_module
from dashboard.geocoding.batch import ADDED, Progress, added_columns, run
from dashboard.geocoding.checkpoint import CheckpointedOutput
from dashboard.geocoding.place_list import open_places
from dashboard.geocoding.result import Candidate, GeocodingResult, Status
from dashboard.geocoding.store import Store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def store() -> Store:
    """The gazetteer of the package."""
    return Store()


def write(path: Path, text: str) -> Path:
    """Write a list of places."""
    path.write_text(text, encoding="utf-8", newline="")
    return path


def read(path: Path) -> list[dict[str, str]]:
    """Read an output."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_input_columns_are_kept_and_results_added(tmp_path: Path, store: Store) -> None:
    """Input columns come first, in order, and are not replaced."""
    places = open_places(
        write(tmp_path / "in.csv", "id,City,Country,population\n7,Medellin,Colombia,many\n8,xyzzy,,\n")
    )
    summary = run(places, store, tmp_path / "out.csv", stream=io.StringIO())
    first, second = read(tmp_path / "out.csv")
    assert list(first)[:4] == ["id", "City", "Country", "population"]
    assert (first["id"], first["population"], first["geocoded_population"]) == ("7", "many", "1999979")
    assert (first["latitude"], first["longitude"], first["region"]) == ("6.24500", "-75.57151", "Antioquia")
    assert (first["status"], first["provider"]) == ("exact", "geonames")
    assert (second["status"], second["latitude"]) == ("not_found", "")
    assert summary.statuses == {"exact": 1, "not_found": 1}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_the_delimiter_of_the_input_is_kept(tmp_path: Path, store: Store) -> None:
    """Input with semicolons gives output with semicolons."""
    places = open_places(write(tmp_path / "in.csv", "Stadt;Land\nMünchen;Deutschland\n"))
    run(places, store, tmp_path / "out.csv", stream=io.StringIO())
    assert (
        (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1].startswith("München;Deutschland;48.13743;")
    )


def test_added_columns_have_unique_names() -> None:
    """Names differ from those of the input, ignoring case."""
    header = ["Name", "LATITUDE", "geocoded_latitude"]
    added = added_columns(header)
    assert added[0] == "geocoded_geocoded_latitude"
    assert len({*header, *added}) == len(header) + len(ADDED)


def test_decisions_come_before_the_service(tmp_path: Path, store: Store) -> None:
    """Decisions take precedence; a service is queried for the rest."""
    place = Candidate(1, "Chosen", "FR", "", 1.0, 2.0, None, "", "", "")
    asked = []

    def ask(name: str, country: str, region: str) -> GeocodingResult | None:
        asked.append((name, country, region))
        return GeocodingResult(Status.ONLINE, place) if name == "Qwrtz" else None

    places = open_places(write(tmp_path / "in.csv", "name,country\nNantes,FR\nRome,IT\nQwrtz,FR\nZtrwq,FR\nQwrtz,FR\n"))
    decided = {("nantes", "fr", ""): GeocodingResult(Status.OVERRIDE, place, note="so it is")}
    run(places, store, tmp_path / "out.csv", ask=ask, decided=decided, stream=io.StringIO())
    rows = read(tmp_path / "out.csv")
    assert [row["status"] for row in rows] == ["override", "exact", "online", "not_found", "online"]
    assert rows[0]["note"] == "so it is"
    assert asked == [("Qwrtz", "FR", ""), ("Ztrwq", "FR", "")]


def rows_of(path: Path) -> list[list[str]]:
    """Return the rows of a file without its header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


class StoppedError(Exception):
    """Stops a run in these tests."""


def stopped_run(path: Path, rows: list[list[str]]) -> None:
    """Write finished rows, then stop like an interrupted run."""
    with CheckpointedOutput(path, ["a", "b"], delimiter=",", fingerprint="x") as output:
        for row in rows:
            output.write(row)
        output.flush()
        raise StoppedError


def test_run_resumes_at_the_checkpoint(tmp_path: Path) -> None:
    """Finished rows are kept, incomplete rows are truncated, and the result is complete."""
    path = tmp_path / "out.csv"
    with pytest.raises(StoppedError):
        stopped_run(path, [["1", 'with "quotes"\nand a line']])
    with (tmp_path / "out.csv.part").open("ab") as file:
        file.write(b'2,"half a ro')
    assert not path.exists()
    with CheckpointedOutput(path, ["a", "b"], delimiter=",", fingerprint="x") as output:
        assert output.done == 1
        output.write(["2", "whole"])
    assert rows_of(path) == [["1", 'with "quotes"\nand a line'], ["2", "whole"]]
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


def test_other_input_is_not_resumed(tmp_path: Path) -> None:
    """Rows of one list never appear in the result of another."""
    path = tmp_path / "out.csv"
    with pytest.raises(StoppedError):
        stopped_run(path, [["1", "2"]])
    with CheckpointedOutput(path, ["a"], delimiter=",", fingerprint="y") as output:
        assert output.done == 0
    assert rows_of(path) == []


@pytest.mark.parametrize(
    "note", ["", "{", "[]", '{"fingerprint": "x"}', '{"fingerprint": "x", "rows": 1, "bytes": 99999}']
)
def test_invalid_checkpoint_restarts(tmp_path: Path, note: str) -> None:
    """An invalid checkpoint is ignored, and the run starts again."""
    path = tmp_path / "out.csv"
    write(tmp_path / "out.csv.part", "a\n1\n")
    write(tmp_path / "out.csv.part.json", note)
    with CheckpointedOutput(path, ["a"], delimiter=",", fingerprint="x") as output:
        assert output.done == 0
        output.write(["2"])
    assert rows_of(path) == [["2"]]


def test_concurrent_run_is_rejected(tmp_path: Path) -> None:
    """Two runs would corrupt each other's output."""
    path = tmp_path / "out.csv"
    with CheckpointedOutput(path, ["a"], delimiter=",", fingerprint="x") as first:
        first.write(["1"])
        with (
            pytest.raises(CommandError, match="another run"),
            CheckpointedOutput(path, ["a"], delimiter=",", fingerprint="x"),
        ):
            pass
    assert rows_of(path) == [["1"]]


def test_full_disk_keeps_finished_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error states the number of saved rows, and the next run continues."""
    path = tmp_path / "out.csv"
    with pytest.raises(StoppedError):
        stopped_run(path, [["1", ""]])

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(output_module.os, "fsync", full)
    with pytest.raises(CommandError, match=r"No space left on device; 1 rows are saved"):
        stopped_run(path, [["2", ""]])
    monkeypatch.undo()
    assert not path.exists()
    with CheckpointedOutput(path, ["a", "b"], delimiter=",", fingerprint="x") as out:
        assert out.done == 1
        out.write(["2", ""])
    assert rows_of(path) == [["1", ""], ["2", ""]]


def test_unwritable_output_is_reported(tmp_path: Path) -> None:
    """The error names the file."""
    with (
        pytest.raises(CommandError, match="cannot be written"),
        CheckpointedOutput(tmp_path / "no" / "folder" / "out.csv", ["a"], delimiter=",", fingerprint="x"),
    ):
        pass


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_next_run_completes_a_killed_run(tmp_path: Path, ending: signal.Signals) -> None:
    """The result equals that of a single run."""
    with (ROOT / "bench" / "truth.csv").open(encoding="utf-8", newline="") as file:
        names = [(row["name"], row["country"]) for row in csv.DictReader(file)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [("name", "country", "n"), *((*pair, n) for n in range(60) for pair in names)]
    )
    source = write(tmp_path / "in.csv", text.getvalue())
    command = [sys.executable, "-m", "dashboard", "geocode", str(source), "--output"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a process inherits an ignored signal as ignored
    try:
        victim = subprocess.Popen(
            [*command, str(tmp_path / "out.csv")], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    finally:
        signal.signal(signal.SIGINT, before)
    note = tmp_path / "out.csv.part.json"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and victim.poll() is None:
        if note.exists() and '"rows": 0' not in note.read_text(encoding="utf-8"):
            break
        os.sched_yield()
    victim.send_signal(ending)
    code = victim.wait(30)
    assert code == {signal.SIGTERM: 143, signal.SIGINT: 130, signal.SIGKILL: -9}[ending]
    assert not (tmp_path / "out.csv").exists()
    kept = json.loads(note.read_text(encoding="utf-8"))["rows"]
    assert kept > 0
    done = subprocess.run([*command, str(tmp_path / "out.csv")], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"after {kept:,} of an earlier run" in done.stdout
    subprocess.run([*command, str(tmp_path / "whole.csv")], cwd=ROOT, capture_output=True, check=True)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


class Terminal(io.StringIO):
    """A stream that reports a terminal."""

    def isatty(self) -> bool:
        """Always."""
        return True


def test_progress_is_a_bar_on_a_terminal_and_lines_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both show progress, rate and remaining time."""
    terminal = Terminal()
    with Progress(1000, done=10, stream=terminal) as progress:
        progress.step()
    assert "1000" in terminal.getvalue()
    monkeypatch.setattr("dashboard.geocoding.batch.LINE_SECONDS", 0.0)
    lines = io.StringIO()
    with Progress(1000, stream=lines) as progress:
        for _ in range(512):
            progress.step()
    first = lines.getvalue().splitlines()[0]
    assert first.startswith("256 of 1,000 rows")
    assert first.endswith("s left")


def test_devices_pipes_and_folders_are_never_replaced(tmp_path: Path, store: Store) -> None:
    """They are unchanged, and no other file is left."""
    places = open_places(write(tmp_path / "in.csv", "name,country\nRome,IT\n"))
    folder = tmp_path / "folder"
    folder.mkdir()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "to-pipe").symlink_to(pipe)
    for path in (folder, pipe, tmp_path / "to-pipe"):
        with pytest.raises(CommandError, match="name a file for the result"):
            run(places, store, path, stream=io.StringIO())
    assert pipe.is_fifo()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder", "in.csv", "pipe", "to-pipe"]


def test_links_are_followed(tmp_path: Path, store: Store) -> None:
    """The target of a link is replaced, not the link."""
    places = open_places(write(tmp_path / "in.csv", "name,country\nRome,IT\n"))
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    run(places, store, tmp_path / "link.csv", stream=io.StringIO())
    assert (tmp_path / "link.csv").is_symlink()
    assert read(tmp_path / "real.csv")[0]["status"] == "exact"
