"""PNG pictures, rendered in another process, one at a time: rendering is slow and holds the GIL."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from werkzeug.exceptions import ServiceUnavailable

import dashboard

AT_ONCE = 1
"""Maximum number of pictures that one worker queues."""
MAX_WAITING_SECONDS = 10
MAX_SECONDS = 20

_drawing = BoundedSemaphore(AT_ONCE)


def draw_png(svg: str, *, width: int) -> bytes:
    """Render an SVG as a PNG in a separate process.

    Raises:
        ServiceUnavailable: the queue is full, or rendering takes too long.
        RuntimeError: the process failed.
    """
    if not _drawing.acquire(timeout=MAX_WAITING_SECONDS):
        raise ServiceUnavailable(retry_after=MAX_WAITING_SECONDS)
    command = [sys.executable, "-m", "dashboard.maps.svg.png", str(width)]
    where = Path(dashboard.__file__).parent.parent
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the SVG is its input, not a part of the command
            command, input=svg.encode(), capture_output=True, timeout=MAX_SECONDS, check=False, cwd=where
        )
    except subprocess.TimeoutExpired as slow:
        raise ServiceUnavailable(retry_after=MAX_SECONDS) from slow
    finally:
        _drawing.release()
    if done.returncode:
        raise RuntimeError(f"rendering the picture failed: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout
