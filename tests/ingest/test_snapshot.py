"""Snapshot: the server starts with the last valid tables if the tables are invalid."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from dashboard.config import default_data
from dashboard.errors import DataError
from dashboard.ingest import snapshot
from dashboard.ingest.snapshot import SnapshotStore
from dashboard.web.watcher import DataWatcher
from tests.networks import BROKEN, SOUND


@pytest.mark.parametrize("name", ["towns.csv", "cities.csv"])
def test_restart_with_invalid_tables_serves_the_snapshot(tmp_path: Path, name: str) -> None:
    """The list keeps name and date; without a snapshot, the start fails."""
    data, keep = tmp_path / name, SnapshotStore(tmp_path / name, [tmp_path / "kept"])
    data.write_text("name,country,topics\nRome,IT,energy\n", "utf-8")
    os.utime(data, (1_700_000_000, 1_700_000_000))
    before = DataWatcher(data, keep=keep).dataset.network
    data.write_text(BROKEN, "utf-8")
    with pytest.raises(DataError):
        DataWatcher(data)
    watch = DataWatcher(data, keep=keep)
    assert watch.dataset.rejected_update is not None
    after = watch.dataset.network
    assert (after.version, after.title, after.accessed) == (before.version, before.title, before.accessed)


def test_restart_restores_a_folder(tmp_path: Path) -> None:
    """The snapshot contains all tables of a folder, and nothing else."""
    folder = tmp_path / "network"
    shutil.copytree(default_data(), folder)
    (folder / "secret.txt").write_text("x", "utf-8")
    keep = SnapshotStore(folder, [tmp_path / "kept"])
    before = DataWatcher(folder, keep=keep).dataset.network
    shutil.rmtree(folder)
    after = DataWatcher(folder, keep=keep).dataset.network
    assert (after.version, after.title, len(after)) == (before.version, before.title, 22)
    assert b"secret" not in next((tmp_path / "kept").glob("*.zip")).read_bytes()


def test_untrusted_snapshot_is_ignored(tmp_path: Path, file: Path) -> None:
    """A file that others may modify, or that is not an archive, is ignored."""
    keep = SnapshotStore(file, [tmp_path / "kept"])
    DataWatcher(file, keep=keep)
    kept = next((tmp_path / "kept").glob("*.zip"))
    file.write_text(BROKEN, "utf-8")
    kept.chmod(0o666)
    with pytest.raises(DataError):
        DataWatcher(file, keep=keep)
    kept.chmod(0o600)
    kept.write_bytes(b"PK nonsense")
    with pytest.raises(DataError):
        DataWatcher(file, keep=keep)


def test_missing_cache_folder_does_not_stop_the_server(tmp_path: Path, file: Path) -> None:
    """Without a writable folder, the tables are served without a snapshot."""
    (tmp_path / "taken").write_text("", "utf-8")
    assert len(DataWatcher(file, keep=SnapshotStore(file, [tmp_path / "taken" / "kept"])).dataset.network) == 2


def test_tables_that_changed_during_the_copy_are_not_saved(tmp_path: Path, file: Path) -> None:
    """The snapshot contains what was read, or nothing."""
    keep = SnapshotStore(file, [tmp_path / "kept"])
    assert keep.save("1", unchanged=lambda: False) is None
    assert list((tmp_path / "kept").iterdir()) == []
    assert keep.save("1", unchanged=lambda: True) is not None
    with keep.restore() as path:
        assert path is not None
        assert (path if path.is_file() else path / file.name).read_text("utf-8") == SOUND


def test_old_snapshots_are_deleted(tmp_path: Path, file: Path) -> None:
    """The cache does not grow forever; current files are kept."""
    folder = tmp_path / "kept"
    folder.mkdir()
    old, new = folder / "tables-0.zip", folder / "tables-1.zip"
    for path in (old, new):
        path.write_bytes(b"")
    past = time.time() - snapshot.OLD_SECONDS - 1
    os.utime(old, (past, past))
    kept = SnapshotStore(file, [folder]).save("1", unchanged=lambda: True)
    assert set(folder.iterdir()) == {new, kept}
