"""PNG pictures, drawn in another process, one at a time: drawing takes long, and holds Python's lock meanwhile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from werkzeug.exceptions import ServiceUnavailable

import dashboard

AT_ONCE = 1
"""Pictures that one worker has drawn at the same time."""
MAX_WAITING_SECONDS = 10
MAX_SECONDS = 20

_drawing = BoundedSemaphore(AT_ONCE)


def draw_png(svg: str, *, width: int) -> bytes:
    """Draw an SVG as a PNG in a process of its own.

    Raises:
        ServiceUnavailable: too many pictures are being drawn, or this one takes too long.
        RuntimeError: the process failed.
    """
    if not _drawing.acquire(timeout=MAX_WAITING_SECONDS):
        raise ServiceUnavailable(retry_after=MAX_WAITING_SECONDS)
    command = [sys.executable, "-m", "dashboard.maps.svg.png", str(width)]
    where = Path(dashboard.__file__).parent.parent
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the SVG is its input, never a part of the command
            command, input=svg.encode(), capture_output=True, timeout=MAX_SECONDS, check=False, cwd=where
        )
    except subprocess.TimeoutExpired as slow:
        raise ServiceUnavailable(retry_after=MAX_SECONDS) from slow
    finally:
        _drawing.release()
    if done.returncode:
        raise RuntimeError(f"the picture could not be drawn: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout
