"""Tests of dashboard.cli.geocode: arguments, and the files written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dashboard.cli.main import main
from dashboard.geocoding.places_csv import COLUMNS

DATA = Path(__file__).resolve().parents[2] / "data"


def network(folder: Path, cities: str) -> Path:
    """Write the cities of a network."""
    (folder / "cities.csv").write_text(cities, encoding="utf-8")
    return folder


def read(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_places_of_the_network_are_rebuilt_to_the_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """data/places.csv is what the command writes, with no hand in it."""
    assert main(["geocode", str(DATA), "--output", str(tmp_path / "places.csv")]) == 0
    assert (tmp_path / "places.csv").read_bytes() == (DATA / "places.csv").read_bytes()
    said = capsys.readouterr().out
    assert "22 rows" in said
    assert "exact 21, supplement 1" in said


def test_a_network_gets_its_places(tmp_path: Path) -> None:
    """One row per city, in order, with empty cells for what is not found."""
    folder = network(tmp_path, "id,name,country\nm,Medellin,Colombia\nx,xyzzy,Spain\n")
    assert main(["geocode", str(folder)]) == 0
    found, missing = read(folder / "places.csv")
    assert tuple(found) == COLUMNS
    assert (found["city"], found["matched_name"], found["status"]) == ("m", "Medellín", "exact")
    assert (missing["city"], missing["latitude"], missing["status"]) == ("x", "", "not_found")


def test_a_geonames_id_decides(tmp_path: Path) -> None:
    """A human override wins over the name, and a wrong one is not found."""
    text = "id,name,country,geonames_id\na,Portland,US,4975802\nb,Portland,US,1\nc,Portland,US,north\n"
    assert main(["geocode", str(network(tmp_path, text))]) == 0
    rows = read(tmp_path / "places.csv")
    assert [row["status"] for row in rows] == ["override", "not_found", "not_found"]
    assert rows[0]["timezone"] == "America/New_York"


def test_the_local_name_helps_where_the_name_does_not(tmp_path: Path) -> None:
    """It is asked only then."""
    text = "id,name,local_name,country\na,The Capital,Београд,Serbia\nb,Nantes,Rome,France\n"
    assert main(["geocode", str(network(tmp_path, text))]) == 0
    assert [row["matched_name"] for row in read(tmp_path / "places.csv")] == ["Belgrade", "Nantes"]


def test_a_list_gets_its_coordinates_in_a_file_next_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --output the result has the name of the input; the summary says where to look."""
    source = tmp_path / "list.csv"
    source.write_text("Stadt;Land\nMünchen;Deutschland\nPortland;USA\n", encoding="utf-8")
    assert main(["geocode", str(source)]) == 0
    assert (tmp_path / "list.geocoded.csv").exists()
    said = capsys.readouterr().out
    assert "status: alternate 1, exact 1" in said
    assert "flags:  ambiguous 1" in said
    assert "row 2: Portland: ambiguous (or Portland, Maine" in said


def test_a_review_writes_decisions_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a list next to it, for a network in its cities; the result uses them."""
    lines = iter(["2", "the one in Maine"] * 2)
    monkeypatch.setattr("builtins.input", lambda _="": next(lines))
    monkeypatch.setattr(
        "dashboard.geocoding.review.review.__kwdefaults__", {"read": lambda _: next(lines), "write": print}
    )
    source = tmp_path / "list.csv"
    source.write_text("name,country\nPortland,USA\n", encoding="utf-8")
    assert main(["geocode", str(source), "--review"]) == 0
    assert read(tmp_path / "list.geocoded.csv")[0]["region"] == "Maine"
    assert read(tmp_path / "list.overrides.csv")[0]["reason"] == "the one in Maine"
    folder = network(tmp_path, "id,name,country\np,Portland,USA\n")
    assert main(["geocode", str(folder), "--review"]) == 0
    assert read(folder / "places.csv")[0]["geonames_id"] == "4975802"
    assert read(folder / "cities.csv")[0]["geonames_reason"] == "the one in Maine"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["no-such-folder/"], 1, "not found"),
        (["{list}", "--output", "{list}"], 2, "is the input"),
        (["{list}", "--user-agent", "x"], 2, "need --online"),
        (["{list}", "--online"], 2, "--user-agent"),
        (["{list}", "--online", "atlantis", "--user-agent", "me/1 (me@example.org)"], 2, "no service"),
        (["{list}", "--online", "--user-agent", "me/1 (me@example.org)", "--service-option", "x"], 2, "NAME=VALUE"),
        (["{list}", "--output", "{folder}/no/such/out.csv"], 1, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_a_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, message: str
) -> None:
    """No traceback, no result, and a message on how to fix it."""
    source = tmp_path / "list.csv"
    source.write_text("name,country\nNantes,France\n", encoding="utf-8")
    words = [word.format(list=source, folder=tmp_path) for word in arguments]
    cache = ["--cache", str(tmp_path / "cache")] if "--online" in words else []
    assert main(["geocode", *words, *cache]) == code
    said = capsys.readouterr()
    assert message in said.err
    assert said.err.count("\n") == 1
    assert source.read_text(encoding="utf-8") == "name,country\nNantes,France\n"


def test_an_invalid_list_is_the_error_of_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first problem and the number of the others; nothing is written."""
    source = tmp_path / "list.csv"
    source.write_text("Stadt,Land\nMünchen,Deutschland\nRome\nNi\u200bce,FR\n", encoding="utf-8")
    assert main(["geocode", str(source)]) == 1
    geocoded = capsys.readouterr()
    assert main(["check", str(source)]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith(f"{source}:3: 1 field")
    assert geocoded.err.endswith(f": {first} (and 1 more; run the command check to list them)\n")
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


def test_warnings_about_a_list_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, at most ten and the number of the others."""
    source = tmp_path / "list.csv"
    source.write_text("name;note\n" + 'Rome;5" of rain\n' * 15, encoding="utf-8")
    assert main(["geocode", str(source)]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 11
    assert "the delimiter is semicolon" in lines[0]
    assert lines[1].startswith(f"{source}:2: warning: note: ")
    assert lines[10].startswith("and 6 more; run: cities-network check ")
