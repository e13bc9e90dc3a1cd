"""Reload: the tables are watched, and a change is served once it is sound; until then what was sound before.

The folder is looked at twice a second. That works on every file system, network drives and the volumes of containers
too, and tells every change from what the system says of the files, whichever way their times go. A change is read when
nothing has moved for a moment, so that a file that is still being written is not taken for a short one.
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
"""How long nothing may have moved before a change is read."""
MOST_LINES = 20
"""Problems of one change that are logged."""

Signature = tuple[tuple[str, int, int, int, int, int], ...]
_log = logging.getLogger(__name__)


def signature(data: Path) -> Signature:
    """Return what the system says of the tables: equal as long as nobody has changed, replaced or removed one."""
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
    """The tables of one network, and the dataset that is made from them.

    Args:
        data: the folder of the tables, or one CSV file.
        title: the name of the network; without one the tables give it.
        keep: where the last sound tables are kept for the next start; nowhere where None.

    Raises:
        DataError: the tables are not sound, and no sound ones are kept.
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
        """Load the tables that were sound before."""
        if self._keep is None:
            return None
        with self._keep.restore() as path:
            try:
                return None if path is None else load(path, title=self._title)
            except DataError:  # made by another version of this program, which took what this one refuses
                return None

    @property
    def dataset(self) -> Dataset:
        """The dataset that is served now."""
        return self.holder.current

    def is_current(self) -> bool:
        """Say whether the tables are as they were when they were last looked at."""
        return signature(self._data) == self._seen

    def start(self) -> threading.Thread:
        """Start to watch, in a thread that ends with the process."""
        watching = threading.Thread(target=self._run, name="watch-tables", daemon=True)
        watching.start()
        return watching

    def _run(self) -> None:
        while True:
            time.sleep(POLL_SECONDS)
            try:
                self.poll(time.monotonic())
            except Exception:  # noqa: BLE001 - whatever it is, what is served goes on, and so does the watch
                _log.exception("the tables cannot be looked at")

    def poll(self, now: float) -> None:
        """Look once, and read the tables where they have changed and nothing moves any more.

        Args:
            now: seconds of a clock that never goes back.
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
            self._read = None  # it has changed while it was read
        elif problems or network is None:
            self._reject(problems)
        else:
            self._accept(network)

    def _loss(self, network: Network) -> Iterator[Problem]:
        """Say what no table may do to a network that is served: lose all its cities."""
        if not len(network) and len(self.dataset.network):
            yield Problem(str(self._data), None, "", "has no city left; the cities that are served stay")

    def _accept(self, network: Network) -> None:
        before = self.dataset.network.version
        mended = self.dataset.rejected_update is not None
        self.holder.serve(network)
        self._save(network)
        if network.version != before:
            _log.warning("the tables have changed: version %s, %d cities", network.version, len(network))
        elif mended:
            _log.warning("the tables are sound again: version %s", network.version)

    def _reject(self, problems: tuple[Problem, ...]) -> None:
        self.holder.reject(RejectedUpdate(datetime.now(UTC).replace(microsecond=0), problems))
        lines = "".join(f"\n  {problem}" for problem in problems[:MOST_LINES])
        rest = f"\n  and {len(problems) - MOST_LINES:,} more" if len(problems) > MOST_LINES else ""
        _log.error("the tables are not sound; version %s is served on:%s%s", self.dataset.network.version, lines, rest)

    def _save(self, network: Network) -> None:
        """Keep what was read for the next start, unless it has changed meanwhile."""
        if self._keep is not None:
            self._keep.save(network.version, unchanged=lambda: signature(self._data) == self._read)
