"""Tests of csv_input, checkpoint and batch in dashboard.geocoding: any list, all columns, no lost rows."""

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
from dashboard.geocoding.csv_input import read_rows, read_table
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


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("name,country", (0, 1, None)),
        ("Stadt;Land", (0, 1, None)),
        ("pays\tville", (1, 0, None)),
        ("id,Ciudad,País,provincia", (1, 2, 3)),
        ("miasto,kraj", (0, 1, None)),
        ("şehir,ülke", (0, 1, None)),
        ("City,State,Country", (0, 2, 1)),
        ("name", (0, None, None)),
        ("City/Country,population", (0, None, None)),
        ("Place and country", (0, None, None)),
        ("city_ascii,iso3", (0, 1, None)),
        ("city,city_ascii,lat,lng,country,iso2,iso3,admin_name", (0, 4, 7)),
        ("البلد,المدينة", (1, 0, None)),
        ("城市名称,国家名称", (0, 1, None)),
        ("都市名,国名", (0, 1, None)),
        ("도시,국가", (0, 1, None)),
        ("Населённый пункт,Область,Страна", (0, 2, 1)),
        ("شهر,کشور", (0, 1, None)),
        ("שם,עיר,מדינה", (1, 2, None)),
        ("Partner city,Country of origin", (0, 1, None)),
        ("CITY_NAME,ADMIN_NAME,CNTRY_NAME", (0, 2, 1)),
        ("Municipality Name;State;Country/Region", (0, 2, 1)),
        ("Town,land area,company name", (0, None, None)),
    ],
)
def test_columns_are_found_in_the_languages_of_their_headers(
    tmp_path: Path, header: str, columns: tuple[int, int | None, int | None]
) -> None:
    """Synonyms, other languages and one column for both are understood."""
    table = read_table(write(tmp_path / "in.csv", header + "\n"))
    assert (table.name, table.country, table.region) == columns


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"a,b,c\n1,2,3\n", "no column with place names"),
        ("name,country\nMálaga,ES\n".encode("utf-16"), "is UTF-16; save it as CSV UTF-8"),
        ("name,country\nMálaga,ES\n".encode("utf-16-le"), "looks like UTF-16; save it as CSV UTF-8"),
        (b"PK\x03\x04 xl/workbook.xml", r"is an Excel workbook \(.xlsx\); save it as CSV UTF-8"),
        (b"\x1f\x8b\x08", "is compressed with gzip; unpack it first"),
        (b'[{"name": "Nantes"}]', "is JSON, not CSV"),
        ("name,country\nMálaga,ES\n".encode("latin-1"), "not UTF-8"),
        (b"name,country\nNantes,FR,1,2\n", ":2: 4 fields"),
        (b'name,country\n"Nantes,FR\n', "quote"),
    ],
)
def test_invalid_files_are_rejected_with_a_fix(tmp_path: Path, content: bytes, message: str) -> None:
    """The error names the file, the line and the fix, before any work starts."""
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        read_table(path)


def test_missing_file_and_folder_are_rejected(tmp_path: Path) -> None:
    """Neither is a CSV file."""
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(CommandError):
            read_table(path)


def test_short_rows_blank_lines_and_marks_are_read(tmp_path: Path) -> None:
    """BOM, CRLF, blank lines, quoted line breaks and short rows keep cells in their columns."""
    text = '\ufeffname,country,note\r\nNantes,FR\r\n\r\n"Rome",IT,"two\nlines"\r\n'
    table = read_table(write(tmp_path / "in.csv", text))
    assert list(read_rows(table)) == [["Nantes", "FR", ""], ["Rome", "IT", "two\nlines"]]
    assert list(read_rows(table, skip=1)) == [["Rome", "IT", "two\nlines"]]
    assert table.rows == 2


def test_input_columns_are_kept_and_results_added(tmp_path: Path, store: Store) -> None:
    """Input columns come first, in order, and are not replaced."""
    table = read_table(write(tmp_path / "in.csv", "id,City,Country,population\n7,Medellin,Colombia,many\n8,xyzzy,,\n"))
    summary = run(table, store, tmp_path / "out.csv", stream=io.StringIO())
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
    table = read_table(write(tmp_path / "in.csv", "Stadt;Land\nMünchen;Deutschland\n"))
    run(table, store, tmp_path / "out.csv", stream=io.StringIO())
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

    table = read_table(write(tmp_path / "in.csv", "name,country\nNantes,FR\nRome,IT\nQwrtz,FR\nZtrwq,FR\nQwrtz,FR\n"))
    decided = {("nantes", "fr", ""): GeocodingResult(Status.OVERRIDE, place, note="so it is")}
    run(table, store, tmp_path / "out.csv", ask=ask, decided=decided, stream=io.StringIO())
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


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nname;country\nRome;IT\n",
        "\ufeffsep=,\r\nCity,Country\r\nRome,IT\r\n",
        '"sep=;"\r\n"City";"Country"\r\nRome;IT\r\n',
        "SEP=\t\rCity\tCountry\rRome\tIT\r",
        "sep=|\nCity|Country\nRome|IT\n",
        "sep=x\nCity;Country\nRome;IT\n",
    ],
)
def test_excel_separator_line_is_supported(tmp_path: Path, text: str) -> None:
    """The line declares the delimiter and counts as a line, but not as a row."""
    table = read_table(write(tmp_path / "in.csv", text))
    assert list(read_rows(table)) == [["Rome", "IT"]]
    more = table.delimiter.join(["Nice", "FR", "x"])
    with pytest.raises(CommandError, match=":4: 3 fields"):
        read_table(write(tmp_path / "in.csv", f"{text}{more}\n"))


def test_missing_header_is_reported(tmp_path: Path) -> None:
    """A country in the first line is not a column name."""
    for text in ("Paris,France\nRome,Italy\n", '"Paris, France"\n"Rome, Italy"\n'):
        with pytest.raises(CommandError, match="looks like data"):
            read_table(write(tmp_path / "in.csv", text))


def test_devices_pipes_and_folders_are_never_replaced(tmp_path: Path, store: Store) -> None:
    """They are unchanged, and no other file is left."""
    table = read_table(write(tmp_path / "in.csv", "name,country\nRome,IT\n"))
    folder = tmp_path / "folder"
    folder.mkdir()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "to-pipe").symlink_to(pipe)
    for path in (folder, pipe, tmp_path / "to-pipe"):
        with pytest.raises(CommandError, match="name a file for the result"):
            run(table, store, path, stream=io.StringIO())
    assert pipe.is_fifo()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder", "in.csv", "pipe", "to-pipe"]


def test_links_are_followed(tmp_path: Path, store: Store) -> None:
    """The target of a link is replaced, not the link."""
    table = read_table(write(tmp_path / "in.csv", "name,country\nRome,IT\n"))
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    run(table, store, tmp_path / "link.csv", stream=io.StringIO())
    assert (tmp_path / "link.csv").is_symlink()
    assert read(tmp_path / "real.csv")[0]["status"] == "exact"
