"""Snapshot of the last valid tables, to start the server while the tables are invalid."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from dashboard.cache_dirs import cache_directories, is_owned_by_user
from dashboard.ingest.loader import NAMES

OLD_SECONDS = 365 * 24 * 3600
_log = logging.getLogger(__name__)


class SnapshotStore:
    """Stores the snapshot of one network in a cache folder.

    Args:
        data: the folder of the tables, or one CSV file.
        folders: candidates in order of preference; default: the user's cache folder, then the temporary folder.
    """

    def __init__(self, data: Path, folders: Iterable[Path] | None = None) -> None:
        self._data = Path(data)
        name = hashlib.sha256(os.fsencode(os.path.realpath(data))).hexdigest()[:16]
        chosen = cache_directories() if folders is None else folders
        self._paths = tuple(folder / f"tables-{name}.zip" for folder in chosen)

    def save(self, version: str, *, unchanged: Callable[[], bool]) -> Path | None:
        """Save a copy of the current tables.

        Args:
            version: version of the network that was read from them.
            unchanged: returns True if the tables have not changed since they were read; called after copying.

        Returns:
            The file, or None if no copy could be saved; callers can continue without it.
        """
        for path in self._paths:
            if self._version(path) == version:
                return path
            try:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if not is_owned_by_user(path.parent):
                    continue
                handle, name = tempfile.mkstemp(prefix="tables-", suffix=".part", dir=path.parent)
            except OSError:
                continue
            part = Path(name)
            try:
                with os.fdopen(handle, "wb") as file, _written(file) as kept:
                    kept.comment = version.encode()
                    for table in self._tables():
                        kept.write(table, table.name)
                if not unchanged():
                    part.unlink()
                    return None
                part.replace(path)
                _clear_away(path.parent)
            except OSError as error:  # the disk is full: try the next folder
                _log.debug("%s cannot be saved: %s", self._data, error)
                part.unlink(missing_ok=True)
                continue
            return path
        return None

    @contextmanager
    def restore(self) -> Iterator[Path | None]:
        """Provide a temporary copy of the saved tables under their original names; None if there is no snapshot."""
        path = next((path for path in self._paths if self._version(path)), None)
        if path is None:
            yield None
            return
        with tempfile.TemporaryDirectory(prefix="tables-") as folder:
            try:
                with zipfile.ZipFile(path) as kept:
                    for name in {*NAMES, self._data.name} & set(kept.namelist()):
                        _unpack(kept.getinfo(name), kept, Path(folder) / name)
            except (OSError, ValueError, zipfile.BadZipFile) as error:
                _log.debug("%s cannot be read: %s", path, error)
                yield None
                return
            one = Path(folder) / self._data.name
            yield Path(folder) if self._data.name in NAMES or not one.is_file() else one

    def _tables(self) -> list[Path]:
        """List the files that `load` reads."""
        if not self._data.is_dir():
            return [self._data]
        return [self._data / name for name in NAMES if (self._data / name).is_file()]

    def _version(self, path: Path) -> str:
        """Return the version in a snapshot; "" if there is none or it is not trusted."""
        if not (is_owned_by_user(path) and is_owned_by_user(path.parent)):
            return ""
        try:
            with zipfile.ZipFile(path) as kept:
                return kept.comment.decode("ascii", "replace")
        except (OSError, ValueError, zipfile.BadZipFile):
            return ""


def _clear_away(folder: Path) -> None:
    """Delete old snapshots and the leftovers of killed processes."""
    long_ago = time.time() - OLD_SECONDS
    for path in (*folder.glob("tables-*.zip"), *folder.glob("tables-*.part")):
        with suppress(OSError):  # another process may be doing the same
            if path.stat(follow_symlinks=False).st_mtime < long_ago:
                path.unlink()


def _written(file: IO[bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1, strict_timestamps=False)


def _unpack(entry: zipfile.ZipInfo, kept: zipfile.ZipFile, path: Path) -> None:
    """Extract a table with its modification date, which is the access date of its implicit sources."""
    path.write_bytes(kept.read(entry))
    changed = datetime(*entry.date_time).timestamp()  # noqa: DTZ001 - zip stores local time
    os.utime(path, (changed, changed))
