"""Run the production server as a process on a free port for the duration of a block."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
"""A start takes about two seconds, and much longer on a busy machine."""


@dataclass(frozen=True)
class Dashboard:
    """A running server."""

    process: subprocess.Popen[str]
    port: int

    @property
    def url(self) -> str:
        """The URL of the server, with a trailing slash."""
        return f"http://127.0.0.1:{self.port}/"

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Send a request; return status, lower-case headers, and body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, headers={key.replace("_", "-"): value for key, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def answers(self) -> bool:
        """Check if the server responds."""
        try:
            return self.get("/healthz")[0] == 200
        except (OSError, HTTPException):
            return False

    def wait(self, *, seconds: float = START_SECONDS) -> None:
        """Wait until the server responds.

        Raises:
            RuntimeError: it has exited, or does not respond in time.
        """
        end = time.monotonic() + seconds
        while not self.answers():
            if self.process.poll() is not None:
                raise RuntimeError(f"the server has ended with {self.process.returncode}")
            if time.monotonic() > end:
                raise RuntimeError(f"no answer within {seconds} s")
            time.sleep(0.05)  # between two questions; nothing is taken for granted after it


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


WITHOUT_FORK = (
    "import multiprocessing, sys; from dashboard.cli.main import main;"
    " multiprocessing.set_start_method('spawn'); sys.exit(main())"
)
"""Starts workers as new interpreters, as on macOS and Windows, and with granian from Python 3.14."""


@contextmanager
def dashboard(*options: str, log: Path | None = None, fork: bool = True) -> Iterator[Dashboard]:
    """Run `cities-network serve` with the real data and these options; stop it after the block."""
    port = free_port()
    start = ["-m", "dashboard"] if fork else ["-c", WITHOUT_FORK]
    command = [sys.executable, *start, "serve", "--port", str(port), *options]
    with open(log, "w") if log else open("/dev/null", "w") as out:  # noqa: PTH123 - one of them is no path of ours
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, text=True)
        running = Dashboard(process, port)
        try:
            running.wait()
            yield running
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
