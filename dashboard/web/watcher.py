"""Live reload: valid changes go live within seconds; if a table is invalid, the last valid version stays online.

The watcher polls the folder twice a second. Polling works on every file system, network drives and container volumes
included. Any difference in the file metadata counts as a change, older file times too. The watcher reads a change when
the files have been stable for a moment, so it does not read a file that is still being written.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from dashboard.errors import DataError, Problem
from dashboard.ingest.loader import SUFFIXES, load
from dashboard.ingest.snapshot import SnapshotStore
from dashboard.model.network import Network
from dashboard.web.dataset import Dataset, DatasetHolder, RejectedUpdate

POLL_SECONDS = 0.5
CALM_SECONDS = 1.5
"""How long the files must be stable before the watcher reads them."""
MOST_LINES = 20
"""Maximum number of problems that are logged for one change."""

Signature = tuple[tuple[str, int, int, int, int, int], ...]
_log = logging.getLogger(__name__)


def signature(data: Path) -> Signature:
    """Return the file metadata of the tables; it is equal until a table is changed, replaced or removed."""
    try:
        paths = [path for path in data.iterdir() if path.suffix.lower() in SUFFIXES] if data.is_dir() else [data]
    except OSError as error:
        return (("", -(error.errno or 1), 0, 0, 0, 0),)
    return tuple(_facts(path) for path in sorted(paths))


def _facts(path: Path) -> tuple[str, int, int, int, int, int]:
    try:
        found = path.stat()
    except OSError as error:
        return (path.name, -(error.errno or 1), 0, 0, 0, 0)
    return (path.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)


class DataWatcher:
    """The tables of one network, and the dataset built from them.

    Args:
        data: the folder of the tables, or one CSV file.
        title: the name of the network; by default the name in the tables.
        keep: where the last valid tables are stored for the next start; None stores nothing.

    Raises:
        DataError: the tables are invalid, and no last valid version is stored.
    """

    def __init__(self, data: Path, *, title: str = "", keep: SnapshotStore | None = None) -> None:
        self._data = Path(data)
        self._title = title
        self._keep = keep
        self._seen = signature(self._data)
        self._read: Signature | None = self._seen
        self._since = time.monotonic()
        try:
            network = load(self._data, title=title)
        except DataError as error:
            kept = self._restore_snapshot()
            if kept is None:
                raise
            self.holder = DatasetHolder(kept)
            self._reject(error.problems)
        else:
            self.holder = DatasetHolder(network)
            self._save(network)

    def _restore_snapshot(self) -> Network | None:
        """Load the last valid tables."""
        if self._keep is None:
            return None
        with self._keep.restore() as path:
            try:
                return None if path is None else load(path, title=self._title)
            except DataError:  # stored by another version of this program, which accepted tables that this one rejects
                return None

    @property
    def dataset(self) -> Dataset:
        """The current dataset."""
        return self.holder.current

    def is_current(self) -> bool:
        """Return whether the tables are unchanged since the last poll."""
        return signature(self._data) == self._seen

    def start(self) -> threading.Thread:
        """Start to poll, in a thread that ends with the process."""
        watching = threading.Thread(target=self._run, name="watch-tables", daemon=True)
        watching.start()
        return watching

    def _run(self) -> None:
        while True:
            time.sleep(POLL_SECONDS)
            try:
                self.poll(time.monotonic())
            except Exception:  # noqa: BLE001 - no error may stop the server or the watcher
                _log.exception("the tables cannot be read")

    def poll(self, now: float) -> None:
        """Poll once; read the tables if they have changed and are stable.

        Args:
            now: seconds of a monotonic clock.
        """
        found = signature(self._data)
        if found != self._seen:
            self._seen, self._since = found, now
        if self._seen == self._read or now - self._since < CALM_SECONDS:
            return
        self._read = found
        network: Network | None = None
        try:
            network = load(self._data, title=self._title)
            problems = tuple(self._loss(network))
        except DataError as error:
            problems = error.problems
        if signature(self._data) != found:
            self._read = None  # the tables changed during the read
        elif problems or network is None:
            self._reject(problems)
        else:
            self._accept(network)

    def _loss(self, network: Network) -> Iterator[Problem]:
        """Return the problem of an update that has no cities, if the served network has some."""
        if not len(network) and len(self.dataset.network):
            yield Problem(str(self._data), None, "", "contains no city; the last valid version stays online")

    def _accept(self, network: Network) -> None:
        before = self.dataset.network.version
        mended = self.dataset.rejected_update is not None
        self.holder.serve(network)
        self._save(network)
        if network.version != before:
            _log.warning("the tables have changed: version %s, %d cities", network.version, len(network))
        elif mended:
            _log.warning("the tables are valid again: version %s", network.version)

    def _reject(self, problems: tuple[Problem, ...]) -> None:
        self.holder.reject(RejectedUpdate(datetime.now(UTC).replace(microsecond=0), problems))
        lines = "".join(f"\n  {problem}" for problem in problems[:MOST_LINES])
        rest = f"\n  and {len(problems) - MOST_LINES:,} more" if len(problems) > MOST_LINES else ""
        _log.error("the tables are invalid; version %s stays online:%s%s", self.dataset.network.version, lines, rest)

    def _save(self, network: Network) -> None:
        """Store the tables for the next start, unless they have changed since they were read."""
        if self._keep is not None:
            self._keep.save(network.version, unchanged=lambda: signature(self._data) == self._read)
