"""Pictures are drawn in another process, one at a time; who waits too long is told when to come back."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from threading import BoundedSemaphore
from typing import Any

import pytest
from werkzeug.exceptions import ServiceUnavailable

from dashboard.web import png_worker
from dashboard.web.png_worker import AT_ONCE, MAX_SECONDS, draw_png

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><title>Čačak</title></svg>'


@pytest.fixture(autouse=True)
def _own_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no other test hold the turn, and wait a moment alone."""
    monkeypatch.setattr(png_worker, "_drawing", BoundedSemaphore(AT_ONCE))
    monkeypatch.setattr(png_worker, "MAX_WAITING_SECONDS", 0.01)


def answer(monkeypatch: pytest.MonkeyPatch, outcome: Any) -> list[dict[str, Any]]:
    """Let the process end in some way, and return with what it was started."""
    started: list[dict[str, Any]] = []

    def run(command: list[str], **options: Any) -> Any:
        started.append({"command": command, **options})
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(png_worker.subprocess, "run", run)
    return started


def test_a_picture_is_what_the_process_writes() -> None:
    """A PNG, of the width that was asked for."""
    body = draw_png(SVG, width=12)
    assert body.startswith(b"\x89PNG")
    assert int.from_bytes(body[16:20]) == 12


def test_the_drawing_is_never_part_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The width is, as a number; the SVG goes in as UTF-8, and the time is bounded."""
    started = answer(monkeypatch, subprocess.CompletedProcess([], 0, b"png", b""))
    assert draw_png(SVG, width=7) == b"png"
    [one] = started
    assert one["command"] == [sys.executable, "-m", "dashboard.maps.svg.png", "7"]
    assert (one["input"], one["timeout"]) == (SVG.encode(), MAX_SECONDS)


def test_a_failed_process_is_an_error_with_the_end_of_what_it_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last 500 characters say what went wrong; all else stays out of the log."""
    answer(monkeypatch, subprocess.CompletedProcess([], 1, b"", b"first" + b"x" * 494 + b"\xfflast"))
    with pytest.raises(RuntimeError) as caught:
        draw_png(SVG, width=7)
    assert str(caught.value).endswith("\ufffdlast")
    assert "t" + "x" * 494 in str(caught.value)
    assert "rst" + "x" * 494 not in str(caught.value)


@pytest.mark.parametrize(
    "outcome",
    [
        subprocess.CompletedProcess([], 0, b"png", b""),
        subprocess.CompletedProcess([], 1, b"", b""),
        subprocess.TimeoutExpired("x", MAX_SECONDS),
    ],
    ids=["drawn", "failed", "slow"],
)
def test_the_turn_is_given_back_however_it_ends(monkeypatch: pytest.MonkeyPatch, outcome: Any) -> None:
    """One picture that fails does not end all pictures."""
    answer(monkeypatch, outcome)
    for _ in range(AT_ONCE + 1):
        with suppress(RuntimeError, ServiceUnavailable):
            draw_png(SVG, width=7)
    for _ in range(AT_ONCE):
        assert png_worker._drawing.acquire(blocking=False)


def test_a_slow_picture_asks_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """503, with the time after which it may work."""
    answer(monkeypatch, subprocess.TimeoutExpired("x", MAX_SECONDS))
    with pytest.raises(ServiceUnavailable) as caught:
        draw_png(SVG, width=7)
    assert caught.value.retry_after == MAX_SECONDS


def test_beyond_the_pictures_at_once_nobody_waits_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the limit a picture is drawn; past it, no process is started."""
    started = answer(monkeypatch, subprocess.CompletedProcess([], 0, b"png", b""))
    for _ in range(AT_ONCE - 1):
        assert png_worker._drawing.acquire(blocking=False)
    assert draw_png(SVG, width=7) == b"png"
    assert png_worker._drawing.acquire(blocking=False)
    with pytest.raises(ServiceUnavailable) as caught:
        draw_png(SVG, width=7)
    assert caught.value.retry_after == png_worker.MAX_WAITING_SECONDS
    assert len(started) == 1
