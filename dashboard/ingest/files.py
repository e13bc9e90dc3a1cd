"""Read files safely: once, through one descriptor, and only regular files up to a size limit."""

from __future__ import annotations

import getpass
import os
import stat
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.ingest.report import Report

MAX_BYTES = 32 * 1024 * 1024
_ATTEMPTS = 3
# Without O_NONBLOCK, a FIFO without a writer blocks forever; Windows has none of these flags.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, and the day (UTC) of its last change."""

    data: bytes
    changed: date


def read_content(
    path: Path, *, inside: Path, report: Report, wanted: str = "a CSV file", limit: int = MAX_BYTES
) -> Content | None:
    """Read a file inside a folder.

    Args:
        path: the file; it may be a symbolic link as long as the link stays inside the folder.
        inside: the folder; links must not point outside of it.
        report: receives the error.
        wanted: the expected kind of file, for the error message.
        limit: maximum size in bytes.

    Returns:
        The content, or None with an error in the report.
    """
    try:
        for _ in range(_ATTEMPTS):
            fault, content = _read_once(path, inside, wanted, limit)
            if content is not None:
                return content
            if fault:
                report.error(None, "", fault)
                return None
    except OSError as error:
        report.error(None, "", _os_error(path, error))
        return None
    report.error(None, "", "changed while it was read; wait until it is written, or replace it with a rename")
    return None


def _read_once(path: Path, inside: Path, wanted: str, limit: int) -> tuple[str, Content | None]:
    """Read once; an empty error without content means that the file changed in the meantime."""
    real = os.path.realpath(path)
    descriptor = os.open(real, _FLAGS)
    try:
        before = os.fstat(descriptor)
        if fault := _validate_kind(before, real, inside, wanted, limit):
            return fault, None
        chunks: list[bytes] = []
        size = 0
        while chunk := os.read(descriptor, 1024 * 1024):
            chunks.append(chunk)
            size += len(chunk)
            if size > before.st_size:
                return "", None
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
        return "", None
    return "", Content(b"".join(chunks), datetime.fromtimestamp(after.st_mtime, tz=UTC).date())


def _validate_kind(status: os.stat_result, real: str, inside: Path, wanted: str, limit: int) -> str:
    """Return an error if an open file must not be read, else ""."""
    if stat.S_ISDIR(status.st_mode):
        return f"is a directory; expected {wanted}"
    if not stat.S_ISREG(status.st_mode):
        return f"is not a regular file; expected {wanted}"
    if not Path(real).is_relative_to(os.path.realpath(inside)):
        return "is a link that points outside the data folder; put the file itself there"
    return f"has {status.st_size:,} bytes, limit {limit:,}" if status.st_size > limit else ""


def _os_error(path: Path, error: OSError) -> str:
    """Convert an OSError to an error message."""
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return "is a link to a file that does not exist"
        return f"not found in {path.absolute().parent}; the working directory is {Path.cwd()}"
    if isinstance(error, PermissionError):
        mode = ""
        try:
            mode = f"; mode {stat.S_IMODE(path.stat().st_mode):03o}; try chmod 644"
        except OSError:
            mode = f"; can the user enter {path.absolute().parent}?"
        return f"permission denied for user {_user()}{mode}"
    if isinstance(error, NotADirectoryError):
        return "not found: a part of its path is a file"
    return f"cannot be read: {error.strerror or error}"


def _user() -> str:
    """Return the name of the current user; in containers, users often have only a number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
