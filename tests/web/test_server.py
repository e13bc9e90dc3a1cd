"""The production server as a process: its address, its guards on the wire, slow clients, dead workers, its end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.config import Settings
from dashboard.web.server import _free_address, _startup_message
from tests.serving import Dashboard, dashboard, free_port

pytestmark = pytest.mark.slow


@pytest.fixture(name="served", scope="module")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    with dashboard("--workers", "2", log=tmp_path_factory.mktemp("serving") / "log") as running:
        yield running


def children(process: int) -> set[int]:
    """Return the processes that a process has started."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return {int(word) for word in listed.stdout.split()}


def until(condition: object, *, seconds: float = 20) -> None:
    """Wait until a condition holds, and fail when it does not within a time."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def test_no_answer_tells_a_version(served: Dashboard) -> None:
    """Headers and bodies name no version of anything, for good answers and for bad ones."""
    for path in ("/", "/nope", "/healthz", "/static/x", "/" + "a" * 9000):
        _status, headers, body = served.get(path)
        assert not any(digit in headers.get("server", "") for digit in "0123456789")
        assert "x-powered-by" not in headers
        assert b"python_version" not in body
        assert b"dash_version" not in body


def test_page_is_small_and_known_again(served: Dashboard) -> None:
    """The page comes compressed, and a browser that has it gets 304 without a body."""
    status, headers, body = served.get("/", Accept_Encoding="br")
    assert (status, headers["content-encoding"]) == (200, "br")
    assert len(body) < 60_000
    assert served.get("/", Accept_Encoding="br", If_None_Match=headers["etag"])[::2] == (304, b"")


def test_body_of_a_request_is_never_read(served: Dashboard) -> None:
    """A request with a body is refused, whatever it asks."""
    status, headers, _body = served.get("/_dash-update-component", "POST")
    assert (status, headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: 1\r\n" % number for number in range(120)) + b"\r\n", 431),
    ],
)
def test_what_is_no_request_gets_an_empty_answer_that_tells_nothing(
    served: Dashboard, head: bytes, status: int
) -> None:
    """It never reaches the application, so it has none of its headers; it has no content and names no server either."""
    answer = ask(served, head)
    first, *headers = answer.removesuffix("\r\n\r\n").split("\r\n")
    assert first.startswith(f"HTTP/1.1 {status} ")
    assert {header.partition(":")[0].lower() for header in headers} <= {"connection", "content-length", "date"}
    assert "content-length: 0" in headers


def test_request_names_its_host(served: Dashboard) -> None:
    """HTTP/1.1 asks for it; an old client that speaks HTTP/1.0 may leave it out."""
    assert " 400 " in ask(served, b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n").split("\r\n")[0]
    assert " 200 " in ask(served, b"GET /healthz HTTP/1.0\r\n\r\n").split("\r\n")[0]


def ask(served: Dashboard, head: bytes) -> str:
    """Send bytes as they are, and read until the server is done."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(head)
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode("latin-1")


def test_slow_clients_hold_up_nobody(served: Dashboard) -> None:
    """Two hundred clients that never finish their request leave the page as fast as before."""
    with ExitStack() as stack:
        for _ in range(200):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            slow.send(b"GET / HTTP/1.1\r\nHost: x")
        began = time.monotonic()
        assert served.get("/")[0] == 200
        assert time.monotonic() - began < 5


def test_dead_worker_is_replaced_and_the_other_goes_on(served: Dashboard) -> None:
    """After a worker is killed, requests are answered at once, and soon there are two again."""
    before = children(served.process.pid)
    assert len(before) == 2
    os.kill(next(iter(before)), signal.SIGKILL)
    until(served.answers, seconds=5)
    until(lambda: len(children(served.process.pid) - before) == 1 and len(children(served.process.pid)) == 2)


def test_server_survives_the_death_of_all_workers(served: Dashboard) -> None:
    """Workers that are killed faster than they are replaced restart after a pause."""
    for _ in range(3):
        for worker in children(served.process.pid):
            with suppress(ProcessLookupError):  # it may have been replaced since it was listed
                os.kill(worker, signal.SIGKILL)
        until(lambda: bool(children(served.process.pid)))
    served.wait()
    assert served.process.poll() is None


@pytest.mark.parametrize("fork", [True, False])
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_its_address_and_stops_quietly(tmp_path: Path, stop: signal.Signals, fork: bool) -> None:
    """It prints one line with the address; on a stop signal it exits with 0 and leaves no process behind."""
    log = tmp_path / "log"
    with dashboard("--workers", "2", log=log, fork=fork) as running:
        workers = children(running.process.pid)
        running.process.send_signal(stop)
        assert running.process.wait(timeout=20) == 0
        until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    assert log.read_text() == f"Serving the map at {running.url} (press Ctrl-C to stop)\n"


@pytest.mark.parametrize("fork", [True, False])
def test_workers_leave_when_their_parent_is_killed(fork: bool) -> None:
    """No orphan goes on serving old data on the port."""
    with dashboard("--workers", "1", fork=fork) as running:
        running.process.kill()
        running.process.wait()
        until(lambda: not running.answers())


def test_tables_may_change_and_break_while_they_are_served(tmp_path: Path) -> None:
    """Every worker publishes a valid change within seconds; an invalid one affects neither them nor new workers."""
    data = tmp_path / "towns.csv"
    data.write_text("name,country\nRome,IT\n", "utf-8")
    with dashboard(str(data), "--workers", "2", log=tmp_path / "log") as running:

        def served() -> set[tuple[str, int]]:
            """What the workers say, asked often enough that each of them answers."""
            said = [json.loads(running.get("/healthz")[2]) for _ in range(12)]
            return {(each["status"], each["counts"]["cities"]) for each in said}

        assert served() == {("ok", 1)}
        data.write_text("name,country\nRome,IT\nNantes,FR\n", "utf-8")
        until(lambda: served() == {("ok", 2)})
        data.write_text("name,country\nRome,XX\n", "utf-8")
        until(lambda: served() == {("old data", 2)})
        for worker in children(running.process.pid):
            os.kill(worker, signal.SIGKILL)
        running.wait()
        assert served() == {("old data", 2)}
    with dashboard(str(data), "--workers", "1", log=tmp_path / "log") as again:
        health = json.loads(again.get("/healthz")[2])
    assert (health["status"], health["counts"]["cities"]) == ("old data", 2)
    assert "towns.csv:2: country: " in (tmp_path / "log").read_text("utf-8")


def test_taken_port_is_one_line_and_exit_1(served: Dashboard, capsys: pytest.CaptureFixture[str]) -> None:
    """A second dashboard on the same port says so and what to do, and does not share the port in silence."""
    assert main.main(["serve", "--port", str(served.port)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"127.0.0.1 port {served.port}: already in use; choose another port with --port" in said


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--port", "99999"], 2, "from 1 to 65535"),
        (["--port", "x"], 2, "digits only"),
        (["--host", "192.0.2.1"], 1, "not an address of this machine"),
        (["--host", "no-such-host.invalid"], 1, "no such host"),
        (["--host", "a b"], 2, "give an IP address"),
        (["no/such/folder"], 2, "does not exist"),
        (["--log-level", "loud"], 2, "is not a level"),
    ],
)
def test_invalid_option_is_reported_and_nothing_starts(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    """A wrong option ends with its exit code and a message, without a traceback."""
    port = [] if "--port" in arguments else ["--port", str(free_port())]
    assert main.main(["serve", *arguments, *port]) == code
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


def test_invalid_data_are_reported_and_nothing_starts(tmp_path: Path) -> None:
    """A folder with a fault in its tables is not served; the fault is named with file and line."""
    (tmp_path / "cities.csv").write_text("name,country\nBerlin,XX\n")
    command = [sys.executable, "-m", "dashboard", "serve", str(tmp_path), "--port", str(free_port())]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert "cities.csv:2: country:" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8050/ "),
        ("localhost", "http://localhost:8050/ "),
        ("::1", "http://[::1]:8050/ "),
        ("0.0.0.0", "http://127.0.0.1:8050/, and on all addresses of this machine "),  # noqa: S104 - only shown
    ],
)
def test_greeting_holds_an_address_that_can_be_opened(host: str, shown: str) -> None:
    """What is printed can be opened as it stands."""
    assert shown in _startup_message(Settings(host=host))


def test_name_of_a_host_becomes_its_address() -> None:
    """A host may be given by name."""
    assert _free_address(Settings(host="localhost", port=free_port())) in {"127.0.0.1", "::1"}
