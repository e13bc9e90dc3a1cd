"""Checkpointed output that survives Ctrl-C, kill -9, a full disk and concurrent runs.

Rows are written to `RESULT.part`; `RESULT.part.json` stores the number of finished rows and bytes, and a fingerprint of
the input. The complete file is renamed atomically. A later run with the same input truncates the partial file to the
last checkpoint and continues.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from dashboard.errors import CommandError

FLUSH_SECONDS = 0.5
FLUSH_ROWS = 2_000


def result_path(path: Path) -> Path:
    """Resolve links in the output path.

    Raises:
        CommandError: the path is a folder, a device or a pipe.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        what = "a folder" if target.is_dir() else "a device or a pipe"
        raise CommandError(f"{path}: is {what}; name a file for the result", exit_code=2)
    return target


class CheckpointedOutput:
    """Context manager that writes the output.

    Args:
        path: path of the complete output.
        header: column names.
        delimiter: field delimiter.
        fingerprint: identifies input and settings; a partial file with another fingerprint is discarded.

    Attributes:
        done: number of finished rows, including those of an earlier run.

    Raises:
        CommandError: another run writes the same file, or the path is not writable.
    """

    def __init__(self, path: Path, header: Sequence[str], *, delimiter: str, fingerprint: str) -> None:
        path = result_path(path)
        self.path = path
        self.part = path.with_name(path.name + ".part")
        self.note = path.with_name(path.name + ".part.json")
        self.header = header
        self.fingerprint = fingerprint
        self.done = 0
        self._delimiter = delimiter
        self._rows: list[Sequence[str]] = []
        self._bytes = 0
        self._flushed = 0.0
        self._file: IO[bytes]

    def __enter__(self) -> CheckpointedOutput:
        try:
            # "ab" always writes at the end; "r+b" does not create the file.
            descriptor = os.open(self.part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            self._file = os.fdopen(descriptor, "r+b")
        except OSError as error:
            raise CommandError(f"{self.path}: cannot be written: {error.strerror}") from error
        try:
            _lock(self._file)
            if not self._same_file():  # the run with the lock has just finished
                raise BlockingIOError
        except OSError as error:
            self._file.close()
            raise CommandError(
                f"{self.path}: another run is writing this file; wait, or name another output"
            ) from error
        try:
            self._resume()
        except OSError as error:
            self._file.close()
            raise self._write_error(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.flush()
            if kind is None:
                self._finish()
        finally:
            self._file.close()

    def write(self, row: Sequence[str]) -> None:
        """Add a row; it is flushed within half a second of writing."""
        self._rows.append(row)
        if len(self._rows) >= FLUSH_ROWS or time.monotonic() - self._flushed > FLUSH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write the buffered rows and the checkpoint."""
        self._flushed = time.monotonic()
        if not self._rows:
            return
        content = self._encode(self._rows)
        try:
            self._file.seek(self._bytes)
            self._file.write(content)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._save_checkpoint(self.done + len(self._rows), self._bytes + len(content))
        except OSError as error:
            self._rows.clear()  # do not retry these rows on exit
            with contextlib.suppress(OSError):
                self._file.truncate(self._bytes)
            raise self._write_error(error) from error
        self.done += len(self._rows)
        self._bytes += len(content)
        self._rows.clear()

    def _resume(self) -> None:
        """Continue at the checkpoint of an earlier run with the same input, or start."""
        try:
            known = json.loads(self.note.read_text(encoding="utf-8"))
            size = os.fstat(self._file.fileno()).st_size
            if known["fingerprint"] == self.fingerprint and 0 < known["bytes"] <= size:
                self.done, self._bytes = int(known["rows"]), int(known["bytes"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        self._file.truncate(self._bytes)
        if not self._bytes:
            content = self._encode([self.header])
            self._file.seek(0)
            self._file.write(content)
            self._file.flush()
            self._bytes = len(content)
            self._save_checkpoint(0, self._bytes)

    def _finish(self) -> None:
        """Rename the partial file to the output atomically."""
        try:
            self._file.truncate(self._bytes)
            os.fsync(self._file.fileno())
            self.part.replace(self.path)
            self.note.unlink(missing_ok=True)
        except OSError as error:
            raise self._write_error(error) from error

    def _save_checkpoint(self, rows: int, size: int) -> None:
        """Write the checkpoint atomically, after the rows."""
        new = self.note.with_name(self.note.name + ".new")
        new.write_text(
            json.dumps({"fingerprint": self.fingerprint, "rows": rows, "bytes": size}) + "\n", encoding="utf-8"
        )
        new.replace(self.note)

    def _encode(self, rows: Sequence[Sequence[str]]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=self._delimiter, lineterminator="\n").writerows(rows)
        return text.getvalue().encode("utf-8")

    def _same_file(self) -> bool:
        """Check if the partial file is still the file that was opened."""
        try:
            found, opened = self.part.stat(), os.fstat(self._file.fileno())
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == (opened.st_dev, opened.st_ino)

    def _write_error(self, error: OSError) -> CommandError:
        return CommandError(
            f"{self.part}: cannot be written: {error.strerror}; {self.done:,} rows are saved; fix this and try again"
        )


def _lock(file: IO[bytes]) -> None:
    """Lock the file for this process; raise OSError if another process has the lock."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # only on Windows
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
