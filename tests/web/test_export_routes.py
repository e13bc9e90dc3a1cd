"""Each export has one address that takes the query of the page, and refuses what it cannot give."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.cli.export import NAMES
from dashboard.cli.main import main
from dashboard.config import Settings
from dashboard.exports.formats import FORMATS
from dashboard.web.app import create_app

APP = create_app(Settings())
TYPES = {
    "cities.csv": "text/csv; charset=utf-8",
    "facts.csv": "text/csv; charset=utf-8",
    "events.csv": "text/csv; charset=utf-8",
    "cities.json": "application/json",
    "cities.geojson": "application/geo+json",
    "map.svg": "image/svg+xml",
    "map.png": "image/png",
    "events.ics": "text/calendar; charset=utf-8",
    "city.md": "text/markdown; charset=utf-8",
}


@pytest.fixture
def client() -> FlaskClient:
    """A client of the application with the real data."""
    return APP.test_client()


def query_of(name: str) -> str:
    """A query that a format can answer."""
    return "?city=rome&country=IT" if name == "city.md" else "?country=FI"


@pytest.mark.slow
@pytest.mark.parametrize("name", list(FORMATS))
def test_each_format_is_served_with_type_name_and_tag(client: FlaskClient, name: str) -> None:
    """The type is right, the file has a safe name that tells what is in it, and asking again costs nothing."""
    answer = client.get(f"/export/{name}{query_of(name)}")
    assert (answer.status_code, answer.content_type) == (200, TYPES[name])
    way, _, saved = answer.headers["Content-Disposition"].partition("; ")
    assert way == ("inline" if name.startswith("map") else "attachment")
    assert re.fullmatch(rf'filename="mysmartlife-cities-network-[a-z-]+\.{name.rpartition(".")[2]}"', saved)
    again = client.get(f"/export/{name}{query_of(name)}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_text_is_compressed(client: FlaskClient) -> None:
    """A CSV goes out with brotli where the browser takes it."""
    plain = client.get("/export/cities.csv")
    packed = client.get("/export/cities.csv", headers={"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert len(packed.data) * 3 < len(plain.data)


def test_what_does_not_change_an_export_shares_its_answer(client: FlaskClient) -> None:
    """Look, tab and map view make no other list of cities, so that a cache keeps one."""
    first = client.get("/export/cities.csv?country=FI")
    other = client.get("/export/cities.csv?country=FI&theme=dark&tab=matrix&view=60,25,4&city=rome")
    assert first.headers["ETag"] == other.headers["ETag"]


def test_all_problems_of_an_address_are_returned(client: FlaskClient) -> None:
    """One body lists each fault with its key, its value and the nearest that would do; nothing is exported."""
    answer = client.get("/export/cities.csv?country=Spian&topc=ict&city=nante", headers={"Accept": "*/*"})
    assert (answer.status_code, answer.content_type) == (400, "application/json")
    body = json.loads(answer.data)
    assert {(problem["key"], problem["nearest"]) for problem in body["problems"]} >= {
        ("topc", "topic"),
        ("city", "nantes"),
    }
    assert all(problem["message"] in body["detail"] for problem in body["problems"])
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    ["city.md", "map.png?sheet=huge", "cities.csv?sheet=poster", "cities.json?view=here", "map.svg?page=x"],
)
def test_what_cannot_be_read_is_refused(client: FlaskClient, address: str) -> None:
    """A profile wants a city, a sheet is one of two, and only pictures have one."""
    assert client.get(f"/export/{address}").status_code == 400


@pytest.mark.parametrize("address", ["cities.xlsx", "", "..%2Fcities.csv", "cities.csv/x"])
def test_other_formats_are_not_there(client: FlaskClient, address: str) -> None:
    """An address without a format behind it is not found."""
    assert client.get(f"/export/{address}").status_code == 404


def test_only_reading_is_answered(client: FlaskClient) -> None:
    """Nothing can be sent to an export."""
    assert client.post("/export/cities.csv").status_code == 405


@pytest.mark.slow
def test_page_names_its_picture_and_the_picture_is_there(client: FlaskClient) -> None:
    """The preview image of a page is an address that answers with a PNG other sites may show."""
    page = client.get("/?country=FI").get_data(as_text=True)
    found = re.search(r'property="og:image" content="http://localhost/([^"]*)"', page)
    assert found
    answer = client.get("/" + found[1].replace("&amp;", "&"))
    assert answer.content_type == "image/png"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_command_knows_the_same_formats() -> None:
    """What the page exports, the command line exports."""
    assert tuple(NAMES) == tuple(FORMATS)


def test_command_writes_what_the_server_sends(
    client: FlaskClient, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: object
) -> None:
    """To standard output or into a file, byte for byte."""
    sent = client.get("/export/cities.csv?country=FI").data
    assert main(["export", "cities.csv", "--query", "country=FI"]) == 0
    assert capfdbinary.readouterr().out == sent
    file = tmp_path / "finland.csv"  # type: ignore[operator]  # a path
    assert main(["export", "cities.csv", "--query", "country=FI", "--output", str(file)]) == 0
    assert file.read_bytes() == sent
    assert len(list(csv.reader(io.StringIO(sent.decode("utf-8-sig"), newline="")))) == 4


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["cities.csv", "--query", "country=XX"], 2, "XX"),
        (["city.md"], 2, "city is missing"),
        (["city.md", "--query", "city=rome&city=nantes"], 2, "only one"),
        (["cities.csv", "--output", "/nowhere/at/all.csv"], 1, "cannot be written"),
        (["cities.csv", "--output", "/"], 1, "is a folder"),
        (["cities.csv", "--output", "."], 1, "is a folder"),
        (["cities.csv", "--output", ""], 1, "is a folder"),
        (["cities.csv", "--output", "tests"], 1, "is a folder"),
    ],
)
def test_command_says_what_is_wrong(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line and an exit code, no traceback, nothing on standard output."""
    assert main(["export", *arguments]) == code
    heard = capsys.readouterr()
    assert said in heard.err
    assert heard.err.count("\n") == 1
    assert heard.out == ""


def test_command_writes_into_a_pipe_and_leaves_it_there(tmp_path: Path) -> None:
    """A device or pipe is written to, never replaced, and no temporary file stays."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with os.fdopen(os.open(pipe, os.O_RDWR | os.O_NONBLOCK), "rb", buffering=0) as reader:
        assert main(["export", "city.md", "--query", "city=cork", "--output", str(pipe)]) == 0
        assert reader.read(6) == b"# Cork"
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_command_says_when_standard_output_is_full(capsys: pytest.CaptureFixture[str]) -> None:
    """A full disk behind standard output is one line and an exit code, no traceback."""

    class Full(io.BytesIO):
        def write(self, _body: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(Full()))
        assert main(["export", "cities.csv"]) == 1
    assert "standard output: cannot be written" in capsys.readouterr().err
