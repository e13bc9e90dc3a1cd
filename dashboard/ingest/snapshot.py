"""Keeping: the last sound tables of a network as one file, for a start while the tables are not sound."""

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
    """The place of one network among the files that can be made again.

    Args:
        data: the folder of the tables, or one CSV file.
        folders: where to keep, the best first; the user's cache folder, then the folder for temporary files.
    """

    def __init__(self, data: Path, folders: Iterable[Path] | None = None) -> None:
        self._data = Path(data)
        name = hashlib.sha256(os.fsencode(os.path.realpath(data))).hexdigest()[:16]
        chosen = cache_directories() if folders is None else folders
        self._paths = tuple(folder / f"tables-{name}.zip" for folder in chosen)

    def save(self, version: str, *, unchanged: Callable[[], bool]) -> Path | None:
        """Copy the tables as they lie there now, as this version.

        Args:
            version: of the network that was read from them.
            unchanged: says, when they are copied, whether they still are what was read.

        Returns:
            the file, or None where there is none now; that is no reason to stop.
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
                _log.debug("%s cannot be kept: %s", self._data, error)
                part.unlink(missing_ok=True)
                continue
            return path
        return None

    @contextmanager
    def restore(self) -> Iterator[Path | None]:
        """Give a copy of the kept tables to read within a block, under the names they had; None where there is none."""
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
        """Say which version is kept in a file; "" for none that can be trusted."""
        if not (is_owned_by_user(path) and is_owned_by_user(path.parent)):
            return ""
        try:
            with zipfile.ZipFile(path) as kept:
                return kept.comment.decode("ascii", "replace")
        except (OSError, ValueError, zipfile.BadZipFile):
            return ""


def _clear_away(folder: Path) -> None:
    """Delete what is kept of networks that nobody has changed for long, and what processes that were killed left."""
    long_ago = time.time() - OLD_SECONDS
    for path in (*folder.glob("tables-*.zip"), *folder.glob("tables-*.part")):
        with suppress(OSError):  # another process may be doing the same
            if path.stat(follow_symlinks=False).st_mtime < long_ago:
                path.unlink()


def _written(file: IO[bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1, strict_timestamps=False)


def _unpack(entry: zipfile.ZipInfo, kept: zipfile.ZipFile, path: Path) -> None:
    """Write a table with the date it had, which is the date on which what it lists was read."""
    path.write_bytes(kept.read(entry))
    changed = datetime(*entry.date_time).timestamp()  # noqa: DTZ001 - zip knows local time alone
    os.utime(path, (changed, changed))
